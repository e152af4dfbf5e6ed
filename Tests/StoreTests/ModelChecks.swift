import Store
import Terms
import Testing

/// Compares a store with the model, by every way of reading it.
struct ModelChecks {
    let reading: Reading

    func check(_ model: ModelStore, _ context: Comment) throws {
        #expect(try everything() == model, context)
        let relations = Set(model.triples.keys.map(\.relation))
        #expect(
            try Set(reading.predicates().map { try reading.term(of: $0) }) == Set(relations.map { .entity($0) }),
            context)
        for relation in relations { try check(relation, model, context) }
        try checkUses(model, context)
        try checkEvidenceCounts(context)
    }

    /// Reads all that there is, right or not.
    func readAll() throws {
        for predicate in try reading.predicates() {
            for order in [PairOrder.subject, .object] {
                try forEachPair(predicate, order) { first, second in
                    _ = try? reading.term(of: first)
                    _ = try? reading.term(of: second)
                    _ = try? reading.statements(predicate, first, second)
                    _ = try? reading.predicates(ofSubject: first)
                }
            }
        }
    }

    /// All that the store holds, as a model.
    func everything() throws -> ModelStore {
        var found = ModelStore()
        for predicate in try reading.predicates() {
            try forEachPair(predicate, .subject) { subject, object in
                let triple = try triple(predicate, subject, object)
                for statement in try reading.statements(predicate, subject, object) {
                    let pieces = try statement.evidence.map { try entries($0) }
                    let qualifiers = try entries(statement.qualifiers)
                    #expect(found.triples[triple]?[qualifiers] == nil, "one statement for these qualifiers")
                    found.triples[triple, default: [:]][qualifiers] = Set(pieces)
                    #expect(Set(pieces).count == pieces.count, "no evidence twice")
                    if statement.number != 0 {
                        let back = try reading.triple(ofStatement: statement.number)
                        #expect(back?.predicate == predicate && back?.subject == subject && back?.object == object)
                    }
                }
            }
        }
        return found
    }

    private func check(_ relation: String, _ model: ModelStore, _ context: Comment) throws {
        let triples = model.triples.keys.filter { $0.relation == relation }
        let predicate = try #require(try reading.id(of: .entity(relation)))
        let statistics = try reading.statistics(of: predicate)
        #expect(statistics.count == triples.count, context)
        #expect(statistics.subjects == Set(triples.map(\.subject)).count, context)
        #expect(statistics.objects == Set(triples.map(\.object)).count, context)
        let expected = try triples.map { triple -> [UInt64] in
            let subject = try #require(try reading.id(of: .entity(triple.subject)))
            let object = try #require(try reading.id(of: triple.object))
            #expect(try reading.contains(predicate, subject, object), context)
            return [subject.rawValue, object.rawValue]
        }
        var bySubject: [[UInt64]] = []
        var byObject: [[UInt64]] = []
        try forEachPair(predicate, .subject) { bySubject.append([$0.rawValue, $1.rawValue]) }
        try forEachPair(predicate, .object) { byObject.append([$0.rawValue, $1.rawValue]) }
        #expect(bySubject == expected.sorted { $0.lexicographicallyPrecedes($1) }, context)
        #expect(
            byObject == expected.map { [$0[1], $0[0]] }.sorted { $0.lexicographicallyPrecedes($1) }, context)
        for first in Set(bySubject.map { $0[0] }) {
            var found: [UInt64] = []
            try reading.seconds(of: predicate, order: .subject, first: TermID(rawValue: first), into: &found)
            #expect(found == bySubject.filter { $0[0] == first }.map { $0[1] }, context)
        }
        for first in Set(byObject.map { $0[0] }) {
            var found: [UInt64] = []
            try reading.seconds(of: predicate, order: .object, first: TermID(rawValue: first), into: &found)
            #expect(found == byObject.filter { $0[0] == first }.map { $0[1] }, context)
        }
    }

    private func checkUses(_ model: ModelStore, _ context: Comment) throws {
        for subject in Set(model.triples.keys.map(\.subject)) {
            let id = try #require(try reading.id(of: .entity(subject)))
            let relations = Set(model.triples.keys.filter { $0.subject == subject }.map(\.relation))
            let found = try reading.predicates(ofSubject: id)
            #expect(try Set(found.map { try reading.term(of: $0) }) == Set(relations.map { .entity($0) }), context)
            #expect(found == found.sorted(), context)
        }
        for object in Set(model.triples.keys.map(\.object)) {
            guard case .entity = object, let id = try reading.id(of: object) else { continue }
            let relations = Set(model.triples.keys.filter { $0.object == object }.map(\.relation))
            #expect(
                try Set(reading.predicates(ofObject: id).map { try reading.term(of: $0) })
                    == Set(relations.map { .entity($0) }), context)
        }
    }

    /// The model after an earlier transaction, from what must be undone.
    func past(_ transaction: UInt64) throws -> ModelStore {
        let undo = try reading.undone(after: transaction)
        var model = try everything()
        for triple in model.triples.keys {
            guard let key = try reading.key(triple.relation, triple.subject, triple.object) else { continue }
            if undo.statements(of: key) != nil { model.triples[triple] = nil }
        }
        for (predicate, relation) in undo.relations {
            for (pair, statements) in relation.triples where !statements.isEmpty {
                let triple = try triple(predicate, pair.subject, pair.object)
                for statement in statements {
                    model.triples[triple, default: [:]][try entries(statement.qualifiers)] = Set(
                        try statement.evidence.map { try entries($0) })
                }
            }
        }
        return model
    }

    private func forEachPair(_ predicate: TermID, _ order: PairOrder, _ body: (TermID, TermID) throws -> Void) throws {
        var scan = try reading.scan(predicate, order: order)
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        while try scan.next(into: &firsts, second: &seconds) {
            for (first, second) in zip(firsts, seconds) {
                try body(TermID(rawValue: first), TermID(rawValue: second))
            }
        }
    }

    private func triple(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws -> ModelStore.Triple {
        guard case .entity(let relation) = try reading.term(of: predicate),
            case .entity(let name) = try reading.term(of: subject)
        else { throw ModelMismatch() }
        return ModelStore.Triple(relation: relation, subject: name, object: try reading.term(of: object))
    }

    private func entries(_ entries: [StoredStatement.Entry]) throws -> ModelStore.Entries {
        var found = ModelStore.Entries()
        for entry in entries {
            guard case .entity(let name) = try reading.term(of: entry.key) else { throw ModelMismatch() }
            found.pairs[name] = try reading.term(of: entry.value)
        }
        return found
    }
}

struct ModelMismatch: Error {}
