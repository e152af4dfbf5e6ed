import Terms

/// A step of a plan: takes batches, passes batches on.
class Operator {
    var next: Operator?

    /// Takes a batch that holds at least one row.
    func push(_ batch: Batch) throws {}
}

/// Where the value of a key column comes from.
enum KeyPart {
    case slot(Int)
    case constant(UInt64)

    func column(_ batch: Batch) -> [UInt64] {
        switch self {
        case .slot(let slot): batch.columns[slot]
        case .constant(let value): Array(repeating: value, count: batch.count)
        }
    }
}

/// Joins with what an atom reads.
final class ExpandOperator: Operator {
    private let access: Access
    private let keys: [KeyPart]
    /// The slot of each free column; nil where the value is not wanted.
    private let outputs: [Int?]
    /// Pairs of free columns that must be equal, for a variable that occurs twice.
    private let equal: [(Int, Int)]
    private let keep: [Int]
    private let control: Control
    private let isScan: Bool

    init(
        _ access: Access, keys: [KeyPart], outputs: [Int?], equal: [(Int, Int)], keep: [Int], isScan: Bool,
        control: Control
    ) {
        self.access = access
        self.keys = keys
        self.outputs = outputs
        self.equal = equal
        self.keep = keep
        self.isScan = isScan
        self.control = control
    }

    override func push(_ batch: Batch) throws {
        if isScan, batch.count == 1 {
            try access.scan(outputs.count) { matches in
                try control.check()
                try pass(matches, batch)
            }
            return
        }
        let columns = keys.map { $0.column(batch) }
        var matches = Matches(columns: outputs.count)
        var row = 0
        while row < batch.count {
            try control.check()
            row = try access.expand(columns, from: row, count: batch.count, limit: Batch.size, into: &matches)
            if !matches.origins.isEmpty {
                try pass(matches, batch)
                matches.removeAll()
            }
        }
    }

    private func pass(_ found: Matches, _ batch: Batch) throws {
        var matches = found
        if !equal.isEmpty {
            let rows = matches.origins.indices.filter { row in
                equal.allSatisfy { matches.columns[$0.0][row] == matches.columns[$0.1][row] }
            }
            guard !rows.isEmpty else { return }
            matches.origins = rows.map { found.origins[$0] }
            matches.columns = found.columns.map { column in rows.map { column[$0] } }
        }
        var result = batch.gathered(matches.origins, keeping: keep)
        for (column, slot) in outputs.enumerated() {
            if let slot { result.columns[slot] = matches.columns[column] }
        }
        try next?.push(result)
    }
}

/// Keeps the rows for which a condition holds.
final class FilterOperator: Operator {
    private let condition: (Batch, Int) throws -> Bool

    init(_ condition: @escaping (Batch, Int) throws -> Bool) { self.condition = condition }

    override func push(_ batch: Batch) throws {
        var rows: [Int] = []
        for row in 0..<batch.count where try condition(batch, row) { rows.append(row) }
        guard !rows.isEmpty else { return }
        try next?.push(rows.count == batch.count ? batch : batch.gathered(rows, keeping: Array(batch.columns.indices)))
    }
}

/// Binds a slot to values computed from each row; a row without a value is dropped, one with several multiplied.
final class ComputeOperator: Operator {
    private let slot: Int
    private let values: (Batch, Int, inout [UInt64]) throws -> Void

    init(slot: Int, _ values: @escaping (Batch, Int, inout [UInt64]) throws -> Void) {
        self.slot = slot
        self.values = values
    }

    override func push(_ batch: Batch) throws {
        var rows: [Int] = []
        var column: [UInt64] = []
        for row in 0..<batch.count {
            let before = column.count
            try values(batch, row, &column)
            for _ in before..<column.count { rows.append(row) }
            if column.count >= Batch.size * 8 {
                try pass(batch, rows, column)
                rows.removeAll(keepingCapacity: true)
                column.removeAll(keepingCapacity: true)
            }
        }
        if !rows.isEmpty { try pass(batch, rows, column) }
    }

    private func pass(_ batch: Batch, _ rows: [Int], _ column: [UInt64]) throws {
        var result = batch.gathered(rows, keeping: Array(batch.columns.indices))
        result.columns[slot] = column
        try next?.push(result)
    }
}

/// Ends a plan: hands each batch to a receiver.
final class SinkOperator: Operator {
    private let receive: (Batch) throws -> Void

    init(_ receive: @escaping (Batch) throws -> Void) { self.receive = receive }

    override func push(_ batch: Batch) throws { try receive(batch) }
}
