import Glibc
import Terms

/// How a write transaction finds terms, so that another thread can do that part.
package struct TermHashing: Sendable {
    /// Differs each time, so that nobody can choose texts that all fall into one slot.
    private let seed = UInt64.random(in: .min ... .max)

    /// The hash of a term that needs the dictionary, as `Writer.intern` takes it.
    @inline(__always) package func hash(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) -> UInt64 {
        TextKey.hash(text, seed: seed &+ UInt64(kind.rawValue))
    }
}

/// The terms that a write transaction has met, by kind and text: an open hash table over one buffer of bytes.
final class InternedTerms {
    /// The id, and where the text is: its start, and in the low bits its length.
    fileprivate struct Entry {
        let id: UInt64
        let place: UInt64

        static let lengthBits: UInt64 = 27
        var length: Int { Int(place & (1 << Entry.lengthBits - 1)) }
        var offset: Int { Int(place >> Entry.lengthBits) }
    }

    /// The new terms of a kind, which are numbered in order of coming.
    private struct Run {
        var first: UInt64 = 0
        let places = RawBuffer<UInt32>()
    }

    private let entries = RawBuffer<Entry>()
    private let bytes = RawBuffer<UInt8>()
    private let table: UnsafeMutablePointer<Slots>
    let hashing = TermHashing()
    private let new: UnsafeMutablePointer<Run>
    private let expected: UnsafeMutablePointer<UInt8>

    /// Where the entries are.
    private struct Slots {
        /// In the high half 32 bits of the hash, in the low half the place in `entries` plus one; 0 where free.
        let slots: UnsafeMutablePointer<UInt64>
        let mask: Int

        init(count: Int) {
            guard let zeros = calloc(count, MemoryLayout<UInt64>.stride) else { abort() }
            slots = zeros.bindMemory(to: UInt64.self, capacity: count)
            mask = count - 1
        }

        func free() { Glibc.free(slots) }

        @inline(__always) func place(_ value: UInt64) {
            var slot = Int(truncatingIfNeeded: value >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = value
        }
    }

    private static let kinds = 256
    private static let leastSlots = 1024
    /// With fewer slots the table is in a cache anyway.
    private static let leastExpected = 1 << 14
    /// The longest text that the table takes.
    static let longest = 1 << Int(Entry.lengthBits) - 1

    init() {
        table = .allocate(capacity: 1)
        table.initialize(to: Slots(count: InternedTerms.leastSlots))
        expected = .allocate(capacity: 1)
        new = .allocate(capacity: InternedTerms.kinds)
        for kind in 0..<InternedTerms.kinds { (new + kind).initialize(to: Run()) }
    }

    deinit {
        table.pointee.free()
        table.deallocate()
        entries.deallocate()
        bytes.deallocate()
        for kind in 0..<InternedTerms.kinds { new[kind].places.deallocate() }
        new.deallocate()
        expected.deallocate()
    }

    /// Bytes that the table takes.
    var memory: Int { entries.count * 20 + bytes.count + (table.pointee.mask + 1) * 8 }
    var count: Int { entries.count }

    @inline(__always) func hash(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) -> UInt64 {
        hashing.hash(kind, text)
    }

