import LMDB
import Terms

extension Reading {
    /// Statements against triples, and the way back from their numbers.
    func verifyStatements(_ verification: inout Verification) throws(StoreError) {
        var numbered = 0
        let damaged = damaged
        let next = try nextStatementNumber()
        try entries(tables.statements, prefix: []) { (place, value) throws(StoreError) in
            guard let key = BlockKey(place), let statements = StoredStatement.decode(value) else { throw damaged }
            let triple = TripleKey(TermID(rawValue: key.predicate), key.pair)
            if try !contains(triple.predicate, triple.subject, triple.object) {
                verification.report("statements", "a statement has no triple")
            }
            if statements.isEmpty { verification.report("statements", "a record has no statement") }
            for (row, statement) in statements.enumerated() {
                verification.statements += 1
                numbered += 1
                let back = try self.triple(ofStatement: statement.number)
                if back?.predicate != triple.predicate || back?.subject != triple.subject
                    || back?.object != triple.object
                {
                    verification.report("triples", "statement \(statement.number) does not lead to its triple")
                }
                if statement.number == 0 || statement.number >= next {
                    verification.report("statements", "a statement's number was never given")
                }
                for other in statements[..<row] where StoredStatement.same(other.qualifiers, statement.qualifiers) {
                    verification.report("statements", "two statements have the same qualifiers")
                }
                for entry in statement.qualifiers + statement.evidence.joined() {
                    _ = try term(of: entry.key)
                    _ = try term(of: entry.value)
                }
            }
            return true
        }
        if transaction.count(tables.triples) != numbered {
            verification.report("triples", "there are numbers without a statement")
        }
    }

    /// The transactions, without gaps, and that their log can be read.
    func verifyHistory(_ verification: inout Verification) throws(StoreError) {
        let records = try transactions()
        for (row, record) in records.enumerated() {
            if record.number != UInt64(row) + 1 { verification.report("transactions", "a number is missing") }
            if row > 0, record.time < records[row - 1].time {
                verification.report("transactions", "times go back")
            }
        }
        if UInt64(records.count) != transactionNumber {
            verification.report("transactions", "the last one is not \(transactionNumber)")
        }
        try logged(in: 0...UInt64.max) { _ in }
        _ = try declarations()
    }

    /// The number that the next new term of a kind gets.
    func nextNumber(_ kind: TermID.Kind) throws(StoreError) -> UInt64 {
        guard let value = try value(tables.meta, MetaKey.counter(kind)) else { return 1 }
        var reader = ByteReader(value)
        guard let next = reader.number(), next > 0, next < TermID.transientBit else { throw damaged }
        return next
    }

    private func nextStatementNumber() throws(StoreError) -> UInt64 {
        guard let value = try value(tables.meta, MetaKey.nextStatement) else { return 1 }
        var reader = ByteReader(value)
        guard let next = reader.number() else { throw damaged }
        return next
    }
}
