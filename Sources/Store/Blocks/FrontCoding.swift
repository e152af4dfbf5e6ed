/// Texts that share their starts, each written as the length it shares with the one before, and the rest.
struct FrontWriter {
    var writer = ByteWriter()
    private var previous: [UInt8]

    /// - Parameter previous: the text that stands before the first; the reader must begin with the same.
    init(after previous: [UInt8] = []) { self.previous = previous }

    mutating func append(_ text: UnsafeRawBufferPointer) {
        let shared = previous.withUnsafeBytes { commonLength($0, text) }
        let rest = UnsafeRawBufferPointer(rebasing: text[shared...])
        writer.append(varint: UInt64(shared))
        writer.append(varint: UInt64(rest.count))
        writer.bytes.append(contentsOf: rest)
        previous.removeLast(previous.count - shared)
        previous.append(contentsOf: rest)
    }

    /// Begins anew behind a text that stands elsewhere.
    mutating func restart(after text: UnsafeRawBufferPointer) {
        writer.bytes.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        previous.append(contentsOf: text)
    }
}

/// Bytes at the start that two texts share.
func commonLength(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let limit = min(left.count, right.count)
    var length = 0
    while length + 8 <= limit {
        let word = left.loadUnaligned(fromByteOffset: length, as: UInt64.self)
        let difference = word ^ right.loadUnaligned(fromByteOffset: length, as: UInt64.self)
        if difference != 0 { return length + difference.littleEndian.trailingZeroBitCount / 8 }
        length += 8
    }
    while length < limit, left[length] == right[length] { length += 1 }
    return length
}

/// Reads what `FrontWriter` wrote; nil where the bytes are no such texts.
struct FrontReader {
    var reader: ByteReader
    private(set) var text: [UInt8]

    init(_ bytes: UnsafeRawBufferPointer, after previous: [UInt8] = []) {
        reader = ByteReader(bytes)
        text = previous
    }

    /// The next text, which then is `text` too.
    mutating func next() -> [UInt8]? {
        guard let (shared, rest) = step(), shared <= text.count else { return nil }
        text.removeLast(text.count - shared)
        text.append(contentsOf: rest)
        return text
    }

    /// The next text as what it shares with the one before, and the rest, without building it.
    @inline(__always)
    mutating func step() -> (shared: Int, rest: UnsafeRawBufferPointer)? {
        guard let shared = reader.varint(), let length = reader.varint(), shared <= 1 << 40,
            let rest = reader.raw(length)
        else { return nil }
        return (Int(shared), rest)
    }
}
