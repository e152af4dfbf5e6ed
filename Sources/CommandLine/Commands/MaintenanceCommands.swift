import Formats
import Store
import Terms
import Zhol

/// `verify`, `backup`, `compact` and `upgrade`: the file of a store.
extension Context {
    /// 1 where the store is not sound.
    func verify() throws -> Int32 {
        let found = try Store.verify(path: storePath)
        if arguments.has("format") {
            let rows = found.problems.map { [Term.string($0.table), .string($0.message)] }
            try show(
                AnswerTable(name: nil, columns: ["table", "problem"], rows: rows, namespaces: Namespaces()),
                as: format())
        } else {
            for problem in found.problems { try output.write("\(problem.table): \(problem.message)\n") }
            try output.flush()
        }
        guard !found.isSound else {
            note(
                "'\(storePath)' is sound: \(counted(found.triples, "triple")), "
                    + "\(counted(found.statements, "statement")), \(counted(found.terms, "term"))")
            return 0
        }
        let more = found.problemCount > found.problems.count ? ", the first \(found.problems.count) are shown" : ""
        Terminal.message("error: '\(storePath)' is damaged: \(counted(found.problemCount, "problem"))\(more)\n")
        return 1
    }

    func backup() throws -> Int32 {
        let destination = arguments.words[0]
        let store = try Store(path: storePath, access: .read)
        do throws(StoreError) {
            try store.backup(to: destination)
        } catch {
            // What is said of a store that is opened would not be true of one that is written.
            guard error.path == destination else { throw error }
            switch error.kind {
            case .notFound: throw ZholError(.cannotWrite, "cannot write '\(destination)': there is no such folder")
            case .readOnly: throw ZholError(.cannotWrite, "cannot write '\(destination)': permission denied")
            default: throw error
            }
        }
        note("copied '\(storePath)' to '\(destination)'")
        return 0
    }

    func compact() throws -> Int32 {
        let forgotten = try arguments.value("forget-before").map(lastTransaction(before:)) ?? 0
        let size = try Store.compact(path: storePath, forgetting: forgotten)
        let history = forgotten > 0 ? "; changes up to transaction \(forgotten) are forgotten" : ""
        note("'\(storePath)' had \(size.before / 1024) KiB and has \(size.after / 1024) KiB\(history)")
        return 0
    }

    func upgrade() throws -> Int32 {
        if let named = arguments.words.first, arguments.has("db") {
            throw ZholError(.usage, "'zhol upgrade' takes one store: '\(named)' or '\(storePath)'")
        }
        let path = arguments.words.first ?? storePath
        let destination = arguments.value("output")
        let done = try Store.upgrade(path: path, to: destination)
        let format = "format \(Store.formatVersion)"
        guard let kept = done.kept else {
            note("'\(path)' has \(format) already" + (destination.map { ", and is copied to '\($0)'" } ?? ""))
            return 0
        }
        note("'\(destination ?? path)' has \(format); with format \(done.from) it is '\(kept)'")
        return 0
    }

    /// The last transaction before one, or before a date.
    private func lastTransaction(before word: String) throws -> UInt64 {
        let reading = try Store(path: storePath, access: .read).snapshot()
        let last = try reading.lastTransaction()?.number ?? 0
        if let number = UInt64(word), number > 0, number <= last { return number - 1 }
        if UInt64(word) == nil, let date = PartialDate(word) {
            let start = Int64(date.firstDay) * 86_400_000_000
            return try reading.lastTransaction(atOrBefore: start - 1)?.number ?? 0
        }
        throw ZholError(.usage, "'--forget-before' takes a transaction from 1 to \(last) or a date, not '\(word)'")
    }
}
