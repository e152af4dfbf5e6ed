import Glibc
import Terms

/// The terms that a write transaction has met, by kind and text: an open hash table over one buffer of bytes.
struct InternedTerms {
    private struct Entry {
        let hash: UInt64
        let id: UInt64
        let offset: Int
        let length: Int
    }

    /// The new terms of a kind, which are numbered in order of coming.
    private struct Run {
        var first: UInt64 = 0
        var places: [UInt32] = []
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    /// Place in `entries` plus one; 0 where free.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)
    /// Differs each time, so that nobody can choose texts that all fall into one slot.
    private let seed = UInt64.random(in: .min ... .max)
    private var new = [Run](repeating: Run(), count: 256)

    /// Bytes that the table takes.
    var memory: Int { entries.count * MemoryLayout<Entry>.stride + bytes.count + slots.count * 4 }

    func hash(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) -> UInt64 {
        TextKey.hash(text, seed: seed &+ UInt64(kind.rawValue))
    }

    func id(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, hash: UInt64) -> TermID? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, entry.length == text.count,
                UInt8(truncatingIfNeeded: entry.id >> 56) == kind.rawValue,
                isText(entry, text)
            {
                return TermID(rawValue: entry.id)
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isText(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { all in
            guard let start = all.baseAddress, let other = text.baseAddress, entry.length > 0 else {
                return entry.length == 0 && text.isEmpty
            }
            return memcmp(start + entry.offset, other, entry.length) == 0
        }
    }

    /// The text of a term that is not in the store yet.
    func text(ofNew id: TermID) -> ArraySlice<UInt8>? {
        let run = new[Int(id.rawValue >> 56)]
        guard id.payload >= run.first, id.payload - run.first < UInt64(run.places.count) else { return nil }
        return text(entries[Int(run.places[Int(id.payload - run.first)])])
    }

    private func text(_ entry: Entry) -> ArraySlice<UInt8> { bytes[entry.offset..<(entry.offset + entry.length)] }

    /// Takes a text that is not in the table.
    mutating func insert(_ id: TermID, _ text: UnsafeRawBufferPointer, hash: UInt64, isNew: Bool) {
        if (entries.count + 1) * 2 > slots.count { grow() }
        if isNew {
            let kind = Int(id.rawValue >> 56)
            if new[kind].places.isEmpty { new[kind].first = id.payload }
            new[kind].places.append(UInt32(entries.count))
        }
        entries.append(Entry(hash: hash, id: id.rawValue, offset: bytes.count, length: text.count))
        bytes.append(contentsOf: text)
        place(hash, UInt32(entries.count))
    }

    private mutating func place(_ hash: UInt64, _ number: UInt32) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = number
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, entry) in entries.enumerated() { place(entry.hash, UInt32(index + 1)) }
    }

    /// The new terms, sorted by id, as id and text.
    var newTerms: [(id: TermID, text: ArraySlice<UInt8>)] {
        var found: [(id: TermID, text: ArraySlice<UInt8>)] = []
        for (kind, run) in new.enumerated() {
            for (row, place) in run.places.enumerated() {
                let id = TermID(rawValue: UInt64(kind) << 56 | (run.first + UInt64(row)))
                found.append((id, text(entries[Int(place)])))
            }
        }
        return found
    }

    /// The new terms are in the store now.
    mutating func forgetNew() { new = [Run](repeating: Run(), count: 256) }

    mutating func removeAll() { self = InternedTerms() }
}
