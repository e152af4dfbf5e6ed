import Engine
import Foundation
import Language
import Store
import Terms
import Zhol

/// Runs programs through the product, for comparison with the reference.
enum EngineAnswers {
    /// The answers of each query of a program. Facts in `stored` are loaded into a store before. Threads, if there are to
    /// be several, share whatever can be shared. Where it is asked several times, the last answers count.
    static func of(
        _ text: String, stored: String? = nil, isPlain: Bool = false, threads: Int = 1, times: Int = 0
    ) throws -> [ReferenceAnswers] {
        var options = Database.RunOptions()
        options.plain = isPlain
        options.threads = threads
        options.worthSharing = 1
        guard let stored else { return try answers(Database(), text, options, times) }
        return try StoredFacts.withDatabase(of: stored) { try answers($0, text, options, times) }
    }

    private static func answers(
        _ database: Database, _ text: String, _ options: Database.RunOptions, _ times: Int
    ) throws -> [ReferenceAnswers] {
        for _ in 1..<max(1, times) { _ = try database.query(text) }
        if times > 1 { return try database.query(text).map(reference) }
        var reader = ProgramReader()
        reader.read(text: text, name: "<random>")
        return try database.run(reader, options).answers.map(reference)
    }

    private static func reference(_ answers: Answers) -> ReferenceAnswers {
        ReferenceAnswers(
            columns: answers.columns,
            rows: answers.rows.map { row in row.map { ReferenceValue($0) ?? .string("a term of an unusual kind") } })
    }
}

extension ReferenceAnswers {
    /// As the product gives them: a list is a text.
    var printed: ReferenceAnswers {
        func plain(_ value: ReferenceValue) -> String {
            switch value {
            case .string(let text): text
            // As answers print a float, without a mark that tells it from an int.
            case .float(let number) where number == number.rounded() && abs(number) < 1e15: String(Int64(number))
            case .float(let number): "\(number)"
            default: value.description
            }
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