    @inline(__always) func id(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, hash: UInt64) -> TermID? {
        let (slots, mask) = (table.pointee.slots, table.pointee.mask)
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[slot] != 0 {
            let found = slots[slot]
            if (found ^ hash) >> 32 == 0 {
                let entry = entries.base[Int(found & 0xffff_ffff) - 1]
                if entry.id >> 56 == UInt64(kind.rawValue), entry.length == text.count, isText(entry, text) {
                    return TermID(rawValue: entry.id)
                }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Looks at the places where texts with these hashes would be found, all at a time: the memory is far larger than the
    /// caches, and one look behind the other would wait for each.
    func expect(_ hashes: UnsafeBufferPointer<UInt64>) {
        let (slots, mask) = (table.pointee.slots, table.pointee.mask)
        guard mask >= InternedTerms.leastExpected, entries.count > 0, bytes.count > 0 else { return }
        let (entries, bytes, last) = (entries.base, bytes.base, bytes.count - 1)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, hashes.count)) { places in
            for row in 0..<hashes.count {
                let found = slots[Int(truncatingIfNeeded: hashes[row] >> 32) & mask]
                places[row] = max(1, Int(found & 0xffff_ffff)) - 1
            }
            for row in 0..<hashes.count { places[row] = min(entries[places[row]].offset, last) }
            var sum: UInt8 = 0
            for row in 0..<hashes.count { sum &+= bytes[places[row]] }
            // So that the looks are not left out.
            expected.pointee = sum
        }
    }

    /// As `expect` of hashes, for texts that are going to be read.
    func expect(_ texts: NewTexts, _ rows: ArraySlice<UInt32>) {
        var sum: UInt8 = 0
        for row in rows { sum &+= texts[Int(row)].first ?? 0 }
        expected.pointee = sum
    }

    @inline(__always) private func isText(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
        guard let other = text.baseAddress else { return true }
        return memcmp(bytes.base + entry.offset, other, text.count) == 0
    }

    /// The text of a term that is not in the store yet.
    func text(ofNew id: TermID) -> UnsafeRawBufferPointer? {
        let run = new[Int(id.rawValue >> 56)]
        guard id.payload >= run.first, id.payload - run.first < UInt64(run.places.count) else { return nil }
        return text(at: run.places.base[Int(id.payload - run.first)])
    }

    @inline(__always) private func text(at place: UInt32) -> UnsafeRawBufferPointer {
        let entry = entries.base[Int(place)]
        return UnsafeRawBufferPointer(start: bytes.base + entry.offset, count: entry.length)
    }

    /// Takes a text that is not in the table and not longer than `longest`.
    func insert(_ id: TermID, _ text: UnsafeRawBufferPointer, hash: UInt64, isNew: Bool) {
        if (entries.count + 1) * 3 > (table.pointee.mask + 1) * 2 { grow() }
        if isNew {
            let kind = Int(id.rawValue >> 56)
            if new[kind].places.count == 0 { new[kind].first = id.payload }
            new[kind].places.append(UInt32(entries.count))
        }
        entries.append(
            Entry(id: id.rawValue, place: UInt64(bytes.count) << Entry.lengthBits | UInt64(text.count)))
        bytes.append(text)
        table.pointee.place(hash & ~0xffff_ffff | UInt64(entries.count))
    }

    private func grow() {
        let old = table.pointee
        let larger = Slots(count: (old.mask + 1) * 2)
        for slot in 0...old.mask where old.slots[slot] != 0 { larger.place(old.slots[slot]) }
        old.free()
        table.pointee = larger
    }

    /// Kinds that have new terms, in order.
    var newKinds: [TermID.Kind] { TermID.Kind.allCases.filter { new[Int($0.rawValue)].places.count > 0 } }

    /// The new terms of a kind by number: the first number, and the text of each.
    func newTexts(_ kind: TermID.Kind) -> (first: UInt64, texts: NewTexts) {
        let run = new[Int(kind.rawValue)]
        return (
            run.first,
            NewTexts(entries: entries.base, bytes: bytes.base, places: run.places.elements)
        )
    }

    /// The texts of new terms of a kind, valid until the table changes.
    struct NewTexts {
        fileprivate let entries: UnsafeMutablePointer<Entry>
        fileprivate let bytes: UnsafeMutablePointer<UInt8>
        fileprivate let places: UnsafeBufferPointer<UInt32>
        var count: Int { places.count }
        @inline(__always) subscript(row: Int) -> UnsafeRawBufferPointer {
            let entry = entries[Int(places[row])]
            return UnsafeRawBufferPointer(start: bytes + entry.offset, count: entry.length)
        }
    }

    /// The new terms are in the store now.
    func forgetNew() { for kind in 0..<InternedTerms.kinds { new[kind].places.removeAll() } }

    /// Forgets everything; with `keepingMemory` for as many terms again.
    func removeAll(keepingMemory: Bool = false) {
        forgetNew()
        if keepingMemory {
            entries.removeAll()
            bytes.removeAll()
            table.pointee.slots.update(repeating: 0, count: table.pointee.mask + 1)
        } else {
            entries.free()
            bytes.free()
            for kind in 0..<InternedTerms.kinds { new[kind].places.free() }
            table.pointee.free()
            table.pointee = Slots(count: InternedTerms.leastSlots)
        }
    }
}
