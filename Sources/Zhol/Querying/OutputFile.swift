import Engine
import Formats
import Glibc
import Language
import Terms

/// A file that `output` writes the rows of a relation to.
struct OutputFile {
    private let path: String

    /// - Parameter folder: what a relative path is relative to; nil for the working folder.
    init(_ path: String, folder: String?) {
        self.path = path.hasPrefix("/") || folder == nil ? path : (folder ?? "") + "/" + path
    }

    /// Evaluates the goal and writes its rows, sorted: CSV with a header, any other ending as tab-separated values
    /// without one. Throws `ZholError` of kind `cannotWrite`.
    func write(_ goal: ResolvedGoal, of evaluation: Evaluation, _ namespaces: Namespaces) throws {
        let rows = try evaluation.orderedRows(of: goal)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let isCSV = path.lowercased().hasSuffix(".csv")
        let sink = ByteSink(descriptor: descriptor)
        do {
            let writer = RowWriter(
                isCSV ? .csv : path.lowercased().hasSuffix(".facts") ? .plainTabs : .tsv, to: sink,
                text: { try evaluation.term(of: evaluation.id(of: $0)).plainText(namespaces) })
            if isCSV { try writer.write(header: goal.columns.map(\.name)) }
            let columns = try evaluation.columns(of: goal)
            var start = 0
            while start < rows.count {
                try evaluation.control.check()
                let end = min(rows.count, start + 1 << 16)
                try writer.write(columns, rows[start..<end])
                start = end
            }
            try sink.flush()
        } catch OutputError.failed(let reason) {
            throw failure(reason)
        } catch OutputError.closed {
            throw failure("nobody reads it")
        }
    }

    private func failure(_ reason: String) -> ZholError { ZholError(.cannotWrite, "cannot write '\(path)': \(reason)") }
}
