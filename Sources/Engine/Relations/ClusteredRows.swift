/// The rows of a complete relation once more, side by side for each value of one column: where the values lie close
/// together, a key is looked up by its number, and its rows are read one after the other.
final class ClusteredRows {
    /// Where the rows of each local number start, and behind the last where they end.
    @exclusivity(unchecked) private var starts: List<UInt32>
    @exclusivity(unchecked) private var cells: List<UInt32>

    /// Nil where the numbers of terms are so many more than the rows that the places would take more than these.
    init?(_ relation: RowRelation, column: Int) {
        let (count, arity, numbers) = (relation.count, relation.arity, relation.terms.localCount)
        guard count < Int(UInt32.max), numbers <= count * 4 + 4096 else { return nil }
        starts = List(capacity: numbers + 1)
        starts.append(repeating: 0, numbers + 1)
        cells = List(capacity: max(1, count * arity))
        cells.append(repeating: 0, count * arity)
        let rows = relation.cells.base
        for row in 0..<count { starts[Int(rows[row * arity + column]) + 1] += 1 }
        for number in 0..<numbers { starts[number + 1] += starts[number] }
        var next = List<UInt32>(capacity: numbers + 1)
        next.append(starts)
        for row in 0..<count {
            let key = Int(rows[row * arity + column])
            let place = Int(next[key])
            next[key] += 1
            for position in 0..<arity { cells[place * arity + position] = rows[row * arity + position] }
        }
    }

    var footprint: Int { starts.footprint + cells.footprint }

    /// The rows of a local number, as places in `base`.
    @inline(__always)
    func rows(_ key: UInt64) -> Range<Int> {
        guard key < UInt64(starts.count - 1) else { return 0..<0 }
        return Int(starts[Int(key)])..<Int(starts[Int(key) + 1])
    }

    /// The cells of all rows, as many for each as the relation has columns.
    var base: UnsafeMutablePointer<UInt32> { cells.base }
}
