import Terms

/// The values of a head's arguments for a batch, as local numbers.
final class HeadColumns {
    /// Where the values of an argument come from.
    enum Column {
        /// A slot of local numbers.
        case local(Int)
        /// Anything computed, as raw numbers.
        case computed(ColumnExpression)
    }

    let arguments: [Column]
    /// What the last batch has given.
    let columns: UnsafeMutablePointer<UnsafePointer<UInt64>>
    private let terms: TermTable
    private let room: ColumnBuffers
    private let buffers: [UnsafeMutablePointer<UInt64>]

    init(_ arguments: [Column], _ terms: TermTable) {
        self.arguments = arguments
        self.terms = terms
        room = ColumnBuffers(arguments.count)
        columns = room.columns
        buffers = room.own
    }

    /// Computes the columns of a batch; true where some value is undefined.
    func compute(_ batch: Batch) throws -> Bool {
        var undefined = false
        for (position, argument) in arguments.enumerated() {
            switch argument {
            case .local(let slot): columns[position] = UnsafePointer(batch[slot])
            case .computed(let expression):
                let values = try expression.values(batch)
                let buffer = buffers[position]
                for row in 0..<batch.count {
                    if values[row] == TermTable.undefined {
                        buffer[row] = TermTable.undefined
                        undefined = true
                    } else {
                        buffer[row] = terms.local(ofRaw: values[row])
                    }
                }
                columns[position] = UnsafePointer(buffer)
            }
        }
        return undefined
    }

    /// Moves the rows in which everything is defined to the front; how many.
    func compact(_ count: Int) -> Int {
        var kept = 0
        for row in 0..<count {
            guard arguments.indices.allSatisfy({ columns[$0][row] != TermTable.undefined }) else { continue }
            for position in arguments.indices { buffers[position][kept] = columns[position][row] }
            kept += 1
        }
        for position in arguments.indices { columns[position] = UnsafePointer(buffers[position]) }
        return kept
    }
}
