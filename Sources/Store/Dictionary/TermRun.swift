/// Terms that were new and found no room in memory: sorted text keys with their numbers, in blocks of a scratch file,
/// with the first key of each block in memory.
final class TermRun {
    private let file: ScratchFile
    private let keys = RawBuffer<UInt8>()
    /// Where the first key of each block ends in `keys`.
    private var keyEnds: [Int] = []
    /// Where the blocks begin in the file, and the last ends.
    private var offsets: [Int] = []
    /// Nil where there was no room for it.
    private let filter: TextFilter?

    /// Bytes of a block in the file.
    private static let capacity = 4000

    /// - Parameters:
    ///   - keys: sorted.
    ///   - filter: of the hashes of all keys.
    init(_ file: ScratchFile, filter: TextFilter?, writing keys: (TermRun) throws(StoreError) -> Void)
        throws(StoreError)
    {
        self.file = file
        self.filter = filter
        offsets = [file.size]
        builder = TextBlockBuilder(pageBytes: TermRun.capacity)
        try keys(self)
        if let block = builder.finish() { try write(block) }
        try flush()
    }

    deinit { keys.deallocate() }

    private var builder: TextBlockBuilder
    private var pending: [UInt8] = []

    /// Takes the next key.
    func append(_ key: UnsafeRawBufferPointer, _ number: UInt64) throws(StoreError) {
        if let block = builder.append(key, number) { try write(block) }
    }

    private func write(_ block: (key: [UInt8], value: [UInt8])) throws(StoreError) {
        block.key.withUnsafeBytes { keys.append($0) }
        keyEnds.append(keys.count)
        pending += block.value
        offsets.append(file.size + pending.count)
        if pending.count > 1 << 18 { try flush() }
    }

    private func flush() throws(StoreError) {
        try pending.withBytes { (bytes) throws(StoreError) in try file.append(bytes) }
        pending.removeAll(keepingCapacity: true)
    }

    var blocks: Int { keyEnds.count }

    func firstKey(_ block: Int) -> UnsafeRawBufferPointer {
        let start = block == 0 ? 0 : keyEnds[block - 1]
        return UnsafeRawBufferPointer(start: keys.base + start, count: keyEnds[block] - start)
    }

    /// Bytes that the run takes in memory.
    var memory: Int { keys.memory + (keyEnds.count + offsets.count) * 8 + (filter?.memory ?? 0) }

    func mayHold(_ hash: UInt64) -> Bool { filter?.mayHold(hash) ?? true }

    /// The bytes of a block, in a buffer that is made as large as it must be.
    func read(_ block: Int, into buffer: inout [UInt8]) throws(StoreError) {
        let count = offsets[block + 1] - offsets[block]
        if buffer.count < count { buffer = Array(repeating: 0, count: max(count, 2 * TermRun.capacity)) }
        let offset = offsets[block]
        try buffer.withUnsafeMutableBufferPointer { (bytes) throws(StoreError) in
            try file.read(
                at: offset, into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[..<count])))
        }
    }

    func length(_ block: Int) -> Int { offsets[block + 1] - offsets[block] }

    /// The number of a key; nil where the run does not have it.
    func number(of key: UnsafeRawBufferPointer, _ buffer: inout [UInt8]) throws(StoreError) -> UInt64? {
        // The last block whose first key is not behind the wanted one.
        var low = 0
        var high = blocks
        while low < high {
            let middle = (low + high) / 2
            if orders(key, firstKey(middle)) { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return nil }
        try read(low - 1, into: &buffer)
        let first = firstKey(low - 1)
        let count = length(low - 1)
        return buffer.withUnsafeBytes { bytes in
            try? TextBlock.number(of: key, firstKey: first, UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
    }
}

/// Merges runs of terms, which have no key in common.
final class TermRunMerge {
    private final class Reader {
        let run: TermRun
        var block = 0
        var buffer: [UInt8] = []
        var position = 0
        var key: [UInt8] = []
        var number: UInt64 = 0

        init(_ run: TermRun) { self.run = run }

        /// False at the end.
        func next() throws(StoreError) -> Bool {
            let isFirst = block == 0 || position >= run.length(block - 1)
            if isFirst {
                guard block < run.blocks else { return false }
                try run.read(block, into: &buffer)
                position = 0
                block += 1
            }
            let count = run.length(block - 1)
            buffer.withUnsafeBytes { bytes in
                var front = FrontReader(UnsafeRawBufferPointer(rebasing: bytes[position..<count]))
                if isFirst {
                    key.removeAll(keepingCapacity: true)
                    key.append(contentsOf: run.firstKey(block - 1))
                } else if let (shared, rest) = front.step() {
                    key.removeLast(key.count - min(shared, key.count))
                    key.append(contentsOf: rest)
                }
                number = front.reader.varint() ?? 0
                position += front.reader.position
            }
            return true
        }
    }

    private var heap: [Reader] = []

    init(_ runs: [TermRun]) throws(StoreError) {
        for run in runs {
            let reader = Reader(run)
            if try reader.next() { heap.append(reader) }
        }
        for place in heap.indices.reversed() { sink(place) }
    }

    /// Passes on every key with its number, in order.
    func passKeys(_ receive: (UnsafeRawBufferPointer, UInt64) throws(StoreError) -> Void) throws(StoreError) {
        while let top = heap.first {
            try top.key.withBytes { (key) throws(StoreError) in try receive(key, top.number) }
            if try !top.next() {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            if heap.count > 1 { sink(0) }
        }
    }

    private func sink(_ start: Int) {
        var place = start
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].key.isBefore(heap[child].key) { child += 1 }
            guard heap[child].key.isBefore(heap[place].key) else { return }
            heap.swapAt(place, child)
            place = child
        }
    }
}
