import Language
import Store
import Terms

/// Types, classes and required values.
extension SchemaAudit {
    func checkTypes(_ relation: Schema.Relation, _ subject: TermID, _ object: TermID) throws {
        for (id, type) in zip([subject, object], relation.types) {
            switch type {
            case .any: continue
            case .ofClass(let name) where id.isEntity:
                guard try !members(of: name).contains(representative(id.rawValue)) else { continue }
                try note("class", relation, subject, object, id, .entity(name))
            default:
                guard try !type.admits(reading.term(of: id), in: schema) else { continue }
                try note("type", relation, subject, object, id, .entity(type.description))
            }
        }
    }

    private func note(
        _ check: String, _ relation: Schema.Relation, _ subject: TermID, _ object: TermID, _ wrong: TermID,
        _ expected: Term
    ) throws {
        guard let predicate = try reading.id(of: .entity(relation.name)) else { return }
        note(
            check,
            [
                .entity(relation.name), try reading.term(of: subject), try reading.term(of: object),
                try reading.term(of: wrong), expected,
                try sources(try reading.statements(predicate, subject, object)),
            ])
    }

    func checkRequired(_ relation: Schema.Relation) throws {
        let classes: [String]
        switch relation.types[0] {
        case .ofClass(let name): classes = schema.descendants(of: name)
        case .thing, .any: classes = schema.classes.keys.sorted()
        default: return
        }
        var has: Set<UInt64> = []
        for one in schema.readings(of: relation.name) {
            guard let predicate = try reading.id(of: .entity(one.relation)) else { continue }
            var scan = try reading.scan(predicate, order: one.isFlipped ? .object : .subject)
            var firsts: [UInt64] = []
            var seconds: [UInt64] = []
            while try scan.next(into: &firsts, second: &seconds) { has.formUnion(firsts.map(representative)) }
        }
        var told: Set<UInt64> = []
        for name in classes {
            guard let id = try reading.id(of: .entity(name)) else { continue }
            var found: [UInt64] = []
            try reading.seconds(of: .isA, order: .object, first: id, into: &found)
            for member in found
            where !has.contains(representative(member)) && told.insert(representative(member)).inserted {
                let statements = try reading.statements(.isA, TermID(rawValue: member), id)
                note(
                    "required",
                    [
                        .entity(relation.name), .entity(name), try term(representative(member)),
                        try sources(statements, named: [TermID(rawValue: member)]),
                    ])
            }
        }
    }

    private func members(of name: String) throws -> Set<UInt64> {
        if let known = members[name] { return known }
        var found: Set<UInt64> = []
        for one in schema.descendants(of: name) {
            guard let id = try reading.id(of: .entity(one)) else { continue }
            var list: [UInt64] = []
            try reading.seconds(of: .isA, order: .object, first: id, into: &list)
            found.formUnion(list.map(representative))
        }
        members[name] = found
        return found
    }
}
