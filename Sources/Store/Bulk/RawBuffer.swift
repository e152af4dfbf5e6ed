import Glibc

/// Elements in one piece of memory, which grows without a copy where the system can move pages. Its owner frees it.
package struct RawBuffer<Element: BitwiseCopyable> {
    /// The first element; it moves when the buffer grows.
    package var base: UnsafeMutablePointer<Element>
    package var count = 0
    @usableFromInline package var capacity = 0

    @inlinable package init() {
        base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped
    }

    /// Bytes that it takes.
    @inlinable package var memory: Int { capacity * MemoryLayout<Element>.stride }

    @inlinable package mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        count += 1
    }

    @inlinable package mutating func append(_ bytes: UnsafeRawBufferPointer) where Element == UInt8 {
        guard let start = bytes.baseAddress else { return }
        if bytes.count > capacity - count { grow(to: count + bytes.count) }
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Forgets the elements and keeps the memory.
    @inlinable package mutating func removeAll() { count = 0 }

    package mutating func free() {
        if capacity > 0 { Glibc.free(base) }
        self = RawBuffer()
    }

    @inline(never) @usableFromInline package mutating func grow(to least: Int) {
        let wanted = max(least, capacity * 2, 64)
        let moved = realloc(capacity > 0 ? base : nil, wanted * MemoryLayout<Element>.stride)
        // As for every other allocation, the process ends where there is no memory.
        guard let moved else { abort() }
        base = moved.assumingMemoryBound(to: Element.self)
        capacity = wanted
    }
}
