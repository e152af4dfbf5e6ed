import Glibc

/// Memory of zeros: the pages of what is never touched cost nothing, so that rows may lie far apart.
func zeroedMemory<T: BitwiseCopyable>(of type: T.Type, _ count: Int) -> UnsafeMutablePointer<T> {
    guard let memory = calloc(max(1, count), MemoryLayout<T>.stride) else {
        // As any allocation that the system refuses, this ends the process.
        return .allocate(capacity: max(1, count))
    }
    return memory.bindMemory(to: T.self, capacity: max(1, count))
}

/// The first values of each second one.
final class ReverseIndex {
    private var entries: UnsafeMutablePointer<Entry>
    @exclusivity(unchecked) private var capacity = 0

    private struct Entry: BitwiseCopyable {
        var values: UnsafeMutablePointer<UInt32>?
        var count: UInt32 = 0
        var capacity: UInt32 = 0
    }

    init() { entries = zeroedMemory(of: Entry.self, 1) }

    deinit {
        for entry in 0..<capacity { entries[entry].values?.deallocate() }
        free(entries)
    }

    var footprint: Int {
        var bytes = capacity * MemoryLayout<Entry>.stride
        for entry in 0..<capacity { bytes += Int(entries[entry].capacity) * 4 }
        return bytes
    }

    @inline(__always)
    func append(first: UInt32, second: UInt32) {
        let place = Int(second)
        if place >= capacity { grow(to: place + 1) }
        let entry = entries + place
        if entry.pointee.count == entry.pointee.capacity {
            let wider = max(4, entry.pointee.capacity * 2)
            let moved = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(wider))
            if let values = entry.pointee.values {
                moved.update(from: values, count: Int(entry.pointee.count))
                values.deallocate()
            }
            entry.pointee.values = moved
            entry.pointee.capacity = wider
        }
        entry.pointee.values?[Int(entry.pointee.count)] = first
        entry.pointee.count += 1
    }

    func append(_ pairs: borrowing List<UInt64>) {
        for index in 0..<pairs.count {
            append(
                first: UInt32(truncatingIfNeeded: pairs[index] >> 32), second: UInt32(truncatingIfNeeded: pairs[index]))
        }
    }

    /// Takes pairs out again.
    func remove(_ pairs: borrowing List<UInt64>) {
        for index in 0..<pairs.count {
            let place = Int(pairs[index] & 0xffff_ffff)
            let first = UInt32(truncatingIfNeeded: pairs[index] >> 32)
            guard place < capacity, let values = entries[place].values else { continue }
            let count = Int(entries[place].count)
            for position in 0..<count where values[position] == first {
                values[position] = values[count - 1]
                entries[place].count -= 1
                break
            }
        }
    }

    private func grow(to needed: Int) {
        let wider = max(needed, capacity * 2, 16)
        let moved = zeroedMemory(of: Entry.self, wider)
        moved.update(from: entries, count: capacity)
        free(entries)
        entries = moved
        capacity = wider
    }

    /// The first values of a second one.
    @inline(__always)
    func firsts(of second: UInt64) -> UnsafeBufferPointer<UInt32> {
        guard second < UInt64(capacity) else { return UnsafeBufferPointer(start: nil, count: 0) }
        let entry = entries[Int(second)]
        return UnsafeBufferPointer(start: entry.values, count: Int(entry.count))
    }
}
