import Language
import Terms

/// The groups of a relation with aggregates, by the values of its plain arguments.
final class Groups {
    /// What an argument of a head has for the rows of a batch.
    enum Column {
        case plain(UnsafeMutablePointer<UInt64>)
        case contribution(ResolvedAggregate, Contribution.Values)

        /// What is added where it is one column, or else all that an aggregate takes.
        fileprivate var values: (only: UnsafeMutablePointer<UInt64>?, all: Contribution.Values?) {
            switch self {
            case .plain(let values): (values, nil)
            case .contribution(_, let values): values.onlyArgument.map { ($0, nil) } ?? (nil, values)
            }
        }
    }

    private let terms: TermTable
    private let arity: Int
    /// The aggregates of the relation by position.
    private let aggregates: [Int: ResolvedAggregate]
    private let keyPositions: [Int]
    private let isRecursive: Bool
    /// Whether a group may have several rows.
    private let hasTies: Bool
    @exclusivity(unchecked) private var keys: KeyTable
    /// By group, and within it by position among the aggregates.
    @exclusivity(unchecked) private var accumulators: [Accumulator] = []
    private let order: [Int]
    private let width: Int
    /// The group of each row of a batch; -1 where a key is undefined.
    private var groupOf = [Int](repeating: -1, count: Batch.size)
    private let key: UnsafeMutablePointer<UInt64>
    private let keyPlaces: [UnsafeMutablePointer<UInt64>]

    init(_ terms: TermTable, arity: Int, _ aggregates: [Int: ResolvedAggregate], isRecursive: Bool) {
        self.terms = terms
        self.arity = arity
        self.aggregates = aggregates
        self.isRecursive = isRecursive
        keyPositions = (0..<arity).filter { aggregates[$0] == nil }
        order = aggregates.keys.sorted()
        width = order.count
        hasTies = aggregates.values.contains { [.argmax, .argmin].contains($0.function) }
        keys = KeyTable(width: keyPositions.count)
        key = .allocate(capacity: max(1, arity))
        key.initialize(repeating: 0, count: max(1, arity))
        keyPlaces = keyPositions.indices.map { [key] in key + $0 }
    }

    deinit { key.deallocate() }

    /// Takes rows of a batch.
    func add(_ columns: [Column], _ rows: ArraySlice<Int>) throws {
        var keyColumns: [UnsafeMutablePointer<UInt64>] = []
        for position in keyPositions {
            guard case .plain(let values) = columns[position] else { return }
            keyColumns.append(values)
        }
        keyColumns.withUnsafeBufferPointer { columns in
            for row in rows {
                let isDefined = columns.allSatisfy { $0[row] != TermTable.undefined }
                groupOf[row] = isDefined ? group(columns, row) : -1
            }
        }
        for (place, position) in order.enumerated() {
            let (arguments, contribution) = columns[position].values
            for row in rows where groupOf[row] >= 0 {
                // The array holds the accumulator for as long as the call lasts.
                let accumulator = Unmanaged.passUnretained(accumulators[groupOf[row] * width + place])
                try accumulator._withUnsafeGuaranteedRef { accumulator in
                    if let contribution {
                        try accumulator.add(contribution, row)
                    } else if let value = arguments?[row], value != TermTable.undefined {
                        // A rule that gives a plain value contributes it, as a fact does.
                        try accumulator.add(value)
                    }
                }
            }
        }
    }

    /// A fact is one more contribution to its group.
    func add(fact values: [UInt64]) throws {
        for (place, position) in keyPositions.enumerated() { key[place] = values[position] }
        let first = keyPlaces.withUnsafeBufferPointer { group($0, 0) } * width
        for (place, position) in order.enumerated() { try accumulators[first + place].add(values[position]) }
    }

    func openSingleGroup() { keyPlaces.withUnsafeBufferPointer { _ = group($0, 0) } }

    /// The number of the group whose key stands in a row of columns.
    private func group(_ columns: UnsafeBufferPointer<UnsafeMutablePointer<UInt64>>, _ row: Int) -> Int {
        let (number, isNew) = keys.insert(columns, row)
        if isNew {
            for position in order {
                guard let aggregate = aggregates[position] else { continue }
                accumulators.append(Accumulator(aggregate, terms, isRecursive: isRecursive))
            }
        }
        return number
    }

    /// Passes on the rows of all groups as raw numbers; a group in which an aggregate has no value has none, `argmax` one
    /// for each tie.
    func forEachRow(_ receive: ([UInt64]) throws -> Void) throws {
        var row = [UInt64](repeating: 0, count: arity)
        for group in 0..<keys.count {
            for (place, position) in keyPositions.enumerated() { row[position] = keys.cell(group, place) }
            try fill(&row, group, 0, receive)
        }
    }

    /// Fills in the values of the aggregates from `place` on, each with each.
    private func fill(
        _ row: inout [UInt64], _ group: Int, _ place: Int, _ receive: ([UInt64]) throws -> Void
    ) throws {
        guard place < width else { return try receive(row) }
        for value in try accumulators[group * width + place].results() {
            row[order[place]] = value
            try fill(&row, group, place + 1, receive)
        }
    }

    func insert(into relation: Relation) throws {
        guard arity > 0 else { return try forEachRow { _ in relation.insert(row: []) } }
        let batch = BatchColumns(slots: arity, owning: Array(0..<arity))
        var count = 0
        func flush() {
            relation.insert(
                UnsafeRawPointer(batch.columns).assumingMemoryBound(to: UnsafePointer<UInt64>.self), count: count)
            count = 0
        }
        func endRow() {
            count += 1
            if count == Batch.size { flush() }
        }
        if hasTies {
            try forEachRow { row in
                for column in 0..<arity { batch.columns[column][count] = terms.local(ofRaw: row[column]) }
                endRow()
            }
        } else {
            for group in 0..<keys.count where try fill(group, batch.columns, count) { endRow() }
        }
        if count > 0 { flush() }
    }

    /// Writes the one row of a group as local numbers; false where an aggregate has no value.
    private func fill(
        _ group: Int, _ columns: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>, _ row: Int
    ) throws -> Bool {
        for place in 0..<width {
            guard let value = try accumulators[group * width + place].result() else { return false }
            columns[order[place]][row] = terms.local(ofRaw: value)
        }
        for (place, position) in keyPositions.enumerated() {
            columns[position][row] = terms.local(ofRaw: keys.cell(group, place))
        }
        return true
    }
}
