import Glibc

/// The IRIs that stand again and again: predicates, classes and datatypes. One that was read before is compared, not
/// read again, and has a number, so that nobody needs to look it up.
package struct KnownIRIs: ~Copyable {
    private struct Entry {
        let start: Int
        let count: Int
    }

    private var bytes = ByteArena()
    private let entries: UnsafeMutablePointer<Entry>
    private var count = 0
    /// The number of an entry plus one, by its hash; 0 where free.
    private let slots: UnsafeMutablePointer<UInt16>

    /// As many are known at most, numbered from 0; those that come later are read each time.
    package static let most = 512
    private static let mask = 2 * most - 1
    /// Lengths with the angle brackets.
    private static let lengths = 9...256

    /// The number of `rdf:type`.
    static let type = 0

    init() {
        entries = .allocate(capacity: KnownIRIs.most)
        slots = .allocate(capacity: KnownIRIs.mask + 1)
        slots.initialize(repeating: 0, count: KnownIRIs.mask + 1)
        let type = Array("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>".utf8)
        type.withUnsafeBytes { _ = insert($0) }
    }

    deinit {
        entries.deallocate()
        slots.deallocate()
    }

    /// The number of the IRI that starts at a byte `<`, and where it ends; nil where it is not known.
    @inline(__always)
    func number(_ text: UnsafeRawBufferPointer, at start: Int) -> (number: Int, end: Int)? {
        guard let base = text.baseAddress, let close = memchr(base + start, 0x3e, text.count - start) else {
            return nil
        }
        let count = UnsafeRawPointer(close) - (base + start) + 1
        guard KnownIRIs.lengths.contains(count) else { return nil }
        var slot = KnownIRIs.slot(base + start, count)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            let entry = entries[number]
            if entry.count == count, memcmp(bytes.base + entry.start, base + start, count) == 0 {
                return (number, start + count)
            }
            slot = (slot + 1) & KnownIRIs.mask
        }
        return nil
    }

    /// Takes an IRI that is right and not known; its number, or -1 where it is not kept.
    mutating func insert(_ iri: UnsafeRawBufferPointer) -> Int {
        guard let base = iri.baseAddress, KnownIRIs.lengths.contains(iri.count), count < KnownIRIs.most else {
            return -1
        }
        var slot = KnownIRIs.slot(base, iri.count)
        while slots[slot] != 0 { slot = (slot + 1) & KnownIRIs.mask }
        (entries + count).initialize(to: Entry(start: bytes.count, count: iri.count))
        bytes.append(base.assumingMemoryBound(to: UInt8.self), count: iri.count)
        count += 1
        slots[slot] = UInt16(count)
        return count - 1
    }

    /// By the length and the last bytes before `>`, in which IRIs of one vocabulary differ.
    @inline(__always) private static func slot(_ iri: UnsafeRawPointer, _ count: Int) -> Int {
        let end = iri.loadUnaligned(fromByteOffset: count - 9, as: UInt64.self) ^ UInt64(count)
        return Int(truncatingIfNeeded: (end &* 0x9e37_79b9_7f4a_7c15) >> 40) & mask
    }
}
