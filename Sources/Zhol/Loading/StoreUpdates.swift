import Engine
import Language
import Store
import Terms

/// Writes changes that are more than facts: withdrawals, and updates by rule. Each sees what was written before it.
struct StoreUpdates {
    private let gate: FactGate
    private var program: ResolvedProgram
    private let control = Control()
    private(set) var withdrawn = 0
    /// Warnings of facts to withdraw that are not there.
    private(set) var missed: [Diagnostic] = []

    private var writer: Writer { gate.writer }
    private var schema: Schema { gate.schema }

    /// - Parameter program: the rules that a body may use; its facts are in the store.
    init(_ program: ResolvedProgram, into gate: FactGate) {
        self.gate = gate
        self.program = program
        self.program.facts = []
    }

    /// Does what the update says; what does not fit the schema becomes a finding.
    mutating func apply(_ update: ResolvedUpdate) throws {
        switch update {
        case .fact(let fact): try apply(fact)
        case .rule(let rule):
            let rows = try Evaluation(program, schema: schema, store: writer, control: control)
                .answers(to: rule.goal).rows
            for row in rows { try apply(rule.fact(row)) }
        }
    }

    private mutating func apply(_ fact: FactUpdate) throws {
        if fact.withdraws {
            if try withdraw(fact) { withdrawn += 1 } else { try note(missed: fact) }
            return
        }
        for (name, value) in fact.qualifiers {
            guard let type = schema.type(ofQualifier: name, on: fact.name), !type.admits(value, in: schema) else {
                continue
            }
            let text = value.sourceText(gate.namespaces)
            return try gate.findings.add(
                Finding(
                    .wrongType, "\(text) is not \(type.described), which '\(name)' asks for", at: .source(fact.range)))
        }
        try gate.add(fact.name, fact.arguments, qualifiers: fact.qualifiers, at: .source(fact.range))
    }

    /// What is stated of the fact in other words is most likely what was meant.
    private mutating func note(missed fact: FactUpdate) throws {
        var stated: [String] = []
        for triple in try triples(of: fact) {
            for statement in try writer.statements(triple.predicate, triple.subject, triple.object) {
                let entries = try statement.qualifiers.map { entry in
                    (
                        name: try writer.term(of: entry.key).plainText(gate.namespaces),
                        value: try writer.term(of: entry.value)
                    )
                }
                stated.append(entries.isEmpty ? "no qualifiers" : "{" + Schema.text(of: entries, gate.namespaces) + "}")
            }
        }
        missed.append(
            Diagnostic(
                .nothingWithdrawn, "no such fact is stored: nothing is withdrawn", at: fact.range, severity: .warning,
                notes: stated.isEmpty ? [] : [.init("it is stated with " + stated.joined(separator: " and "))]))
    }

    /// Withdraws a fact, and what says the same by another reading of the schema; false where nothing was there.
    private func withdraw(_ fact: FactUpdate) throws -> Bool {
        var plain: [StoredStatement.Entry] = []
        var source: TermID?
        for (name, value) in fact.qualifiers {
            guard let key = try writer.id(of: .entity(name)), let id = try writer.id(of: value) else { return false }
            if name == "source" { source = id }
            if !Schema.evidenceQualifiers.contains(name) { plain.append((key, id)) }
        }
        var changed = false
        for triple in try triples(of: fact) {
            let isWithdrawn = try writer.withdraw(
                predicate: triple.predicate, subject: triple.subject, object: triple.object,
                qualifiers: plain.isEmpty ? nil : plain, source: source)
            guard isWithdrawn else { continue }
            changed = true
            gate.constraints.note(withdrawn: triple, .source(fact.range))
        }
        return changed
    }

    /// The triple of a fact, and those that say the same; none where the store does not know a term.
    private func triples(of fact: FactUpdate) throws -> [TripleKey] {
        guard let first = fact.arguments.first, let subject = try writer.id(of: first) else { return [] }
        guard fact.arguments.count == 2 else {
            guard let name = try writer.id(of: .entity(fact.name)) else { return [] }
            return [TripleKey(predicate: .isA, subject: subject, object: name)]
        }
        guard let object = try writer.id(of: fact.arguments[1]) else { return [] }
        return try schema.readings(of: fact.name).compactMap { reading in
            guard let predicate = try writer.id(of: .entity(reading.relation)) else { return nil }
            return TripleKey(
                predicate: predicate, subject: reading.isFlipped ? object : subject,
                object: reading.isFlipped ? subject : object)
        }
    }
}
