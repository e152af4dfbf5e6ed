import Terms

/// Triples in the order of their coming, to be parted by predicate.
struct WaitingTriples: ~Copyable {
    private var predicates: [TermID] = []
    private var places: [TermID: UInt32] = [:]
    /// The places of the predicates met last, by the low bits of their ids: there are few, in turn.
    private var recent: [(predicate: TermID, place: UInt32)] = Array(repeating: (.none, 0), count: 256)
    private let rows = RawBuffer<UInt32>()
    private let pairs = RawBuffer<PairBlock.Pair>()

    var count: Int { pairs.count }

    deinit {
        rows.deallocate()
        pairs.deallocate()
    }

    @inline(__always) mutating func append(_ predicate: TermID, _ pair: PairBlock.Pair) {
        let known = recent[Int(predicate.rawValue & 0xff)]
        rows.append(known.predicate == predicate ? known.place : place(of: predicate))
        pairs.append(pair)
    }

    mutating func append(_ triples: UnsafeBufferPointer<TripleKey>) {
        for triple in triples {
            append(
                triple.predicate, PairBlock.Pair(first: triple.subject.rawValue, second: triple.object.rawValue))
        }
    }

    private mutating func place(of predicate: TermID) -> UInt32 {
        let place: UInt32
        if let known = places[predicate] {
            place = known
        } else {
            place = UInt32(predicates.count)
            predicates.append(predicate)
            places[predicate] = place
        }
        recent[Int(predicate.rawValue & 0xff)] = (predicate, place)
        return place
    }

    /// The pairs of each predicate, in the order of their coming; nothing waits any more.
    ///
    /// - Parameter keepingMemory: for as many again.
    mutating func takeAll(keepingMemory: Bool = false) -> [(predicate: TermID, pairs: PairColumns)] {
        var counts = [Int](repeating: 0, count: predicates.count)
        for row in 0..<rows.count { counts[Int(rows.base[row])] += 1 }
        // One long column, in which each predicate has its part.
        var starts = [Int](repeating: 0, count: predicates.count)
        var sum = 0
        for place in counts.indices {
            starts[place] = sum
            sum += counts[place]
        }
        var next = starts
        let order = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, rows.count))
        defer { order.deallocate() }
        for row in 0..<rows.count {
            let place = Int(rows.base[row])
            order[next[place]] = UInt32(row)
            next[place] += 1
        }
        var result: [(predicate: TermID, pairs: PairColumns)] = []
        for place in counts.indices where counts[place] > 0 {
            let part = UnsafeBufferPointer(start: order + starts[place], count: counts[place])
            let base = pairs.base
            result.append(
                (
                    predicates[place],
                    PairColumns(
                        firsts: part.map { base[Int($0)].first }, seconds: part.map { base[Int($0)].second })
                ))
        }
        if keepingMemory {
            rows.removeAll()
            pairs.removeAll()
        } else {
            rows.free()
            pairs.free()
        }
        return result
    }
}
