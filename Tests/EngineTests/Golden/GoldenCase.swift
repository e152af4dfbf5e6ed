import Foundation
import Testing

/// One case of `Tests/Cases`: a program and what it has to print.
///
/// `name.dl` is the program; beside it may stand `name.load.dl` (loaded into a store first, then `.load2.dl` and
/// `.load3.dl`, each a transaction of its own), `name.args` (options of
/// `zhol run`, one a line), `name.out` (the answers as TSV, an empty line between queries) and `name.err` (the exit
/// code as `exit N`, then what is reported). Without `.out` there are no answers; without `.err` nothing is reported
/// and the exit code is 0.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    /// Topic and case, as `recursion/ancestor`.
    let name: String

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Cases")

    var testDescription: String { name }

    var program: URL { file("dl") }

    /// Every case there is, in order of name.
    static let all: [GoldenCase] = {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let programs = files?.compactMap { $0 as? URL }.filter { url in
            url.pathExtension == "dl" && url.lastPathComponent.filter { $0 == "." }.count == 1
        }
        return (programs ?? []).map { url in
            let topic = url.deletingLastPathComponent().lastPathComponent
            return GoldenCase(name: topic + "/" + url.deletingPathExtension().lastPathComponent)
        }.sorted { $0.name < $1.name }
    }()

    func file(_ ending: String) -> URL { GoldenCase.folder.appendingPathComponent(name + "." + ending) }

    /// The text of a file of the case; nil where there is none.
    func text(_ ending: String) -> String? {
        (try? Data(contentsOf: file(ending))).map { String(decoding: $0, as: UTF8.self) }
    }

    var expectedOutput: String { text("out") ?? "" }

    var expectedReport: String { text("err") ?? "exit 0\n" }

    /// The options of the case as words: `--param`, `country=china`.
    var words: [String] {
        (text("args") ?? "").split(separator: "\n").flatMap { line in
            line.split(separator: " ", maxSplits: 1).map(String.init)
        }
    }
}
