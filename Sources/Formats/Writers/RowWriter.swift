import Terms

/// Writes rows of numbered terms as CSV or TSV: ints digit by digit, other terms as the text they were given when first
/// met.
package final class RowWriter {
    private let layout: FactLayout
    private let sink: ByteSink
    private let id: (UInt32) -> TermID
    private let text: (TermID) throws -> String
    private var known: [UInt32: [UInt8]] = [:]
    private var buffer: [UInt8] = []

    /// Texts that are kept at most.
    private static let mostKnown = 1 << 20

    /// - Parameters:
    ///   - id: the id of a number.
    ///   - text: the text of an id that is no int.
    package init(
        _ layout: FactLayout, to sink: ByteSink, id: @escaping (UInt32) -> TermID,
        text: @escaping (TermID) throws -> String
    ) {
        self.layout = layout
        self.sink = sink
        self.id = id
        self.text = text
        buffer.reserveCapacity(1 << 17)
    }

    package func write(header: [String]) throws {
        for (column, name) in header.enumerated() {
            if column > 0 { buffer.append(layout.separator) }
            append(field(name))
        }
        try endRow()
    }

    /// Writes the given rows of columns. Throws `OutputError`, and what `text` throws.
    package func write(_ columns: [[UInt32]], _ rows: some Sequence<Int>) throws {
        for row in rows {
            for column in columns.indices {
                if column > 0 { buffer.append(layout.separator) }
                let number = columns[column][row]
                let id = id(number)
                if id.rawValue >> 56 == UInt64(TermID.Kind.int.rawValue) {
                    append(id.smallInt)
                } else {
                    append(try field(of: number, id))
                }
            }
            try endRow()
        }
        try sink.write(bytes: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func endRow() throws {
        buffer.append(0x0a)
        if buffer.count >= 1 << 16 {
            try sink.write(bytes: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    private func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

    private func append(_ value: Int64) {
        var rest = value.magnitude
        if value < 0 { buffer.append(0x2d) }
        if rest < 10 {
            buffer.append(0x30 + UInt8(rest))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = 20
            while rest > 0 {
                place -= 1
                digits[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            buffer.append(contentsOf: digits[place..<20])
        }
    }

    private func field(of number: UInt32, _ id: TermID) throws -> [UInt8] {
        if let bytes = known[number] { return bytes }
        let bytes = field(try text(id))
        if known.count < RowWriter.mostKnown { known[number] = bytes }
        return bytes
    }

    private func field(_ text: String) -> [UInt8] {
        switch layout {
        case .csv: Array(AnswerTable.csvField(text).utf8)
        case .tsv: Array(AnswerTable.tsvField(text).utf8)
        case .plainTabs: Array(text.utf8)
        }
    }
}
