import LMDB
import Terms

/// Texts of the dictionary in memory, read a block at a time: who asks for one name soon asks for its neighbours.
///
/// A text stays where it is until the cache goes, so pointers into it may be kept as long.
final class TextCache {
    private static let chunkBits: UInt64 = 12
    private static let slabSize = 1 << 18
    /// A greater number than any store of this size can have is no number of a term.
    private static let mostChunks: UInt64 = 1 << 24
    /// Bytes that the texts of one block may come to, besides 64 for each of its own: a damaged block could claim more.
    private static let mostInBlock = 1 << 26

    /// Places of 4,096 texts each, by the upper bits of their numbers.
    private struct Chunks: BitwiseCopyable {
        var base: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeRawPointer?>?>?
        var count = 0
    }

    /// By kind. Plain memory: a look-up counts no references.
    private let chunks: UnsafeMutablePointer<Chunks>
    private var slabs: [UnsafeMutableRawPointer] = []
    private var free: UnsafeMutableRawPointer?
    private var left = 0
    /// Bytes that the texts take.
    private(set) var footprint = 0

    init() {
        chunks = .allocate(capacity: 256)
        chunks.initialize(repeating: Chunks(), count: 256)
    }

    deinit {
        for slab in slabs { slab.deallocate() }
        for kind in 0..<256 {
            for chunk in 0..<chunks[kind].count { chunks[kind].base?[chunk]?.deallocate() }
            chunks[kind].base?.deallocate()
        }
        chunks.deallocate()
    }

    /// The text of an id that was read before.
    @inline(__always)
    func text(of id: TermID) -> UnsafeRawBufferPointer? {
        let kind = Int(id.rawValue >> 56)
        let chunk = Int(truncatingIfNeeded: id.payload >> TextCache.chunkBits)
        guard chunk < chunks[kind].count, let places = chunks[kind].base?[chunk],
            let place = places[Int(id.payload & ((1 << TextCache.chunkBits) - 1))]
        else { return nil }
        return UnsafeRawBufferPointer(
            start: place + 8, count: place.loadUnaligned(as: Int.self))
    }

    /// Takes all texts of a block, whose first id is `first`; false where it is damaged.
    func insert(_ first: TermID, _ block: UnsafeRawBufferPointer) -> Bool {
        var front = FrontReader(block)
        var previous = UnsafeRawBufferPointer(start: nil, count: 0)
        var id = first
        var allowed = TextCache.mostInBlock + 64 * block.count
        while !front.reader.isAtEnd {
            guard let (shared, rest) = front.step(), shared <= previous.count, let places = places(of: id) else {
                return false
            }
            allowed -= shared + rest.count
            guard allowed >= 0 else { return false }
            let place = room(8 + shared + rest.count)
            place.storeBytes(of: shared + rest.count, as: Int.self)
            if shared > 0, let start = previous.baseAddress { (place + 8).copyMemory(from: start, byteCount: shared) }
            if !rest.isEmpty, let start = rest.baseAddress {
                (place + 8 + shared).copyMemory(from: start, byteCount: rest.count)
            }
            places.pointee = UnsafeRawPointer(place)
            previous = UnsafeRawBufferPointer(start: place + 8, count: shared + rest.count)
            id = TermID(rawValue: id.rawValue &+ 1)
        }
        return true
    }

    /// Where the place of a text is kept; nil for a number that no dictionary has.
    private func places(of id: TermID) -> UnsafeMutablePointer<UnsafeRawPointer?>? {
        let kind = Int(id.rawValue >> 56)
        guard id.payload >> TextCache.chunkBits < TextCache.mostChunks else { return nil }
        let chunk = Int(id.payload >> TextCache.chunkBits)
        if chunks[kind].count <= chunk { grow(kind, to: chunk + 1) }
        let places: UnsafeMutablePointer<UnsafeRawPointer?>
        if let known = chunks[kind].base?[chunk] {
            places = known
        } else {
            places = .allocate(capacity: 1 << TextCache.chunkBits)
            places.initialize(repeating: nil, count: 1 << TextCache.chunkBits)
            chunks[kind].base?[chunk] = places
            footprint += 8 << TextCache.chunkBits
        }
        return places + Int(id.payload & ((1 << TextCache.chunkBits) - 1))
    }

    private func grow(_ kind: Int, to needed: Int) {
        let old = chunks[kind]
        let wider = max(needed, old.count * 2, 16)
        let moved = UnsafeMutablePointer<UnsafeMutablePointer<UnsafeRawPointer?>?>.allocate(capacity: wider)
        moved.initialize(repeating: nil, count: wider)
        if let base = old.base {
            moved.update(from: base, count: old.count)
            base.deallocate()
        }
        footprint += 8 * (wider - old.count)
        chunks[kind] = Chunks(base: moved, count: wider)
    }

    private func room(_ size: Int) -> UnsafeMutableRawPointer {
        if size <= left, let start = free {
            free = start + size
            left -= size
            return start
        }
        let whole = max(size, TextCache.slabSize)
        let slab = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: 8)
        slabs.append(slab)
        footprint += whole
        free = slab + size
        left = whole - size
        return slab
    }
}

extension Snapshot {
    /// The text of a dictionary id, valid as long as the snapshot. Throws `StoreError` of kind `damaged` where there is
    /// none.
    package func bytes(of id: TermID) throws(StoreError) -> UnsafeRawBufferPointer {
        if let known = texts.text(of: id) { return known }
        let isRead = try withCursor(tables.texts) { (cursor) throws(LMDBError) -> Bool in
            try withUnsafeBytes(of: id.rawValue.bigEndian) { (bytes) throws(LMDBError) -> Bool in
                guard let block = try cursor.seek(atOrBefore: bytes) else { return false }
                var key = ByteReader(block.key)
                guard let first = key.number(), first >> 56 == id.rawValue >> 56, first <= id.rawValue else {
                    return false
                }
                return texts.insert(TermID(rawValue: first), block.value)
            }
        }
        guard isRead, let text = texts.text(of: id) else { throw damaged }
        return text
    }
}
