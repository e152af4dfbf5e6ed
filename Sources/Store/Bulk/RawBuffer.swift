import Glibc

/// Elements in one piece of memory, which grows without a copy where the system can move pages. Its owner frees it.
struct RawBuffer<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity = 0

    init() { base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped }

    /// Bytes that it takes.
    var memory: Int { capacity * MemoryLayout<Element>.stride }

    @inline(__always) mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        count += 1
    }

    @inline(__always) mutating func append(_ bytes: UnsafeRawBufferPointer) where Element == UInt8 {
        guard let start = bytes.baseAddress else { return }
        if bytes.count > capacity - count { grow(to: count + bytes.count) }
        memcpy(base + count, start, bytes.count)
        count += bytes.count
    }

    /// Forgets the elements and keeps the memory.
    mutating func removeAll() { count = 0 }

    mutating func free() {
        if capacity > 0 { Glibc.free(base) }
        self = RawBuffer()
    }

    @inline(never) private mutating func grow(to least: Int) {
        let wanted = max(least, capacity * 2, 64)
        let moved = realloc(capacity > 0 ? base : nil, wanted * MemoryLayout<Element>.stride)
        // As for every other allocation, the process ends where there is no memory.
        guard let moved else { abort() }
        base = moved.assumingMemoryBound(to: Element.self)
        capacity = wanted
    }
}
