/// Names that may be alike, found by what they share, so that not every pair needs to be looked at.
struct NameBlocks {
    /// What names share: a hash in the upper bits, then the sort of key, then who has it. Sorted, they are blocks.
    private var entries: [UInt64] = []
    private let entityBits: UInt64
    /// A word that more names have is no sign of a match by itself.
    private static let greatestBlock = 40

    private enum Sort: UInt64 {
        case usual = 0
        /// Of words written together, which meet words, not each other.
        case joined
        case wholeName
    }

    init(entities: Int) {
        entityBits = UInt64(max(1, Int.bitWidth - max(0, entities).leadingZeroBitCount))
        entries.reserveCapacity(entities * 7)
    }

    private mutating func insert(_ hash: UInt64, _ sort: Sort, _ entity: Int) {
        entries.append((hash >> (entityBits + 2)) << (entityBits + 2) | sort.rawValue << entityBits | UInt64(entity))
    }

    /// Notes a name of an entity under each word, each two words, all words, and its initials.
    mutating func add(_ name: NameWords, of entity: Int) {
        var words: [NameWord] = []
        for place in name.words.prefix(name.outside) where !place.isInitial && place.word.kind != .link {
            if !words.contains(where: { $0 === place.word }) { words.append(place.word) }
        }
        var usual: UInt64 = 0
        var other: UInt64 = 0
        for (place, word) in words.enumerated() {
            for (key, reading) in zip(word.keys, word.readings) where reading.count > 2 { insert(key, .usual, entity) }
            for key in word.soundKeys { insert(key, .usual, entity) }
            for further in words[(place + 1)...].prefix(6) {
                for left in word.keys {
                    for right in further.keys { insert(NameHash.mixed(left &+ right), .usual, entity) }
                }
            }
            usual &+= word.keys[0]
            other &+= word.keys[word.keys.count - 1]
        }
        insert(NameHash.mixed(usual ^ NameHash.wholeName), .wholeName, entity)
        if other != usual { insert(NameHash.mixed(other ^ NameHash.wholeName), .wholeName, entity) }
        addJoined(name, entity)
        for letters in name.ownAbbreviations + (name.abbreviation.map { [$0] } ?? []) {
            insert(NameHash.of(letters, seed: NameHash.abbreviation), .usual, entity)
        }
        if name.outside >= 3 {
            for initials in name.initials {
                insert(NameHash.of(initials, seed: NameHash.abbreviation), .usual, entity)
            }
        }
    }

    /// Neighbours written together, and the whole name: Dong Fang, Lian yun gang.
    private mutating func addJoined(_ name: NameWords, _ entity: Int) {
        let words = name.words.prefix(name.outside)
        for (left, right) in zip(words, words.dropFirst()) {
            guard NameComparison.canJoin(left), NameComparison.canJoin(right) else { continue }
            let joined = NameFolding.skeleton(left.word.latin + right.word.latin)
            insert(NameHash.of(joined), .joined, entity)
            if words.count == 2, joined.count > 4 {
                insert(NameHash.of(NameFolding.sounds(joined), seed: NameHash.sounds), .joined, entity)
            }
        }
        if words.count == 3, words.allSatisfy(NameComparison.canJoin) {
            insert(NameHash.of(NameFolding.skeleton(words.flatMap(\.word.latin))), .joined, entity)
        }
    }

    /// Passes on each pair of entities that share a key once, the smaller number first.
    mutating func forEachPair(_ body: (Int, Int) throws -> Void) rethrows {
        entries.sort()
        let mask = (1 << entityBits) - 1 as UInt64
        let shift = entityBits + 2
        /// Where the block of an entry ends; the entry's own place if the block says nothing.
        var ends = [Int32](repeating: 0, count: entries.count)
        var chains: [(Int, Int)] = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end] >> shift == entries[start] >> shift { end += 1 }
            let isLarge = end - start > NameBlocks.greatestBlock
            for place in start..<end { ends[place] = Int32(isLarge ? place : end) }
            if isLarge {
                // Many of one whole name: each with the next, which joins them all.
                let whole = entries[start..<end].filter { $0 >> entityBits & 3 == Sort.wholeName.rawValue }
                for (one, other) in zip(whole, whole.dropFirst()) where one != other {
                    chains.append((Int(one & mask), Int(other & mask)))
                }
            }
            start = end
        }
        // The entries of each entity.
        let count = Int(entries.reduce(0) { max($0, $1 & mask) }) + 1
        var starts = [Int32](repeating: 0, count: count + 1)
        for entry in entries { starts[Int(entry & mask) + 1] += 1 }
        for entity in 0..<count { starts[entity + 1] += starts[entity] }
        var next = starts
        var places = [Int32](repeating: 0, count: entries.count)
        for (place, entry) in entries.enumerated() {
            let entity = Int(entry & mask)
            places[Int(next[entity])] = Int32(place)
            next[entity] += 1
        }
        chains.sort { $0 < $1 }
        var chain = 0
        var last = [Int32](repeating: -1, count: count)
        for entity in 0..<count {
            for place in places[Int(starts[entity])..<Int(starts[entity + 1])] {
                let isJoined = entries[Int(place)] >> entityBits & 3 == Sort.joined.rawValue
                // Entries of one sort ascend by entity; of the joined ones all words are looked at, either way.
                for other in blockStart(Int(place), ends)..<Int(ends[Int(place)]) {
                    let candidate = Int(entries[other] & mask)
                    guard candidate > entity, last[candidate] != Int32(entity),
                        !(isJoined && entries[other] >> entityBits & 3 == Sort.joined.rawValue)
                    else { continue }
                    last[candidate] = Int32(entity)
                    try body(entity, candidate)
                }
            }
            while chain < chains.count, chains[chain].0 == entity {
                if last[chains[chain].1] != Int32(entity) { try body(entity, chains[chain].1) }
                chain += 1
            }
        }
    }

    /// Where the block of an entry begins: its hash is the first such.
    private func blockStart(_ place: Int, _ ends: [Int32]) -> Int {
        let shift = entityBits + 2
        guard Int(ends[place]) > place else { return place }
        var start = place
        while start > 0, entries[start - 1] >> shift == entries[place] >> shift { start -= 1 }
        return start
    }
}
