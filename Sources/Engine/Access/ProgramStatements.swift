import Language
import Store
import Terms

/// A statement of the program itself: a fact in the text that is run.
struct ProgramStatement {
    let first: UInt64
    let second: UInt64
    var statement: StoredStatement
}

/// The facts of a program as statements, with the view's filter.
final class ProgramStatements {
    private let program: ResolvedProgram
    private let factsOf: [[Int]]
    private let terms: TermTable
    private var filter: StoreView.Filter
    var merging: Merging? {
        didSet { filter.withdrawn = merging?.represent(filter.withdrawn) ?? filter.withdrawn }
    }
    private var made: [RelationID: [ProgramStatement]] = [:]

    /// What tells one statement from another.
    private struct Identity: Hashable {
        let arguments: [UInt64]
        let qualifiers: [UInt64]
    }

    init(_ program: ResolvedProgram, factsOf: [[Int]], terms: TermTable, filter: StoreView.Filter) {
        self.program = program
        self.factsOf = factsOf
        self.terms = terms
        self.filter = filter
    }

    /// The statements of a class or a binary relation, those of one triple and its qualifiers as one.
    func of(_ relation: RelationID) throws -> [ProgramStatement] {
        if let known = made[relation] { return known }
        var found: [ProgramStatement] = []
        var places: [Identity: Int] = [:]
        for number in factsOf[relation.index] {
            let fact = program.facts[number]
            guard try counts(fact) else { continue }
            let (qualifiers, evidence) = try entries(of: fact)
            let arguments = try fact.arguments.map { try terms.id(of: $0) }
            guard let first = arguments.first, arguments.count <= 2 else { continue }
            let identity = Identity(
                arguments: arguments, qualifiers: qualifiers.flatMap { [$0.key.rawValue, $0.value.rawValue] })
            if let place = places[identity] {
                if !evidence.isEmpty { found[place].statement.evidence.append(evidence) }
                continue
            }
            places[identity] = found.count
            found.append(
                ProgramStatement(
                    first: first, second: arguments.count == 2 ? arguments[1] : 0,
                    statement: StoredStatement(
                        number: 1 << 40 | UInt64(number), qualifiers: qualifiers,
                        evidence: evidence.isEmpty ? [] : [evidence])))
        }
        made[relation] = found
        return found
    }

    /// One fact by itself, whatever others state the same.
    func statement(ofFact number: Int) throws -> StoredStatement {
        try statement(of: program.facts[number], numbered: 1 << 40 | UInt64(number))
    }

    /// Whether a fact counts under the filter. One that names no evidence is the program's own word.
    func counts(_ fact: ResolvedFact) throws -> Bool {
        guard !filter.isEmpty, !fact.qualifiers.isEmpty else { return true }
        let (qualifiers, evidence) = try entries(of: fact)
        if !filter.withdrawn.isEmpty, let source = try StatementReading.value(evidence, "source", terms),
            filter.withdrawn.contains(source.rawValue)
        {
            return false
        }
        let statement = StoredStatement(number: 0, qualifiers: qualifiers, evidence: [evidence])
        if !evidence.isEmpty, try StatementReading.confidence(statement, terms) < filter.confidence { return false }
        guard let date = filter.asOf else { return true }
        return try StatementReading.holds(statement, at: date, terms)
    }

    /// A fact as a statement, without a number where it is given none.
    func statement(of fact: ResolvedFact, numbered number: UInt64 = 0) throws -> StoredStatement {
        let (qualifiers, evidence) = try entries(of: fact)
        return StoredStatement(number: number, qualifiers: qualifiers, evidence: evidence.isEmpty ? [] : [evidence])
    }

    /// The qualifiers of a fact and its evidence, each sorted by key.
    private func entries(
        of fact: ResolvedFact
    ) throws -> (qualifiers: [StoredStatement.Entry], evidence: [StoredStatement.Entry]) {
        var qualifiers: [StoredStatement.Entry] = []
        var evidence: [StoredStatement.Entry] = []
        for (name, value) in fact.qualifiers {
            let entry = (
                key: TermID(rawValue: try terms.id(of: .entity(name))),
                value: TermID(rawValue: try terms.id(of: value))
            )
            if Schema.evidenceQualifiers.contains(name) { evidence.append(entry) } else { qualifiers.append(entry) }
        }
        return (qualifiers.sorted { $0.key < $1.key }, evidence.sorted { $0.key < $1.key })
    }
}
