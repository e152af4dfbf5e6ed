import Formats
import Language
import Terms

/// Loads JSON Lines: an object for each entity, `id` its name, `a` its classes, every other key a relation.
///
/// A value is a scalar, an array of values, `{"id": name}` for an entity, or `{"value": …}` with qualifiers beside it;
/// `@type` beside it says how a string is read (`entity date datetime float …`, or the IRI of a datatype), `@language`
/// in which language it is.
struct JSONInput {
    private let gate: FactGate
    private let number: Int

    static func load(_ file: DataFile, _ number: Int, into gate: FactGate, _ progress: LoadProgress?) throws {
        let input = JSONInput(gate: gate, number: number)
        let window = try file.open(counting: progress)
        try window.skipByteOrderMark()
        while let line = try window.nextLine() {
            do {
                if let value = try JSONParser.value(line, at: window.lineOffset) { try input.read(value) }
            } catch let error as FormatError {
                try gate.findings.add(error, number)
            } catch let mistake as Mistake {
                try gate.findings.add(mistake.finding)
            }
        }
    }

    private struct Mistake: Error {
        let finding: Finding
    }

    private func mistake(_ code: DiagnosticCode, _ message: String, _ place: Range<Int>) -> Mistake {
        Mistake(finding: Finding(code, message, at: .input(number, place)))
    }

    private struct Fact {
        let relation: String
        let arguments: [Term]
        let qualifiers: [(name: String, value: Term)]
        let place: Range<Int>
    }

    private func read(_ value: JSONValue) throws {
        guard case .object(let members) = value.content else {
            throw mistake(.malformedData, "an object for each entity is expected", value.place)
        }
        guard let id = members.first(where: { $0.key == "id" }) else {
            throw mistake(
                .malformedData, "an entity has an \"id\"", value.place.lowerBound..<value.place.lowerBound + 1)
        }
        guard case .string(let name) = id.value.content, !name.isEmpty else {
            throw mistake(.malformedData, "an \"id\" is a string that is not empty", id.value.place)
        }
        let subject = Term.entity(EntityText.canonical(name, gate.namespaces))
        // All of an object or nothing.
        var facts: [Fact] = []
        for member in members where member.key != "id" {
            if member.key == "a" {
                for item in items(member.value) { try readClass(item, subject, &facts) }
            } else {
                try readRelation(member, subject, &facts)
            }
        }
        for fact in facts {
            try gate.add(fact.relation, fact.arguments, qualifiers: fact.qualifiers, at: .input(number, fact.place))
        }
    }

    private func items(_ value: JSONValue) -> [JSONValue] {
        if case .array(let items) = value.content { return items }
        return [value]
    }

    private func readClass(_ item: JSONValue, _ subject: Term, _ facts: inout [Fact]) throws {
        if case .null = item.content { return }
        let (term, qualifiers) = try statement(item, .thing, on: nil)
        guard case .entity(let name) = term else {
            throw mistake(.malformedData, "the name of a class is a string", item.place)
        }
        facts.append(Fact(relation: name, arguments: [subject], qualifiers: qualifiers, place: item.place))
    }

    private func readRelation(_ member: JSONMember, _ subject: Term, _ facts: inout [Fact]) throws {
        let relation = EntityText.canonical(member.key, gate.namespaces)
        let declared = gate.schema.relations[relation]
        if !gate.schema.isEmpty, declared == nil {
            throw Mistake(finding: gate.unknownRelation(relation, .input(number, member.place)))
        }
        for item in items(member.value) {
            if case .null = item.content { continue }
            let (term, qualifiers) = try statement(item, declared?.types.last, on: relation)
            facts.append(
                Fact(relation: relation, arguments: [subject, term], qualifiers: qualifiers, place: item.place))
        }
    }

    /// A value and its qualifiers.
    private func statement(
        _ item: JSONValue, _ type: ValueType?, on relation: String?
    ) throws -> (term: Term, qualifiers: [(name: String, value: Term)]) {
        guard case .object(let members) = item.content, let value = members.first(where: { $0.key == "value" }) else {
            return (try term(item, type, [:]), [])
        }
        var qualifiers: [(name: String, value: Term)] = []
        for member in members where member.key != "value" && !member.key.hasPrefix("@") {
            if case .null = member.value.content { continue }
            qualifiers.append(try qualifier(member, on: relation))
        }
        return (try term(value.value, type, try annotations(members)), qualifiers)
    }

