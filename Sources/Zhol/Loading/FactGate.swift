import Engine
import Language
import Store
import Terms

/// The one gate through which facts enter a store: checks them against the schema, stores them, and notes what can
/// only be told when all are there.
final class FactGate {
    let writer: Writer
    /// Where facts wait while many come; they are not seen by reads before `gather` returns.
    private var bulk: BulkLoad?
    let schema: Schema
    let namespaces: Namespaces
    let findings: Findings
    private(set) var facts = 0
    private(set) var added = 0
    let constraints: Constraints
    private var preview = FactPreview()
    private let progress: LoadProgress?
    private let isPreviewing: Bool
    private var relations: [TermID: KnownRelation] = [:]
    /// The number of a class in the notes of `constraints`; nil where the schema does not declare it.
    private var classes: [TermID: Int?] = [:]
    private var enumerations: [String: Set<TermID>] = [:]
    private var last: KnownRelation?
    /// Whether a fact says that two entities are the same, which no schema needs to declare.
    private(set) var usesSame = false

    typealias Entry = StoredStatement.Entry

    /// A relation as the gate sees it.
    private final class KnownRelation {
        let predicate: TermID
        let name: String
        /// Nil where the schema does not declare it.
        let declared: Schema.Relation?
        let watched: Constraints.Watched?

        init(predicate: TermID, name: String, declared: Schema.Relation?, watched: Constraints.Watched?) {
            self.predicate = predicate
            self.name = name
            self.declared = declared
            self.watched = watched
        }
    }

    init(
        _ writer: Writer, schema: Schema, namespaces: Namespaces, findings: Findings,
        _ options: Loader.Options
    ) {
        self.writer = writer
        self.schema = schema
        self.namespaces = namespaces
        self.findings = findings
        progress = options.progress
        isPreviewing = options.isDryRun
        constraints = Constraints(schema: schema, namespaces: namespaces, keepsGoing: options.keepsGoing)
    }

    /// Stores a fact whose terms are in the dictionary; what does not fit the schema becomes a finding. A predicate
    /// `TermID.isA` is membership in the class that is the object.
    func add(
        _ predicate: TermID, _ subject: TermID, _ object: TermID, qualifiers: [Entry] = [], evidence: [Entry] = [],
        at place: @autoclosure () -> FactPlace
    ) throws {
        var object = object
        if predicate == .isA, object.kind != .entity { return try findings.add(unknownClass(object, place())) }
        if !schema.isEmpty {
            if predicate == .isA {
                guard let number = try knownClass(object) else {
                    return try findings.add(unknownClass(object, place()))
                }
                constraints.note(member: subject, of: number, place())
            } else {
                let relation = try relation(predicate)
                guard let declared = relation.declared, let watched = relation.watched else {
                    return try findings.add(unknownRelation(relation.name, place()))
                }
                object = declared.types.count == 2 ? read(object, as: declared.types[1]) : object
                for (term, type) in zip([subject, object], declared.types) where try !admits(type, term) {
                    return try findings.add(wrongType(term, type, declared, place()))
                }
                constraints.note(
                    TripleKey(predicate: predicate, subject: subject, object: object), watched, place())
            }
        }
        facts += 1
        if facts & 0xff == 0 || facts < 0xff { try look() }
        if isPreviewing, case .input(let file, _) = place() {
            preview.note(
                TripleKey(predicate: predicate, subject: subject, object: object), qualifiers + evidence, of: file,
                keepsGoing: constraints.keepsGoing)
        }
        if let bulk {
            try bulk.add(
                predicate: predicate, subject: subject, object: object, qualifiers: qualifiers, evidence: evidence)
        } else if try writer.add(
            predicate: predicate, subject: subject, object: object, qualifiers: qualifiers, evidence: evidence)
        {
            added += 1
        }
    }

    /// Whether triples are taken as they are, but for a class that is no entity: there is no schema to check it against, and nobody looks at it.
    var takesAnything: Bool { schema.isEmpty && !isPreviewing && bulk != nil }

    /// Takes triples without qualifiers and evidence where `takesAnything`.
    func add(_ triples: UnsafeBufferPointer<TripleKey>) throws {
        guard let bulk else { return }
        try bulk.add(triples)
        facts += triples.count
        try look()
    }

    /// Tells how far the load is, and ends it where that was asked for.
    private func look() throws {
        if Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
        progress?.facts = facts
        progress?.show()
    }

    /// Takes many facts at once: those that the body adds are written when it returns.
    func gather(_ body: () throws -> Void) throws {
        added += try writer.bulk { bulk in
            self.bulk = bulk
            defer { self.bulk = nil }
            try body()
        }.added
    }

    /// Stores a fact given as terms.
    func add(
        _ relation: String, _ arguments: [Term], qualifiers: [(name: String, value: Term)],
        at place: @autoclosure () -> FactPlace
    ) throws {
        guard arguments.count == 1 || arguments.count == 2 else { return }
        let name = try writer.intern(.entity(relation))
        let subject = try writer.intern(arguments[0])
        let (plain, evidence) = try entries(qualifiers)
        if arguments.count == 1 {
            try add(.isA, subject, name, qualifiers: plain, evidence: evidence, at: place())
        } else {
            let object = try writer.intern(arguments[1])
            try add(name, subject, object, qualifiers: plain, evidence: evidence, at: place())
        }
    }

