import Foundation
import Testing

@Suite("Golden cases")
struct GoldenCaseTests {
    /// Set, the wording of reports is taken over into the `.err` files that exist. Answers never are.
    private static let takesOverWording = ProcessInfo.processInfo.environment["ZHOL_TAKE_WORDING"] != nil

    @Test("a program prints what its case says", arguments: GoldenCase.all)
    func prints(_ golden: GoldenCase) throws {
        let run = GoldenRun(golden)
        if run.output != golden.expectedOutput {
            Issue.record(
                "answers of \(golden.name):\n\(lineDifference(expected: golden.expectedOutput, found: run.output))")
        }
        if GoldenCaseTests.takesOverWording, golden.text("err") != nil, run.report != "exit 0\n" {
            try Data(run.report.utf8).write(to: golden.file("err"))
        } else if run.report != golden.expectedReport {
            let difference = lineDifference(expected: golden.expectedReport, found: run.report)
            Issue.record(
                """
                report of \(golden.name) (ZHOL_TAKE_WORDING=1 takes a new wording over):
                \(difference)
                """)
        }
    }

    @Test("every file of a case belongs to a program")
    func noStrayFiles() throws {
        let files = FileManager.default.enumerator(at: GoldenCase.folder, includingPropertiesForKeys: nil)
        for case let url as URL in files ?? .init() where !url.hasDirectoryPath {
            let name = url.lastPathComponent.prefix { $0 != "." }
            if [".part.", ".tsv", ".csv", ".facts"].contains(where: url.lastPathComponent.contains) { continue }
            let program = url.deletingLastPathComponent().appendingPathComponent(name + ".dl")
            #expect(FileManager.default.fileExists(atPath: program.path), "\(url.lastPathComponent) has no program")
        }
        #expect(!GoldenCase.all.isEmpty)
    }
}