    private func qualifier(_ member: JSONMember, on relation: String?) throws -> (name: String, value: Term) {
        let name = EntityText.canonical(member.key, gate.namespaces)
        var type = relation.flatMap { gate.schema.type(ofQualifier: name, on: $0) } ?? Schema.builtInQualifiers[name]
        if !gate.schema.isEmpty, type == nil {
            throw mistake(.unknownQualifier, "'\(relation ?? "a class")' has no qualifier '\(name)'", member.place)
        }
        if name == "source" || name == "confidence" { type = .thing }
        let value: Term
        if case .object(let parts) = member.value.content, let inner = parts.first(where: { $0.key == "value" }) {
            value = try term(inner.value, type, try annotations(parts))
        } else {
            value = try term(member.value, type, [:])
        }
        if name == "confidence" {
            guard case .entity(let level) = value, Schema.confidences.contains(level) else {
                throw mistake(.wrongType, "a confidence is low, medium or high", member.value.place)
            }
        }
        return (name, value)
    }

    /// The keys that start with `@`.
    private func annotations(_ members: [JSONMember]) throws -> [String: String] {
        var found: [String: String] = [:]
        for member in members where member.key.hasPrefix("@") {
            guard member.key == "@type" || member.key == "@language", case .string(let text) = member.value.content
            else {
                throw mistake(
                    .malformedData, "only \"@type\" and \"@language\", with a string, are known", member.place)
            }
            found[member.key] = text
        }
        return found
    }

    private static let types: [String: ValueType] = [
        "entity": .thing, "string": .string, "date": .date, "datetime": .dateTime, "int": .int, "decimal": .decimal,
        "float": .float, "number": .number, "bool": .bool,
    ]

    private func term(_ value: JSONValue, _ type: ValueType?, _ annotations: [String: String]) throws -> Term {
        switch value.content {
        case .bool(let bool): return .bool(bool)
        case .number(let text): return try numeric(text, type, value.place)
        case .string(let text): return try string(text, type, annotations, value.place)
        case .object(let members):
            guard members.count == 1, members[0].key == "id", case .string(let name) = members[0].value.content,
                !name.isEmpty
            else {
                throw mistake(
                    .malformedData, "an object here is {\"id\": name}, or has a \"value\"", value.place)
            }
            return .entity(EntityText.canonical(name, gate.namespaces))
        case .null, .array:
            throw mistake(.malformedData, "a string, a number, true or false is expected", value.place)
        }
    }

    private func numeric(_ text: String, _ type: ValueType?, _ place: Range<Int>) throws -> Term {
        if text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            guard let value = Double(text).flatMap({ Term.float(finite: $0) }) else {
                throw mistake(.numberOutOfRange, "this number does not fit a float", place)
            }
            return value
        }
        guard let decimal = Decimal(text) else {
            throw mistake(
                .numberOutOfRange, "this number has more digits than an int of 64 bits or a decimal of 18 holds", place)
        }
        return (type ?? .any).reading(.number(decimal))
    }

    private func string(
        _ text: String, _ type: ValueType?, _ annotations: [String: String], _ place: Range<Int>
    ) throws -> Term {
        if let language = annotations["@language"] { return .tagged(text, language: language) }
        var wanted = type ?? .string
        if let name = annotations["@type"] {
            guard let known = JSONInput.types[name] else {
                let datatype = EntityText.canonical(name, gate.namespaces)
                let iri = gate.namespaces.iri(ofCanonical: datatype)
                let value = iri.hasPrefix(Term.xsd) ? Term.xsdValue(text, iri.dropFirst(Term.xsd.count)) : nil
                return value ?? .typed(text, datatype: datatype)
            }
            wanted = known
        } else if wanted == .any {
            wanted = .string
        }
        guard !text.isEmpty || wanted == .string,
            let term = FieldText.term(text, as: wanted, gate.schema, gate.namespaces)
        else { throw mistake(.wrongType, "'\(text)' is not \(wanted.described)", place) }
        return term
    }
}
