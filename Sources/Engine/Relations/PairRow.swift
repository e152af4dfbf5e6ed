import Glibc

/// The second values of one first value: a set of local numbers whose form follows its size, as the containers of Roaring
/// bitmaps do (Chambi, Lemire, Kaser, Godin, "Better bitmap performance with Roaring bitmaps", 2016).
///
/// One or two values lie in the row itself, a few more are a list, many a hash table, and as soon as a bitmap over all numbers takes no more room, a bitmap.
struct PairRow: BitwiseCopyable {
    /// Where the values are, or one or two values themselves.
    private var bits: UInt = 0
    private(set) var count: UInt32 = 0
    /// Two bits of form, then the capacity: values of a list, 0 where they lie in the row, slots less one of a table, 64-bit
    /// words of a bitmap.
    private var shape: UInt32 = 0

    private static let list: UInt32 = 0
    private static let table: UInt32 = 1 << 30
    private static let bitmap: UInt32 = 2 << 30
    private static let formMask: UInt32 = 3 << 30
    private static let longestList: UInt32 = 16
    private static let empty = UInt32.max

    @inline(__always) private var form: UInt32 { shape & PairRow.formMask }
    @inline(__always) private var capacity: UInt32 { shape & ~PairRow.formMask }
    @inline(__always) private var isInline: Bool { shape == 0 }
    @inline(__always) private var low: UInt32 { UInt32(truncatingIfNeeded: bits) }
    @inline(__always) private var high: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }

    /// Only where the values are not inline.
    @inline(__always)
    private var storage: UnsafeMutablePointer<UInt32>? {
        get { UnsafeMutablePointer(bitPattern: bits) }
        set { bits = UInt(bitPattern: newValue) }
    }

    /// Bytes behind the row.
    var footprint: Int {
        switch form {
        case PairRow.list: Int(capacity) * 4
        case PairRow.table: (Int(capacity) + 1) * 4
        default: Int(capacity) * 8
        }
    }

    func deallocate() { if !isInline { storage?.deallocate() } }

    @inline(__always)
    private var words: UnsafeMutablePointer<UInt64> {
        UnsafeMutableRawPointer(storage.unsafelyAssumed).assumingMemoryBound(to: UInt64.self)
    }

    @inline(__always)
    private static func slot(_ value: UInt32, _ mask: UInt32) -> UInt32 {
        let product = UInt64(value) &* 0x9e37_79b9_7f4a_7c15
        return UInt32(truncatingIfNeeded: product >> 32) & mask
    }

    /// Whether the value is there.
    @inline(__always)
    func contains(_ value: UInt32) -> Bool {
        if isInline { return count > 0 && low == value || count > 1 && high == value }
        guard count > 0, let storage else { return false }
        switch form {
        case PairRow.bitmap:
            let word = value >> 6
            return word < capacity && words[Int(word)] & (1 << UInt64(value & 63)) != 0
        case PairRow.list:
            for index in 0..<Int(count) where storage[index] == value { return true }
            return false
        default:
            let mask = capacity
            var slot = PairRow.slot(value, mask)
            while storage[Int(slot)] != PairRow.empty {
                if storage[Int(slot)] == value { return true }
                slot = (slot + 1) & mask
            }
            return false
        }
    }

    /// Adds a value; true where it is new. `domain` is above every local number.
    @inline(__always)
    mutating func insert(_ value: UInt32, domain: Int) -> Bool {
        if form == PairRow.bitmap {
            let word = value >> 6
            if word >= capacity { widen(domain) }
            let bit: UInt64 = 1 << UInt64(value & 63)
            let words = words
            if words[Int(word)] & bit != 0 { return false }
            words[Int(word)] |= bit
            count += 1
            return true
        }
        return insertSmall(value, domain)
    }

    private mutating func insertSmall(_ value: UInt32, _ domain: Int) -> Bool {
        if isInline {
            if count > 0 && low == value || count > 1 && high == value { return false }
            if count < 2 {
                bits |= UInt(value) << (count == 0 ? 0 : 32)
                count += 1
                return true
            }
        }
        if form == PairRow.list {
            for index in 0..<Int(min(count, capacity)) where storage.unsafelyAssumed[index] == value { return false }
            if count >= capacity {
                if count >= PairRow.longestList {
                    rebuild(slots: 64, domain)
                    return insert(value, domain: domain)
                }
                growList()
            }
            storage.unsafelyAssumed[Int(count)] = value
            count += 1
            return true
        }
        let storage = storage.unsafelyAssumed
        let mask = capacity
        var slot = PairRow.slot(value, mask)
        while storage[Int(slot)] != PairRow.empty {
            if storage[Int(slot)] == value { return false }
            slot = (slot + 1) & mask
        }
        storage[Int(slot)] = value
        count += 1
        if count * 2 > mask { rebuild(slots: (Int(mask) + 1) * 2, domain) }
        return true
    }

    private mutating func growList() {
        let wider = max(4, capacity * 2)
        let moved = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(wider))
        if isInline {
            moved[0] = low
            moved[1] = high
        } else if let storage {
            moved.update(from: storage, count: Int(count))
            storage.deallocate()
        }
        storage = moved
        shape = PairRow.list | wider
    }

    /// Moves the values to a table of so many slots, or to a bitmap where that takes no more room.
    private mutating func rebuild(slots: Int, _ domain: Int) {
        var values = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(count))
        let kept = Int(count)
        copy32(to: &values)
        deallocate()
        count = 0
        if slots * 4 >= domain / 8 || slots > 1 << 28 {
            storage = nil
            shape = PairRow.bitmap
            widen(domain)
        } else {
            let table = UnsafeMutablePointer<UInt32>.allocate(capacity: slots)
            table.initialize(repeating: PairRow.empty, count: slots)
            storage = table
            shape = PairRow.table | UInt32(slots - 1)
        }
        for index in 0..<kept { _ = insert(values[index], domain: domain) }
        values.deallocate()
    }

    /// Gives a bitmap room for every number below `domain`.
    private mutating func widen(_ domain: Int) {
        // Numbers are still being given: some room ahead keeps this rare.
        let wanted = (domain + domain / 8) / 64 + 1
        let moved = UnsafeMutablePointer<UInt64>.allocate(capacity: wanted)
        moved.initialize(repeating: 0, count: wanted)
        if let storage {
            moved.update(from: words, count: Int(capacity))
            storage.deallocate()
        }
        storage = UnsafeMutableRawPointer(moved).assumingMemoryBound(to: UInt32.self)
        shape = PairRow.bitmap | UInt32(truncatingIfNeeded: wanted)
    }

    private func copy32(to target: inout UnsafeMutablePointer<UInt32>) {
        var position = 0
        visit { value in
            target[position] = value
            position += 1
        }
    }

    /// Passes on every value, in no particular order.
    @inline(__always)
    func visit(_ receive: (UInt32) -> Void) {
        if isInline {
            if count > 0 { receive(low) }
            if count > 1 { receive(high) }
            return
        }
        guard count > 0, let storage else { return }
        switch form {
        case PairRow.list: for index in 0..<Int(count) { receive(storage[index]) }
        case PairRow.table:
            for slot in 0...Int(capacity) where storage[slot] != PairRow.empty { receive(storage[slot]) }
        default:
            let words = words
            for word in 0..<Int(capacity) {
                var bits = words[word]
                while bits != 0 {
                    receive(UInt32(truncatingIfNeeded: word << 6 + bits.trailingZeroBitCount))
                    bits &= bits &- 1
                }
            }
        }
    }

    /// Writes every value, `count` of them, to memory that has room.
    @inline(__always)
    func copy(to target: UnsafeMutablePointer<UInt64>) {
        if isInline {
            if count > 0 { target[0] = UInt64(low) }
            if count > 1 { target[1] = UInt64(high) }
            return
        }
        guard count > 0, let storage else { return }
        if form == PairRow.list {
            for index in 0..<Int(count) { target[index] = UInt64(storage[index]) }
            return
        }
        var position = 0
        visit { value in
            target[position] = UInt64(value)
            position += 1
        }
    }

    /// The words of a bitmap; nil for the other forms.
    @inline(__always)
    var bitmapWords: UnsafeMutableBufferPointer<UInt64>? {
        form == PairRow.bitmap ? UnsafeMutableBufferPointer(start: words, count: Int(capacity)) : nil
    }

    /// Adds the values of another bitmap; how many are new, each of them passed on. Both rows are bitmaps, and this one
    /// is as wide.
    @inline(__always)
    mutating func formUnion(_ other: UnsafeMutableBufferPointer<UInt64>, domain: Int, _ receive: (UInt32) -> Void) {
        if other.count > capacity { widen(max(domain, other.count * 64)) }
        let words = words
        var added: UInt32 = 0
        for word in 0..<other.count {
            var fresh = other[word] & ~words[word]
            if fresh == 0 { continue }
            words[word] |= fresh
            while fresh != 0 {
                receive(UInt32(truncatingIfNeeded: word << 6 + fresh.trailingZeroBitCount))
                added += 1
                fresh &= fresh &- 1
            }
        }
        count += added
    }
}

extension Optional {
    /// The value of storage that the form of a row says is there.
    @inline(__always)
    fileprivate var unsafelyAssumed: Wrapped { unsafelyUnwrapped }  // proven: only rows with values ask
}
