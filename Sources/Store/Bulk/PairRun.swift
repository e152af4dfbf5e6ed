/// Sorted pairs in a scratch file, each as its differences from the one before, as in `PairBlock`.
struct PairRun {
    let offset: Int
    let length: Int
    let count: Int

    /// Writes sorted pairs behind what the file has.
    init(_ pairs: PairColumns, to file: ScratchFile) throws(StoreError) {
        offset = file.size
        count = pairs.count
        var writer = ByteWriter()
        var previous = PairBlock.Pair(first: 0, second: 0)
        for row in 0..<pairs.count {
            PairBlock.append(pairs[row], after: previous, to: &writer)
            previous = pairs[row]
            if writer.bytes.count >= PairRun.piece {
                try writer.bytes.withBytes { (bytes) throws(StoreError) in try file.append(bytes) }
                writer.bytes.removeAll(keepingCapacity: true)
            }
        }
        try writer.bytes.withBytes { (bytes) throws(StoreError) in try file.append(bytes) }
        length = file.size - offset
    }

    private static let piece = 1 << 18
}

/// Reads a run from its start. Its owner deallocates it.
struct PairRunReader {
    private let file: ScratchFile
    private var offset: Int
    private var rest: Int
    private var pairs: Int
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var pair = PairBlock.Pair(first: 0, second: 0)

    /// - Parameter capacity: bytes that are read at a time.
    init(_ run: PairRun, of file: ScratchFile, capacity: Int) {
        self.file = file
        offset = run.offset
        rest = run.length
        pairs = run.count
        buffer = .allocate(byteCount: max(64, capacity), alignment: 16)
    }

    func deallocate() { buffer.deallocate() }

    /// The next pair; nil at the end.
    @inline(__always) mutating func next() throws(StoreError) -> PairBlock.Pair? {
        guard pairs > 0 else { return nil }
        // Two varints take at most 20 bytes.
        if end - start < 20, rest > 0 { try fill() }
        pairs -= 1
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        let step = reader.varint() ?? 0
        let coded = reader.varint() ?? 0
        start += reader.position
        pair = PairBlock.pair(after: pair, step: step, coded: coded)
        return pair
    }

    @inline(never) private mutating func fill() throws(StoreError) {
        let kept = end - start
        if kept > 0, let base = buffer.baseAddress { base.copyMemory(from: base + start, byteCount: kept) }
        let count = min(rest, buffer.count - kept)
        try file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<(kept + count)]))
        offset += count
        rest -= count
        start = 0
        end = kept + count
    }
}
