import Glibc

/// A growable run of plain values in memory of its own. Indices are not checked: it is for the inner loops of the engine,
/// which compute them from counts of their own.
struct List<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 8) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    var isEmpty: Bool { count == 0 }
    /// Bytes that the run holds.
    var footprint: Int { capacity * MemoryLayout<Element>.stride }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        base[count] = element
        count += 1
    }

    /// Makes room for so many more elements.
    @inline(__always)
    mutating func reserve(_ extra: Int) {
        if count + extra > capacity { grow(to: count + extra) }
    }

    /// Appends elements that are there already behind the last one.
    @inline(__always)
    mutating func advance(by extra: Int) { count += extra }

    mutating func append(repeating element: Element, _ extra: Int) {
        reserve(extra)
        (base + count).update(repeating: element, count: extra)
        count += extra
    }

    mutating func append(_ other: borrowing List<Element>) {
        reserve(other.count)
        (base + count).update(from: other.base, count: other.count)
        count += other.count
    }

    mutating func removeAll() { count = 0 }

    private mutating func grow(to needed: Int) {
        let wider = max(needed, capacity * 2)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: wider)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = wider
    }
}
