/// Names that may be alike, found by what they share, so that not every pair needs to be looked at.
struct NameBlocks {
    private var members: [String: [Int32]] = [:]
    /// A word that more names have is no sign of a match by itself.
    private static let greatestBlock = 40

    /// Notes a name of an entity under each word, each two words, and its initials.
    mutating func add(_ name: NameWords, of entity: Int) {
        let words = Array(Set(name.words.filter { !$0.isInitial }.map(\.skeleton))).sorted()
        var keys: Set<String> = []
        for (place, word) in words.enumerated() where word.utf8.count > 2 {
            keys.insert(word)
            if word.utf8.count > 4 { keys.insert("~" + NameFolding.sounds(word)) }
            for other in words[(place + 1)...].prefix(6) { keys.insert(word + " " + other) }
        }
        keys.insert("=" + words.joined(separator: " "))
        if name.isAbbreviation { keys.insert("." + name.words[0].latin) }
        if name.words.count >= 3 { keys.insert("." + name.initials) }
        for key in keys where members[key]?.last != Int32(entity) { members[key, default: []].append(Int32(entity)) }
    }

    /// Passes on each pair of entities that share a key, the smaller number first; a pair may come several times.
    func forEachPair(_ body: (Int, Int) throws -> Void) rethrows {
        for (key, entities) in members where entities.count > 1 {
            if entities.count <= NameBlocks.greatestBlock {
                for (place, one) in entities.enumerated() {
                    for other in entities[(place + 1)...] where one != other {
                        try body(Int(min(one, other)), Int(max(one, other)))
                    }
                }
            } else if key.hasPrefix("=") {
                // Many of one whole name: each with the next, which joins them all.
                for (one, other) in zip(entities, entities.dropFirst()) where one != other {
                    try body(Int(min(one, other)), Int(max(one, other)))
                }
            }
        }
    }
}
