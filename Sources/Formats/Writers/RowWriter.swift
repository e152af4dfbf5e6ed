import Glibc
import Terms

/// Writes rows of numbered terms as CSV or TSV, each term as the bytes that it was given when it was first met.
package final class RowWriter {
    private let layout: FactLayout
    private let sink: ByteSink
    private let text: (UInt32) throws -> String

    /// What waits to be written.
    private let buffer: UnsafeMutablePointer<UInt8>
    private var filled = 0
    private static let capacity = 1 << 17

    /// Fields by number: the place in `arena` plus one, and the length in the low bits; 0 where none is kept.
    private var places: [UInt64] = []
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity = 1 << 12
    private var arenaCount = 0
    private static let lengthBits: UInt64 = 16
    /// Bytes of fields that are kept at most.
    private static let mostKept = 1 << 26

    /// - Parameter text: the text of a number.
    package init(_ layout: FactLayout, to sink: ByteSink, text: @escaping (UInt32) throws -> String) {
        self.layout = layout
        self.sink = sink
        self.text = text
        buffer = .allocate(capacity: RowWriter.capacity)
        arena = .allocate(capacity: arenaCapacity)
    }

    deinit {
        buffer.deallocate()
        arena.deallocate()
    }

    package func write(header: [String]) throws {
        for (column, name) in header.enumerated() {
            if column > 0 { try append([layout.separator]) }
            try append(field(name))
        }
        try append([0x0a])
        try flush()
    }

    /// Writes the given rows of columns, which have them. Throws `OutputError`, and what `text` throws.
    package func write(_ columns: [[UInt32]], _ rows: ArraySlice<Int>) throws {
        for row in rows {
            for column in columns.indices {
                if column > 0 { put(layout.separator) }
                let number = Int(columns[column][row])
                if number < places.count, places[number] != 0 {
                    try put(kept: places[number])
                } else {
                    try append(meet(columns[column][row]))
                }
            }
            put(0x0a)
            // Room for the next row's separators at least; fields make their own.
            if filled > RowWriter.capacity - columns.count - 1 { try flush() }
        }
        try flush()
    }

    @inline(__always)
    private func put(_ byte: UInt8) {
        buffer[filled] = byte
        filled += 1
    }

    @inline(__always)
    private func put(kept place: UInt64) throws {
        let length = Int(place & (1 << RowWriter.lengthBits - 1))
        let start = arena + Int(place >> RowWriter.lengthBits) - 1
        // Separators of a row may still follow.
        if filled + length + 1024 > RowWriter.capacity { try flush() }
        (buffer + filled).update(from: start, count: length)
        filled += length
    }

    /// The field of a number that was not met before; it is kept while there is room.
    private func meet(_ number: UInt32) throws -> [UInt8] {
        let bytes = field(try text(number))
        guard bytes.count < 1 << 15, arenaCount + bytes.count <= RowWriter.mostKept, number < 1 << 27 else {
            return bytes
        }
        if arenaCount + bytes.count > arenaCapacity {
            arenaCapacity = max(arenaCapacity * 2, arenaCount + bytes.count)
            let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: arenaCapacity)
            moved.update(from: arena, count: arenaCount)
            arena.deallocate()
            arena = moved
        }
        for (index, byte) in bytes.enumerated() { arena[arenaCount + index] = byte }
        let place = Int(number)
        if place >= places.count {
            places.append(contentsOf: repeatElement(0, count: max(place + 1, places.count * 2) - places.count))
        }
        places[place] = UInt64(arenaCount + 1) << RowWriter.lengthBits | UInt64(bytes.count)
        arenaCount += bytes.count
        return bytes
    }

    private func append(_ bytes: [UInt8]) throws {
        if filled + bytes.count + 1024 > RowWriter.capacity { try flush() }
        guard bytes.count + 1024 <= RowWriter.capacity else { return try sink.write(bytes: bytes) }
        for (index, byte) in bytes.enumerated() { buffer[filled + index] = byte }
        filled += bytes.count
    }

    private func flush() throws {
        guard filled > 0 else { return }
        let bytes = Array(UnsafeBufferPointer(start: buffer, count: filled))
        filled = 0
        try sink.write(bytes: bytes)
    }

    private func field(_ text: String) -> [UInt8] {
        switch layout {
        case .csv: Array(AnswerTable.csvField(text).utf8)
        case .tsv: Array(AnswerTable.tsvField(text).utf8)
        case .plainTabs: Array(text.utf8)
        }
    }
}
