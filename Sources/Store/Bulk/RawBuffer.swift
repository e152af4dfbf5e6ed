import Glibc

/// Elements in one piece of memory, which grows without a copy where the system can move pages. Its owner deallocates it.
///
/// What changes stands behind a pointer, so that a class has it as a constant: Swift notes each access to a variable of a
/// class while the program runs, which costs more than to append a word.
package struct RawBuffer<Element: BitwiseCopyable>: BitwiseCopyable {
    @usableFromInline package struct Contents {
        @usableFromInline package var base: UnsafeMutablePointer<Element>
        @usableFromInline package var count = 0
        @usableFromInline package var capacity = 0
    }

    @usableFromInline package let contents: UnsafeMutablePointer<Contents>

    @inlinable package init() {
        contents = .allocate(capacity: 1)
        contents.initialize(to: Contents(base: RawBuffer.nowhere))
    }

    @usableFromInline package static var nowhere: UnsafeMutablePointer<Element> {
        UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped
    }

    /// The first element; it moves when the buffer grows.
    @inlinable package var base: UnsafeMutablePointer<Element> { contents.pointee.base }
    @inlinable package var count: Int { contents.pointee.count }
    /// The elements, valid until the buffer grows.
    @inlinable package var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    /// Bytes that it takes.
    @inlinable package var memory: Int { contents.pointee.capacity * MemoryLayout<Element>.stride }

    @inlinable package func append(_ element: Element) {
        if contents.pointee.count == contents.pointee.capacity { grow(to: contents.pointee.count + 1) }
        (contents.pointee.base + contents.pointee.count).initialize(to: element)
        contents.pointee.count += 1
    }

    @inlinable package func append(_ bytes: UnsafeRawBufferPointer) where Element == UInt8 {
        guard let start = bytes.baseAddress else { return }
        let count = contents.pointee.count
        if bytes.count > contents.pointee.capacity - count { grow(to: count + bytes.count) }
        UnsafeMutableRawPointer(contents.pointee.base + count).copyMemory(from: start, byteCount: bytes.count)
        contents.pointee.count = count + bytes.count
    }

    /// Forgets the elements and keeps the memory.
    @inlinable package func removeAll() { contents.pointee.count = 0 }

    /// Forgets the elements and gives their memory back.
    package func free() {
        if contents.pointee.capacity > 0 { Glibc.free(contents.pointee.base) }
        contents.pointee = Contents(base: RawBuffer.nowhere)
    }

    /// Ends the buffer.
    package func deallocate() {
        free()
        contents.deallocate()
    }

    @inline(never) @usableFromInline package func grow(to least: Int) {
        let capacity = contents.pointee.capacity
        let wanted = max(least, capacity * 2, 64)
        let size = wanted * MemoryLayout<Element>.stride
        let moved = realloc(capacity > 0 ? base : nil, size)
        // As for every other allocation, the process ends where there is no memory.
        guard let moved else { abort() }
        if size >= LargePages.least { LargePages.advise(moved, size) }
        contents.pointee.base = moved.assumingMemoryBound(to: Element.self)
        contents.pointee.capacity = wanted
    }
}

/// Pages of 2 MiB: a page that is touched first is a turn of the kernel, which costs as much as a hundred triples.
enum LargePages {
    static let size = 1 << 21
    /// Bytes of memory for which they are worth what is left empty in the last.
    static let least = 1 << 23

    static func advise(_ start: UnsafeMutableRawPointer, _ count: Int) {
        let address = UInt(bitPattern: start)
        let first = (address + UInt(size) - 1) & ~UInt(size - 1)
        let end = (address + UInt(count)) & ~UInt(size - 1)
        guard first < end, let pages = UnsafeMutableRawPointer(bitPattern: first) else { return }
        madvise(pages, Int(end - first), MADV_HUGEPAGE)
    }
}
