import Terms

/// Format 1: a text of its own for each term, ids of eight bytes in statements and log, and a log that tells what each
/// transaction did but not what there was before.
///
/// The log is complete, so its transactions are done again one by one, at their times and with their numbers, and what
/// they lead to is compared with what the old store holds: history stays.
struct FormatOne {
    private let old: OldStore

    init(_ old: OldStore) { self.old = old }

    func write(to path: String) throws(StoreError) {
        let store = try Store(path: path, access: .create)
        var terms = FormatOneTerms()
        let records = try records()
        for (row, record) in records.enumerated() {
            guard record.number == UInt64(row) + 1 else { throw old.damaged }
            let writer = try Writer(store.shared)
            do throws(StoreError) {
                if row == 0 { try terms.intern(old, writer) }
                try repeatChanges(of: record, terms, writer)
                if row == records.count - 1 { try copyDeclarations(writer) }
                guard writer.log.added == record.added, writer.log.withdrawn == record.withdrawn else {
                    throw old.damaged
                }
                try writer.commit(at: record.time)
            } catch {
                writer.abortTransaction()
                throw error
            }
        }
        try compare(with: store.snapshot(), terms)
    }

    private func records() throws(StoreError) -> [TransactionRecord] {
        var found: [TransactionRecord] = []
        try old.entries(old.table("transactions")) { (key, value) throws(StoreError) in
            guard let record = TransactionRecord(key, value) else { throw old.damaged }
            found.append(record)
            return true
        }
        return found
    }

    private func repeatChanges(
        of record: TransactionRecord, _ terms: FormatOneTerms, _ writer: Writer
    ) throws(StoreError) {
        let source = try writer.intern(.entity("source"))
        try old.entries(old.table("changes"), from: key(record.number)) { (place, value) throws(StoreError) in
            var keyReader = ByteReader(place)
            guard let number = keyReader.number() else { throw old.damaged }
            guard number == record.number else { return false }
            var reader = ByteReader(value)
            while !reader.isAtEnd {
                guard let kind = reader.varint(), kind <= 1, let predicate = terms.id(&reader),
                    let subject = terms.id(&reader), let object = terms.id(&reader),
                    let qualifiers = terms.entries(&reader), let evidence = terms.entries(&reader),
                    predicate.isEntity
                else { throw old.damaged }
                if kind == 1 {
                    try writer.add(
                        predicate: predicate, subject: subject, object: object, qualifiers: qualifiers,
                        evidence: evidence)
                } else {
                    try writer.withdraw(
                        predicate: predicate, subject: subject, object: object, qualifiers: qualifiers,
                        source: StoredStatement.value(of: source, in: evidence))
                }
            }
            return true
        }
    }

    private func copyDeclarations(_ writer: Writer) throws(StoreError) {
        try old.entries(old.table("catalogue")) { (place, value) throws(StoreError) in
            guard Declaration(value) != nil else { throw old.damaged }
            try writer.put(writer.tables.catalogue, Array(place), Array(value))
            return true
        }
    }

    /// That the new store holds the triples and statements of the old one, and no others.
    private func compare(with new: Snapshot, _ terms: FormatOneTerms) throws(StoreError) {
        let statements = try old.table("statements")
        var count = 0
        try old.entries(old.table("pso")) { (place, value) throws(StoreError) in
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            guard let block = BlockKey(place), PairBlock.decode(first: block.pair, value, into: &subjects, &objects),
                let predicate = terms.id(block.predicate)
            else { throw old.damaged }
            count += subjects.count
            for (subject, object) in zip(subjects, objects) {
                guard let newSubject = terms.id(subject), let newObject = terms.id(object) else { throw old.damaged }
                var expected = [StoredStatement(number: 0, qualifiers: [], evidence: [])]
                if let record = try old.value(statements, key(block.predicate, subject, object)) {
                    guard let decoded = terms.statements(record) else { throw old.damaged }
                    expected = decoded
                }
                let found = try new.statements(predicate, newSubject, newObject)
                guard StoredStatement.encode(found) == StoredStatement.encode(expected) else { throw old.damaged }
            }
            return true
        }
        guard try new.info().triples == count else { throw old.damaged }
    }
}
