import Terms

/// Binds a variable that several atoms restrict at once: for each row the atom with the fewest matches gives the values,
/// and the others are asked for each of them. A cyclic body, such as a triangle, then takes no more steps than its
/// greatest possible result has rows (Ngo, Porat, Ré, Rudra, "Worst-case optimal join algorithms", 2012).
final class IntersectOperator: Operator {
    /// One of the atoms: how many matches it has, and the steps that start from it.
    struct Choice {
        let access: Access
        let keys: KeyBuilder
        let head: Operator
        let tail: Operator
        let rows: Rows
    }

    /// Columns for the rows of a batch that take a choice, and their numbers.
    final class Rows {
        let columns: BatchColumns
        let numbers: UnsafeMutablePointer<UInt32>

        init(slots: Int, keep: [Int]) {
            columns = BatchColumns(slots: slots, owning: keep)
            numbers = .allocate(capacity: Batch.size)
            numbers.initialize(repeating: 0, count: Batch.size)
        }

        deinit { numbers.deallocate() }
    }

    private let choices: [Choice]
    private let keep: [Int]
    /// By row of a batch: the fewest matches so far, and the choice that has them.
    private let least: UnsafeMutablePointer<Int>
    private let best: UnsafeMutablePointer<Int>
    private let sizes: UnsafeMutablePointer<Int>

    /// - Parameter keep: the slots bound before that the choices or later steps read.
    init(_ choices: [Choice], keep: [Int]) {
        self.choices = choices
        self.keep = keep
        func buffer() -> UnsafeMutablePointer<Int> {
            let buffer = UnsafeMutablePointer<Int>.allocate(capacity: Batch.size)
            buffer.initialize(repeating: 0, count: Batch.size)
            return buffer
        }
        least = buffer()
        best = buffer()
        sizes = buffer()
    }

    deinit {
        least.deallocate()
        best.deallocate()
        sizes.deallocate()
    }

    override var next: Operator? {
        didSet { for choice in choices { choice.tail.next = next } }
    }

    override func push(_ batch: Batch) throws {
        least.update(repeating: Int.max, count: batch.count)
        for (number, choice) in choices.enumerated() {
            choice.access.matchCounts(choice.keys.keys(batch), batch.count, sizes)
            for row in 0..<batch.count where sizes[row] < least[row] {
                least[row] = sizes[row]
                best[row] = number
            }
        }
        let counts = choices.enumerated().map { number, choice in
            var count = 0
            for row in 0..<batch.count where best[row] == number && least[row] > 0 && least[row] < Int.max {
                choice.rows.numbers[count] = UInt32(truncatingIfNeeded: row)
                count += 1
            }
            return count
        }
        for (choice, count) in zip(choices, counts) where count > 0 {
            choice.rows.columns.gather(batch, choice.rows.numbers, count, keep)
            try choice.head.push(choice.rows.columns.batch(count))
        }
    }
}
