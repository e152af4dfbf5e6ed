import Engine
import Foundation
import Language
import Store
import Terms
import Zhol

/// Runs programs through the product, for comparison with the reference.
enum EngineAnswers {
    /// The answers of each query of a program. Facts in `stored` are loaded into a store before. Threads, if there are to
    /// be several, share whatever can be shared.
    static func of(
        _ text: String, stored: String? = nil, isPlain: Bool = false, threads: Int = 1
    ) throws -> [ReferenceAnswers] {
        var options = Database.RunOptions()
        options.plain = isPlain
        options.threads = threads
        options.worthSharing = 1
        guard let stored else { return try answers(Database(), text, options) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-random-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var loader = Loader()
        loader.add(text: stored, name: "<stored>")
        let store = try Store(path: folder.appendingPathComponent("random.zhol").path, access: .create)
        _ = try loader.load(into: store)
        return try answers(Database(store: store), text, options)
    }

    private static func answers(
        _ database: Database, _ text: String, _ options: Database.RunOptions
    ) throws -> [ReferenceAnswers] {
        var reader = ProgramReader()
        reader.read(text: text, name: "<random>")
        return try database.run(reader, options).answers.map { answers in
            ReferenceAnswers(
                columns: answers.columns,
                rows: answers.rows.map { row in row.map { ReferenceValue($0) ?? .string("a term of an unusual kind") } }
            )
        }
    }
}

extension ReferenceAnswers {
    /// As the product gives them: a list is a text.
    var printed: ReferenceAnswers {
        func plain(_ value: ReferenceValue) -> String {
            if case .string(let text) = value { text } else { value.description }
        }
        func shown(_ value: ReferenceValue) -> ReferenceValue {
            guard case .list(let values) = value else { return value }
            return .string("[" + values.map(plain).joined(separator: ", ") + "]")
        }
        return ReferenceAnswers(columns: columns, rows: rows.map { $0.map(shown) })
    }

    var text: String {
        ([columns.joined(separator: "\t")] + rows.map { $0.map(\.description).joined(separator: "\t") })
            .joined(separator: "\n") + "\n"
    }
}
