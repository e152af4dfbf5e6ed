import Formats
import Language

/// Checks files of facts for what can be told without a store: whether they can be read.
package enum DataCheck {
    /// How many statements, rows or objects a file holds; nil for a program. Throws `ZholError` with what is wrong.
    package static func facts(path: String, format: String?) throws -> Int? {
        guard format != nil || DataFormat.of(name: path).format ?? .dl != .dl else { return nil }
        let file = try DataFile(path: path, format: format)
        guard file.format != .dl else { return nil }
        let findings = Findings(keepsGoing: false)
        var count = 0
        do {
            try read(file, findings) { count += 1 }
        } catch is Findings.Enough {
        } catch let error as FormatError where error.kind == .text {
            findings.collect(Finding(.malformedData, error.message, at: .input(0, error.offset..<error.end)))
        } catch let error as FormatError {
            throw ZholError(.wrongInput, "cannot read '\(path)' behind byte \(error.offset): \(error.message)")
        } catch let error as SourceFailure {
            throw ZholError(.wrongInput, "cannot read '\(path)': \(error.message)")
        }
        guard findings.count == 0 else { throw ZholError(diagnostics: findings.diagnostics([file])) }
        return count
    }

    private static func read(_ file: DataFile, _ findings: Findings, _ found: @escaping () -> Void) throws {
        let window = try file.open()
        switch file.format {
        case .dl: break
        case .nt, .nq:
            try NTriplesReader(window, hasGraphs: file.format == .nq).read(
                { _ in found() }, report: { try findings.add($0, 0) })
        case .ttl, .trig:
            try TurtleReader(window, hasGraphs: file.format == .trig, base: "file:///").read { _ in found() }
        case .csv, .tsv:
            let reader = try DelimitedReader.table(window, file.format, nil)
            while try reader.next() { found() }
        case .jsonl:
            try window.skipByteOrderMark()
            while let line = try window.nextLine() {
                do throws(FormatError) {
                    if try JSONParser.value(line, at: window.lineOffset) != nil { found() }
                } catch {
                    try findings.add(error, 0)
                }
            }
        }
    }
}
