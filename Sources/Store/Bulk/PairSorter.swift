/// Sorts pairs that may be more than memory holds: they wait in columns, and go to a scratch file as sorted runs, which
/// are merged at the end.
final class PairSorter {
    private var waiting = PairColumns()
    /// Pairs that came alone.
    private let loose = RawBuffer<PairBlock.Pair>()
    private var runs: [PairRun] = []
    private let scratch: Scratch

    init(_ scratch: Scratch) { self.scratch = scratch }

    deinit { loose.deallocate() }

    var isSpilled: Bool { !runs.isEmpty }

    private var count: Int { waiting.count + loose.count }

    @inline(__always) func append(_ pair: PairBlock.Pair) { loose.append(pair) }

    func append(_ pairs: PairColumns) {
        guard waiting.count > 0 else {
            waiting = pairs
            return
        }
        waiting.firsts.append(contentsOf: pairs.firsts)
        waiting.seconds.append(contentsOf: pairs.seconds)
    }

    /// Writes what waits as a run.
    func spill() throws(StoreError) {
        guard count > 0 else { return }
        runs.append(try PairRun(takeSorted(), to: scratch.file()))
    }

    /// What waits, sorted and distinct; nothing waits any more.
    private func takeSorted() -> PairColumns {
        defer { waiting = PairColumns() }
        guard loose.count > 0 else {
            waiting.sortDistinct()
            return waiting
        }
        defer { loose.free() }
        guard waiting.count > 0 else { return PairColumns(sortingDistinct: loose.elements) }
        for pair in loose.elements { waiting.append(pair) }
        waiting.sortDistinct()
        return waiting
    }

    /// As `spill` where so many pairs wait.
    @inline(__always) func spill(atLeast count: Int) throws(StoreError) { if self.count >= count { try spill() } }

    /// Everything in order, without doubles, in slices of about so many pairs; in one where nothing was written out.
    /// The sorter is empty then.
    func sorted(slice: Int) throws(StoreError) -> SortedPairs {
        guard isSpilled else {
            return SortedPairs(all: takeSorted())
        }
        try spill()
        defer { runs = [] }
        return try SortedPairs(runs, scratch, slice: slice)
    }
}

/// The scratch file of a transaction, made when something first needs it.
final class Scratch {
    private let path: String
    private var made: ScratchFile?
    /// Bytes of memory for the buffers of all runs that are read at a time.
    let buffers: Int

    init(beside path: String, buffers: Int) {
        self.path = path
        self.buffers = buffers
    }

    /// Whether there is one.
    var isUsed: Bool { made != nil }

    func file() throws(StoreError) -> ScratchFile {
        if let made { return made }
        let new = try ScratchFile(beside: path)
        made = new
        return new
    }
}

/// Sorted, distinct pairs in slices.
struct SortedPairs {
    private var whole: PairColumns?
    private var merge: RunMerge?
    private let slice: Int

    init(all: PairColumns) {
        whole = all.count > 0 ? all : nil
        slice = 0
    }

    init(_ runs: [PairRun], _ scratch: Scratch, slice: Int) throws(StoreError) {
        merge = try RunMerge(runs, scratch)
        self.slice = max(1, slice)
    }

    /// The next slice; nil at the end.
    mutating func next() throws(StoreError) -> PairColumns? {
        if let whole {
            self.whole = nil
            return whole
        }
        guard let merge else { return nil }
        let columns = try merge.next(slice)
        return columns.count > 0 ? columns : nil
    }
}

/// Merges sorted runs: a heap with the next pair of each.
private final class RunMerge {
    private struct Head {
        var pair: PairBlock.Pair
        let run: Int
    }

    private let readers: UnsafeMutableBufferPointer<PairRunReader>
    private var heads: [Head] = []
    private var last: PairBlock.Pair?

    init(_ runs: [PairRun], _ scratch: Scratch) throws(StoreError) {
        let file = try scratch.file()
        let capacity = min(1 << 17, scratch.buffers / max(1, runs.count))
        readers = .allocate(capacity: runs.count)
        for (place, run) in runs.enumerated() {
            readers.initializeElement(at: place, to: PairRunReader(run, of: file, capacity: capacity))
        }
        for run in readers.indices {
            if let pair = try readers[run].next() { heads.append(Head(pair: pair, run: run)) }
        }
        heads.withUnsafeMutableBufferPointer { heads in
            for place in heads.indices.reversed() { RunMerge.sink(heads, place) }
        }
    }

    deinit {
        for reader in readers { reader.deallocate() }
        readers.deinitialize()
        readers.deallocate()
    }

    /// The next pairs, as many as are wanted or left, each once.
    func next(_ wanted: Int) throws(StoreError) -> PairColumns {
        var columns = PairColumns()
        columns.reserveCapacity(wanted)
        // Nothing of the class is looked at for each pair.
        let readers = readers
        var left = heads
        var last = last
        heads = []
        while columns.count < wanted, let top = left.first {
            if let pair = try readers[top.run].next() {
                left[0].pair = pair
            } else {
                left[0] = left[left.count - 1]
                left.removeLast()
            }
            if left.count > 1 { left.withUnsafeMutableBufferPointer { RunMerge.sink($0, 0) } }
            if top.pair != last {
                last = top.pair
                columns.append(top.pair)
            }
        }
        heads = left
        self.last = last
        return columns
    }

    @inline(__always) private static func sink(_ heads: UnsafeMutableBufferPointer<Head>, _ start: Int) {
        var place = start
        let moved = heads[place]
        while true {
            var child = 2 * place + 1
            guard child < heads.count else { break }
            if child + 1 < heads.count, heads[child + 1].pair < heads[child].pair { child += 1 }
            guard heads[child].pair < moved.pair else { break }
            heads[place] = heads[child]
            place = child
        }
        heads[place] = moved
    }
}
