/// A block of the table from texts to ids: sorted text keys, front coded, each with the number of its term.
///
/// The first key is the block's key in the table, so the value starts with that one's number.
enum TextBlock {
    struct Entry {
        /// The kind and the text, see `TextKey`.
        var key: [UInt8]
        /// The payload of the term's id.
        var number: UInt64
    }

    /// Bytes of a key and its value, so that four blocks fill a page of LMDB.
    static let pageBytes = 1010

    /// Bytes of a value under a key.
    static func capacity(_ key: [UInt8]) -> Int { pageBytes - key.count }

    /// The number at a key; nil where it is not in the block. Throws `Malformed`.
    static func number(
        of wanted: UnsafeRawBufferPointer, firstKey: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(Malformed) -> UInt64? {
        var front = FrontReader(value)
        guard let first = front.reader.varint() else { throw Malformed() }
        var matched = commonLength(wanted, firstKey)
        if matched == firstKey.count, matched == wanted.count { return first }
        while !front.reader.isAtEnd {
            guard let (shared, rest) = front.step(), let number = front.reader.varint() else { throw Malformed() }
            // What differs from the wanted key before the shared part ends differs still.
            if shared > matched { continue }
            if shared < matched { return nil }
            let more = commonLength(UnsafeRawBufferPointer(rebasing: wanted[matched...]), rest)
            matched += more
            if more == rest.count {
                if matched == wanted.count { return number }
            } else if matched == wanted.count || rest[more] > wanted[matched] {
                return nil
            }
        }
        return nil
    }

    /// Every entry of a block; nil where the bytes are no block.
    static func decode(firstKey: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> [Entry]? {
        var front = FrontReader(value, after: Array(firstKey))
        guard let first = front.reader.varint() else { return nil }
        var entries = [Entry(key: Array(firstKey), number: first)]
        while !front.reader.isAtEnd {
            guard let key = front.next(), let number = front.reader.varint() else { return nil }
            entries.append(Entry(key: key, number: number))
        }
        return entries
    }
}

/// Packs sorted keys with their numbers into blocks.
struct TextBlockBuilder {
    private let pageBytes: Int
    private var key: [UInt8] = []
    private var front = FrontWriter()
    private var isBegun = false

    /// - Parameter pageBytes: that a key and its value may have together.
    init(pageBytes: Int = TextBlock.pageBytes) { self.pageBytes = pageBytes }

    /// Takes the next key; gives the block before it where that is full.
    mutating func append(_ next: UnsafeRawBufferPointer, _ number: UInt64) -> (key: [UInt8], value: [UInt8])? {
        var full: (key: [UInt8], value: [UInt8])?
        if isBegun {
            let size = front.writer.bytes.count
            front.append(next)
            front.writer.append(varint: number)
            if front.writer.bytes.count <= pageBytes - key.count { return nil }
            full = (key, Array(front.writer.bytes[..<size]))
        }
        isBegun = true
        key = Array(next)
        front.restart(after: next)
        front.writer.append(varint: number)
        return full
    }

    /// The last block; nil where there was no key.
    mutating func finish() -> (key: [UInt8], value: [UInt8])? {
        guard isBegun else { return nil }
        isBegun = false
        return (key, front.writer.bytes)
    }
}

/// Bytes that no version of zhol writes there.
struct Malformed: Error {}
