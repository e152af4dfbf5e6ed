import Glibc
import Synchronization

/// Where the files of this process are mapped, for a handler of signals: it may look at nothing but memory that is
/// there all the time.
package enum MappedFiles {
    /// One file that is mapped.
    private struct Slot: ~Copyable {
        /// The environment, by its address; 0 where the slot is free.
        let owner = Atomic<UInt>(0)
        /// The addresses; none where they are not known.
        let start = Atomic<UInt>(0)
        let end = Atomic<UInt>(0)
        /// Bytes of the path.
        let length = Atomic<Int>(0)
    }

    /// Files that can be told apart; what a further one meets is nobody's.
    private static let count = 64
    private static let longestPath = 4096
    nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Slot> = {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        for index in 0..<count { (slots + index).initialize(to: Slot()) }
        return slots
    }()
    nonisolated(unsafe) private static let paths = UnsafeMutablePointer<UInt8>.allocate(capacity: count * longestPath)
    private static let changes = Mutex(())
    /// One more than the slot of the file whose pages contradict each other.
    private static let failed = Atomic<Int>(0)

    /// Notes an environment and where it is mapped; -1 where there is no room.
    static func add(_ path: String, owner: UInt, _ addresses: Range<UInt>) -> Int {
        changes.withLock { _ in
            // A handler may not be the first to ask.
            _ = code
            guard let index = (0..<count).first(where: { slots[$0].owner.load(ordering: .relaxed) == 0 }) else {
                return -1
            }
            let length = min(path.utf8.count, longestPath)
            for (place, byte) in path.utf8.prefix(length).enumerated() { paths[index * longestPath + place] = byte }
            slots[index].length.store(length, ordering: .relaxed)
            set(index, addresses)
            slots[index].owner.store(owner, ordering: .releasing)
            return index
        }
    }

    /// A map that has moved or grown.
    static func set(_ index: Int, _ addresses: Range<UInt>) {
        guard index >= 0 else { return }
        slots[index].end.store(addresses.upperBound, ordering: .relaxed)
        slots[index].start.store(addresses.lowerBound, ordering: .releasing)
    }

    static func remove(_ index: Int) {
        guard index >= 0 else { return }
        set(index, 0..<0)
        slots[index].owner.store(0, ordering: .releasing)
    }

    /// LMDB met pages of a file that contradict each other, and will end the process by `SIGABRT`.
    static func fail(owner: UInt) {
        for index in 0..<count where slots[index].owner.load(ordering: .acquiring) == owner {
            failed.store(index + 1, ordering: .relaxed)
        }
    }

    /// Where a file is mapped from its beginning; empty where the system does not tell.
    static func addresses(_ descriptor: Int32) -> Range<UInt> {
        var buffer = [UInt8](repeating: 0, count: longestPath)
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/fd/\(descriptor)", $0, longestPath) } ?? 0
        }
        guard length > 0 else { return 0..<0 }
        let path = String(decoding: buffer[..<length], as: UTF8.self)
        return mapped { offset, _, name in name == path && offset.allSatisfy { $0 == "0" } }
    }

    /// The first mapping of this process for which a test of its offset, its flags and its path holds.
    private static func mapped(_ fits: (Substring, Substring, Substring) -> Bool) -> Range<UInt> {
        guard let maps = fopen("/proc/self/maps", "re") else { return 0..<0 }
        defer { fclose(maps) }
        let line = UnsafeMutablePointer<CChar>.allocate(capacity: longestPath + 200)
        defer { line.deallocate() }
        while fgets(line, Int32(longestPath + 200), maps) != nil {
            // start-end flags offset device inode path
            let fields = String(cString: line).split(separator: " ", maxSplits: 5)
            guard fields.count == 6, fits(fields[2], fields[1], fields[5].drop(while: { $0 == " " }).dropLast()) else {
                continue
            }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            if ends.count == 2, ends[0] < ends[1] { return ends[0]..<ends[1] }
        }
        return 0..<0
    }

    /// The path of the file that is mapped at an address; nil for other memory. May be called by a handler of
    /// `SIGSEGV` and `SIGBUS`.
    package static func path(at address: UInt) -> UnsafeBufferPointer<UInt8>? {
        for index in 0..<count {
            let start = slots[index].start.load(ordering: .acquiring)
            if start > 0, start <= address, address < slots[index].end.load(ordering: .relaxed) { return path(index) }
        }
        return nil
    }

    /// Where the code of LMDB lies; looked up when the first file is mapped.
    nonisolated(unsafe) private static let code = {
        let code = UnsafeMutablePointer<Range<UInt>>.allocate(capacity: 1)
        code.initialize(to: mapped { _, flags, path in flags.contains("x") && path.contains("/liblmdb") })
        return code
    }()

    /// The path of a file where LMDB itself has followed a pointer that leads nowhere: that of the file that was mapped last. Nil
    /// for other code, and where no file is mapped. May be called by a handler of `SIGSEGV` and `SIGBUS`.
    package static func path(running instruction: UInt) -> UnsafeBufferPointer<UInt8>? {
        guard code.pointee.contains(instruction) else { return nil }
        for index in (0..<count).reversed() where slots[index].owner.load(ordering: .acquiring) != 0 {
            return path(index)
        }
        return nil
    }

    /// The path of the file that is to blame for `SIGABRT`; nil where none is. May be called by its handler.
    package static var failedPath: UnsafeBufferPointer<UInt8>? {
        let number = failed.load(ordering: .relaxed)
        return number > 0 ? path(number - 1) : nil
    }

    private static func path(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: paths + index * longestPath, count: slots[index].length.load(ordering: .relaxed))
    }
}
