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

    /// The rows of a batch that take a choice, and columns for them.
    final class Rows {
        let columns: BatchColumns
        let numbers: UnsafeMutablePointer<UInt32>
        var count = 0

        init(slots: Int, keep: [Int]) {
            columns = BatchColumns(slots: slots, owning: keep)
            numbers = .allocate(capacity: Batch.size)
            numbers.initialize(repeating: 0, count: Batch.size)
        }

        deinit { numbers.deallocate() }
    }

    private let choices: [Choice]
    private let keep: [Int]

    /// - Parameter keep: the slots bound before that the choices or later steps read.
    init(_ choices: [Choice], keep: [Int]) {
        self.choices = choices
        self.keep = keep
    }

    override var next: Operator? {
        didSet { for choice in choices { choice.tail.next = next } }
    }

    override func push(_ batch: Batch) throws {
        let keys = choices.map { $0.keys.keys(batch) }
        for choice in choices { choice.rows.count = 0 }
        for row in 0..<batch.count {
            var best = 0
            var least = Int.max
            for (number, choice) in choices.enumerated() {
                let size = choice.access.matchCount(keys[number], row)
                if size < least {
                    least = size
                    best = number
                }
            }
            guard least > 0 else { continue }
            let rows = choices[best].rows
            rows.numbers[rows.count] = UInt32(truncatingIfNeeded: row)
            rows.count += 1
        }
        for choice in choices where choice.rows.count > 0 {
            choice.rows.columns.gather(batch, choice.rows.numbers, choice.rows.count, keep)
            try choice.head.push(choice.rows.columns.batch(choice.rows.count))
        }
    }
}