    /// Qualifiers as the store keeps them: those of the statement itself, and the evidence.
    func entries(_ qualifiers: [(name: String, value: Term)]) throws -> (plain: [Entry], evidence: [Entry]) {
        var plain: [Entry] = []
        var evidence: [Entry] = []
        for (name, value) in qualifiers {
            let entry = (key: try writer.intern(.entity(name)), value: try writer.intern(value))
            if Schema.evidenceQualifiers.contains(name) { evidence.append(entry) } else { plain.append(entry) }
        }
        return (plain, evidence)
    }

    /// How many facts and mistakes came so far: where it stays the same, a file has held neither.
    var outcome: [Int] { [facts, findings.count] }

    /// The first facts of each file that stay, as the language writes them; of a dry run only.
    func previewed() throws -> [String] { try preview.texts(without: constraints.takenBack, writer, namespaces) }

    // MARK: The schema

    private func relation(_ predicate: TermID) throws -> KnownRelation {
        if let last, last.predicate == predicate { return last }
        if let known = relations[predicate] {
            last = known
            return known
        }
        let name = try name(predicate)
        var declared = schema.relations[name]
        if name == Schema.same.declaration.name {
            usesSame = true
            declared = declared ?? Schema.same.relation
        }
        let known = KnownRelation(
            predicate: predicate, name: name, declared: declared, watched: declared.map { constraints.watched($0) })
        relations[predicate] = known
        last = known
        return known
    }

    private func knownClass(_ id: TermID) throws -> Int? {
        if let known = classes[id] { return known }
        let name = try name(id)
        let known = schema.classes[name] == nil ? nil : constraints.number(of: name)
        classes[id] = .some(known)
        return known
    }

    /// The canonical name of a relation, a class or a qualifier.
    func name(_ id: TermID) throws -> String {
        if case .entity(let name) = try writer.term(of: id) { return name }
        return try writer.term(of: id).sourceText(namespaces)
    }

    /// A whole number is a year where a date stands.
    private func read(_ id: TermID, as type: ValueType) -> TermID {
        guard type == .date, id.kind == .int, let term = id.inlineTerm else { return id }
        return TermID(inline: type.reading(term)) ?? id
    }

    private func admits(_ type: ValueType, _ id: TermID) throws -> Bool {
        guard let kind = id.kind else { return false }
        switch type {
        case .any: return true
        case .thing, .ofClass: return kind == .entity
        case .enumeration(let name): return try values(of: name).contains(id)
        case .string: return [.shortString, .string, .taggedString, .typedLiteral].contains(kind)
        case .int: return kind == .int || kind == .wideInt
        case .decimal: return [.int, .wideInt, .decimal, .wideDecimal].contains(kind)
        case .float, .number:
            return [.int, .wideInt, .decimal, .wideDecimal, .float, .wideFloat].contains(kind)
        case .date: return kind == .date
        case .dateTime: return kind == .dateTime || kind == .wideDateTime
        case .bool: return kind == .bool
        }
    }

    private func values(of enumeration: String) throws -> Set<TermID> {
        if let known = enumerations[enumeration] { return known }
        let values = Set(
            try (schema.enumerations[enumeration]?.values ?? []).map { try writer.intern(.entity($0)) })
        enumerations[enumeration] = values
        return values
    }

    /// Whether a qualifier fits; what does not becomes a finding.
    func admits(qualifier name: String, _ value: TermID, on relation: String, at place: FactPlace) throws -> Bool {
        let term = try writer.term(of: value)
        if name == "confidence" {
            if case .entity(let level) = term, Schema.confidences.contains(level) { return true }
            try findings.add(Finding(.wrongType, "a confidence is low, medium or high", at: place))
            return false
        }
        guard !schema.isEmpty else { return true }
        guard let type = schema.type(ofQualifier: name, on: relation) else {
            try findings.add(Finding(.unknownQualifier, "'\(relation)' has no qualifier '\(name)'", at: place))
            return false
        }
        guard type.admits(term, in: schema) else {
            let text = term.sourceText(namespaces)
            try findings.add(Finding(.wrongType, "\(text) is not \(type.described)", at: place))
            return false
        }
        return true
    }

    // MARK: Messages

    func unknownRelation(_ name: String, _ place: FactPlace) -> Finding {
        let shown = Term.entity(name).plainText(namespaces)
        let hint = Spelling.suggestion(for: name, among: Array(schema.relations.keys))
        return Finding(.unknownRelation, "relation '\(shown)' is not declared in the schema\(hint)", at: place)
    }

    private func unknownClass(_ id: TermID, _ place: FactPlace) throws -> Finding {
        let term = try writer.term(of: id)
        guard case .entity(let name) = term else {
            return Finding(.unknownClass, "\(term.kindDescription) is no class", at: place)
        }
        let hint = Spelling.suggestion(for: name, among: Array(schema.classes.keys))
        return Finding(.unknownClass, "class '\(term.plainText(namespaces))' is not declared\(hint)", at: place)
    }

    private func wrongType(
        _ id: TermID, _ type: ValueType, _ relation: Schema.Relation, _ place: FactPlace
    ) throws -> Finding {
        let text = try writer.term(of: id).sourceText(namespaces)
        return Finding(
            .wrongType, "\(text) is not \(type.described), which '\(relation.name)' asks for", at: place,
            notes: [.init("'\(relation.name)' is declared here", at: relation.range)])
    }
}
