import Language
import Store
import Terms

/// Where a fact stands, in a few bytes: a load notes millions.
struct NotedPlace: BitwiseCopyable {
    /// Of an input, or a number of `PlaceList.sources`.
    fileprivate let start: Int
    fileprivate let length: UInt32
    /// -1 for a place in a program.
    fileprivate let file: Int32
}

/// Turns places into notes and back.
final class PlaceList {
    private var sources: [SourceRange] = []

    func note(_ place: FactPlace) -> NotedPlace {
        switch place {
        case .input(let file, let bytes):
            return NotedPlace(
                start: bytes.lowerBound, length: UInt32(clamping: bytes.count), file: Int32(clamping: file))
        case .source(let range):
            if let last = sources.last, last.start == range.start, last.end == range.end, last.file === range.file {
                return NotedPlace(start: sources.count - 1, length: 0, file: -1)
            }
            sources.append(range)
            return NotedPlace(start: sources.count - 1, length: 0, file: -1)
        }
    }

    func place(_ note: NotedPlace) -> FactPlace {
        note.file < 0
            ? .source(sources[note.start]) : .input(Int(note.file), note.start..<(note.start + Int(note.length)))
    }
}

/// A place for each of many entities and subjects of notice, such as a relation: a hash table over one buffer.
final class NotedPlaces {
    struct Entry: BitwiseCopyable {
        let entity: TermID
        fileprivate(set) var place: NotedPlace
        let subject: Int32
        /// Whether it was taken back.
        fileprivate(set) var isGone = false
    }

    private let entries = RawBuffer<Entry>()
    /// The place of an entry plus one, by its hash; 0 where free.
    private let slots = RawBuffer<UInt32>()

    deinit {
        entries.deallocate()
        slots.deallocate()
    }

    var isEmpty: Bool { entries.count == 0 }

    /// Notes a place.
    ///
    /// - Parameter keepingFirst: whether one that was noted before stays.
    func note(_ entity: TermID, _ subject: Int, keepingFirst: Bool, _ place: @autoclosure () -> NotedPlace) {
        if (entries.count + 1) * 2 > slots.count { grow() }
        let slot = slot(entity, subject)
        guard slots.base[slot] == 0 else {
            let entry = entries.base + (Int(slots.base[slot]) - 1)
            if keepingFirst, !entry.pointee.isGone { return }
            entry.pointee.place = place()
            entry.pointee.isGone = false
            return
        }
        entries.append(Entry(entity: entity, place: place(), subject: Int32(truncatingIfNeeded: subject)))
        slots.base[slot] = UInt32(truncatingIfNeeded: entries.count)
    }

    /// Takes a note back.
    func remove(_ entity: TermID, _ subject: Int) {
        guard slots.count > 0, case let place = Int(slots.base[slot(entity, subject)]), place > 0 else { return }
        entries.base[place - 1].isGone = true
    }

    /// The entries of each subject of notice, by entity.
    func sorted() -> [(subject: Int, entries: [Entry])] {
        var groups: [[Entry]] = []
        for entry in entries.elements where !entry.isGone {
            while groups.count <= Int(entry.subject) { groups.append([]) }
            groups[Int(entry.subject)].append(entry)
        }
        return groups.enumerated().filter { !$0.element.isEmpty }.map { subject, entries in
            (subject, entries.sorted { $0.entity.rawValue < $1.entity.rawValue })
        }
    }

    /// The slot of an entry, or the free one where it belongs.
    @inline(__always) private func slot(_ entity: TermID, _ subject: Int) -> Int {
        let mask = slots.count - 1
        let mixed = (entity.rawValue ^ UInt64(subject) << 40) &* 0x9e37_79b9_7f4a_7c15
        var slot = Int(truncatingIfNeeded: mixed >> 24) & mask
        while slots.base[slot] != 0 {
            let entry = entries.base[Int(slots.base[slot]) - 1]
            if entry.entity == entity, Int(entry.subject) == subject { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func grow() {
        let count = max(64, slots.count * 2)
        slots.removeAll()
        for _ in 0..<count { slots.append(0) }
        for row in 0..<entries.count {
            let entry = entries.base[row]
            slots.base[slot(entry.entity, Int(entry.subject))] = UInt32(truncatingIfNeeded: row + 1)
        }
    }
}
