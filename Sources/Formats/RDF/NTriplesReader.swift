/// Reads N-Triples and N-Quads (W3C Recommendations of 25 February 2014) line by line, strictly.
package final class NTriplesReader {
    private let window: InputWindow
    private let hasGraphs: Bool

    package init(_ window: InputWindow, hasGraphs: Bool) {
        self.window = window
        self.hasGraphs = hasGraphs
    }

    /// Hands every statement over. The rest of a line that is wrong is passed over after `report` was told, unless
    /// that throws.
    package func read(
        _ receive: (RDFStatement) throws -> Void, report: (FormatError) throws -> Void
    ) throws {
        try window.skipByteOrderMark()
        var line = NTriplesLine()
        while let range = try window.line() {
            let start = window.offset(of: range.lowerBound)
            line.begin(UnsafeRawBufferPointer(start: window.base + range.lowerBound, count: range.count))
            while let statement = try statement(&line, start, report) { try receive(statement) }
        }
    }

    /// The next statement of the line; nil at its end.
    private func statement(
        _ line: inout NTriplesLine, _ start: Int, _ report: (FormatError) throws -> Void
    ) throws -> RDFStatement? {
        do throws(FormatError) {
            return try line.next(hasGraphs: hasGraphs) ? line.statement(at: start) : nil
        } catch {
            try report(FormatError(error.message, at: start + error.offset, to: start + error.end))
            return nil
        }
    }
}
