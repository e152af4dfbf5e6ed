extension Proving {
    /// What some answers rest on: like supports once, and which of them each answer has.
    package struct Supports {
        package private(set) var distinct: [Support] = []
        /// By answer, a place in `distinct`.
        package internal(set) var places: [Int] = []
        /// By place in `distinct`, that of the least sure leaf, where one's own word is as sure as anything.
        var levels: [Int] = []
        package var count: Int { places.count }

        package init() {}

        init(_ all: [Support]) {
            distinct = all
            places = Array(all.indices)
        }

        package subscript(answer: Int) -> Support { distinct[places[answer]] }

        mutating func add(_ support: Support, level: Int) {
            distinct.append(support)
            levels.append(level)
        }
    }
}
