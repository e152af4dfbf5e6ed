import Foundation
import Language
import Store
import Terms
import Zhol

/// A folder with a store in it, for one test; both are gone when it ends.
final class Session {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    /// Loads a text into the store, as a file of this name.
    @discardableResult
    func load(_ text: String, name: String = "load.dl") throws -> Loader.Report {
        try write(name, text)
        var loader = Loader()
        try loader.add(path: path(name), format: "dl")
        return try loader.load(into: Store(path: path("graph.zhol"), access: .create))
    }

    /// Runs a program, over the store where one was loaded: each answer as its rows, cells joined by a comma.
    func run(_ text: String, _ change: (inout Database.RunOptions) -> Void = { _ in }) throws -> [[String]] {
        try full(text, change).answers.map { answers in
            (0..<answers.count).map { answers[$0].joined(separator: ",") }
        }
    }

    func full(_ text: String, _ change: (inout Database.RunOptions) -> Void = { _ in }) throws -> Database.Run {
        try write("program.dl", text)
        var reader = ProgramReader()
        try reader.read(path: path("program.dl"))
        let hasStore = FileManager.default.fileExists(atPath: path("graph.zhol"))
        let database = try hasStore ? Database(path: path("graph.zhol")) : Database()
        var options = Database.RunOptions()
        change(&options)
        return try database.run(reader, options)
    }

    /// The message and place of the first mistake of what the body does; nil where it does not fail.
    func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            let wrapped = ZholError.wrapping(error)
            guard let first = wrapped.diagnostics.first(where: { $0.severity == .error }), let range = first.range
            else { return wrapped.message }
            let place = range.file.position(at: range.start)
            let file = range.file.name.split(separator: "/").last.map(String.init) ?? ""
            return "\(file):\(place.line):\(place.column): \(first.message)"
        }
    }
}
