import Glibc

/// Elements in one piece of memory. Its owner deallocates it.
///
/// What changes stands behind a pointer, so that a class has it as a constant: Swift notes each access to a variable of a
/// class while the program runs, which costs more than to append a word.
package struct RawBuffer<Element: BitwiseCopyable>: BitwiseCopyable {
    @usableFromInline package struct Contents {
        @usableFromInline package var base: UnsafeMutablePointer<Element>
        @usableFromInline package var count = 0
        @usableFromInline package var capacity = 0
        /// Bytes that the system gave for it; 0 where it is a part of the heap.
        var mapped = 0
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

    /// Bytes that its elements take.
    @inlinable package var memory: Int { contents.pointee.count * MemoryLayout<Element>.stride }

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
        if contents.pointee.mapped > 0 {
            munmap(contents.pointee.base, contents.pointee.mapped)
        } else if contents.pointee.capacity > 0 {
            Glibc.free(contents.pointee.base)
        }
        contents.pointee = Contents(base: RawBuffer.nowhere)
    }

    /// Ends the buffer.
    package func deallocate() {
        free()
        contents.deallocate()
    }

    @inline(never) @usableFromInline package func grow(to least: Int) {
        let stride = MemoryLayout<Element>.stride
        let old = contents.pointee
        let wanted = max(least, old.capacity * 2, 64)
        guard wanted * stride >= MappedMemory.least else {
            let moved = realloc(old.capacity > 0 ? old.base : nil, wanted * stride)
            // As for every other allocation, the process ends where there is no memory.
            guard let moved else { abort() }
            contents.pointee.base = moved.assumingMemoryBound(to: Element.self)
            contents.pointee.capacity = wanted
            return
        }
        let (memory, size) = MappedMemory.allocate(wanted * stride)
        memory.copyMemory(from: old.base, byteCount: old.count * stride)
        free()
        contents.pointee.base = memory.assumingMemoryBound(to: Element.self)
        contents.pointee.count = old.count
        contents.pointee.capacity = size / stride
        contents.pointee.mapped = size
    }
}

/// Memory that the system gives in pages, each when it is first touched.
enum MappedMemory {
    /// Bytes for which it is worth a call of the system.
    static let least = 1 << 18

    /// Eight times as much as is wanted where the system lets that be reserved, so that what grows is seldom copied; what
    /// is not touched costs nothing.
    static func allocate(_ wanted: Int) -> (memory: UnsafeMutableRawPointer, size: Int) {
        for size in [wanted * 8, wanted] {
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
            if let memory = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED {
                return (memory, size)
            }
        }
        abort()
    }
}
