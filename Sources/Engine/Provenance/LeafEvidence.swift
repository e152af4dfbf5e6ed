import Language
import Store
import Terms

/// Who says a leaf, and how surely.
struct LeafEvidence: Hashable {
    struct Piece: Hashable {
        /// 0 where the source does not say how sure it is, else 1 low to 3 high.
        let level: Int
        /// By raw number; 0 for none.
        let source: UInt64
    }

    private(set) var pieces: [Piece] = []
    /// The best level.
    private(set) var level = 0
    /// Whether it only may have held at the date asked for, which the dates known leave open.
    var isUncertain = false
    /// Whether it is the word of who asks: a fact of the program, of a file that it reads or of a 'what if' that names no
    /// evidence.
    var isOwn = false

    mutating func add(_ level: Int, _ source: UInt64) {
        pieces.append(.init(level: level, source: source))
        self.level = max(self.level, level)
    }

    /// The sources of the best level.
    var sources: [UInt64] { pieces.filter { $0.level == level && $0.source != 0 }.map(\.source) }

    /// Whether anybody is named.
    var isSourced: Bool { pieces.contains { $0.source != 0 } }

    /// The level at which a proof may use the leaf: one's own word is as sure as anything.
    var usableLevel: Int { isOwn ? Schema.confidences.count : level }
}

/// The evidence for leaves, like evidence under one number: there is far less of it than there are leaves.
final class EvidenceTable {
    private let evaluation: Evaluation
    private let leaves: ProofLeaves
    private(set) var kinds: [LeafEvidence] = []
    private var numbers: [LeafEvidence: Int] = [:]
    /// Of each kind, what a citation says of it.
    private(set) var citations: [KindCitation] = []
    let sources: SourceTable
    private var records = RecordKinds()
    /// By kind of record, the number of what it says; -1 where it was not asked for.
    private var ofRecords: [Int] = []

    init(_ evaluation: Evaluation, _ leaves: ProofLeaves, _ sources: SourceTable) {
        self.sources = sources
        self.evaluation = evaluation
        self.leaves = leaves
    }

    subscript(number: Int) -> LeafEvidence { kinds[number] }

    /// The number of the evidence for a leaf.
    func number(of node: ProofGraph.Node) throws -> Int { try number(of: try evidence(of: node)) }

    private func number(of evidence: LeafEvidence) throws -> Int {
        if let known = numbers[evidence] { return known }
        kinds.append(evidence)
        citations.append(try KindCitation(evidence, sources, evaluation.terms))
        numbers[evidence] = kinds.count - 1
        return kinds.count - 1
    }

    /// Whether records of the store say all that there is to say of triples.
    var isStored: Bool { evaluation.view.map { $0.merging == nil && $0.overlay.isEmpty && $0.base != nil } ?? false }

    /// The numbers of the evidence for triples, in their order: one walk over the records where there is nothing else.
    ///
    /// - Parameter triples: sorted.
    func numbers(of triples: [RawTriple]) throws -> [Int] {
        guard isStored, let view = evaluation.view, let base = view.base else {
            return try triples.map {
                try number(of: .init(kind: .triple, site: 0, values: [$0.predicate, $0.subject, $0.object]))
            }
        }
        return try base.kinds(of: triples, &records).map { try number(ofRecord: $0, view) }
    }

    /// The same for triples in any order.
    func numbers(ofUnsorted triples: [RawTriple]) throws -> [Int] {
        guard zip(triples, triples.dropFirst()).contains(where: { $1 < $0 }) else { return try numbers(of: triples) }
        let order = triples.indices.sorted { triples[$0] < triples[$1] }
        var found = Array(repeating: 0, count: triples.count)
        for (place, number) in zip(order, try numbers(of: order.map { triples[$0] })) { found[place] = number }
        return found
    }

    /// The numbers of the evidence for all triples of some predicates, each number once, and how many triples there are;
    /// nil where not all of them count, or others do.
    func numbers(ofAll predicates: [TermID]?) throws -> (numbers: Set<Int>, count: Int)? {
        guard let view = evaluation.view, let base = view.base, view.isUnfiltered else { return nil }
        var found: Set<Int> = []
        var count = 0
        for predicate in try predicates ?? base.predicates() where !predicate.isTransient {
            try evaluation.control.check()
            count += try base.statistics(of: predicate).count
            for kind in try base.kinds(of: predicate, &records) { found.insert(try number(ofRecord: kind, view)) }
        }
        return (found, count)
    }

    private func number(ofRecord kind: Int, _ view: StoreView) throws -> Int {
        while ofRecords.count < records.statements.count { ofRecords.append(-1) }
        if ofRecords[kind] < 0 {
            // A triple without a record is one statement of which nothing is told.
            let all =
                kind == RecordKinds.plain
                ? [StoredStatement(number: 0, qualifiers: [], evidence: [])] : records.statements[kind]
            ofRecords[kind] = try number(of: try evidence(of: view.seen(all).filter { try view.admits($0) }))
        }
        return ofRecords[kind]
    }

    // MARK: Evidence

    func evidence(of node: ProofGraph.Node) throws -> LeafEvidence {
        switch node.kind {
        case .triple: return try evidence(of: try leaves.statements(of: node))
        case .statement: return try evidence(ofStatement: node)
        case .fact: return try evidence(of: try leaves.facts(of: node))
        default: break
        }
        var own = LeafEvidence()
        own.isOwn = true
        return own
    }

    private func evidence(of statements: [StoredStatement]) throws -> LeafEvidence {
        var found = LeafEvidence()
        for statement in statements { try add(statement, [], to: &found) }
        found.isUncertain = try isUncertain(statements)
        found.isOwn = statements.contains(where: \.isOwnWord)
        return found
    }

    private func evidence(ofStatement node: ProofGraph.Node) throws -> LeafEvidence {
        var found = LeafEvidence()
        let arity = evaluation.program[RelationID(node.site)].arity
        guard let origin = try leaves.origin(of: node) else { return found }
        try add(origin.statement, try leaves.asked(of: node).filter { try isEvidence($0.key) }, to: &found)
        found.isUncertain = try isUncertain([origin.statement])
        if let date = try date(node.values[arity + 1]) {
            let isSure = try StatementReading.surelyHolds(origin.statement, at: date, evaluation.terms)
            found.isUncertain = found.isUncertain || !isSure
        }
        if case .fact = origin { found.isOwn = origin.statement.evidence.isEmpty }
        if origin.statement.isOwnWord { found.isOwn = true }
        return found
    }

    private func evidence(of facts: [ResolvedFact]) throws -> LeafEvidence {
        var found = LeafEvidence()
        var statements: [StoredStatement] = []
        for fact in facts {
            let one = try evaluation.statements.statement(of: fact)
            if let same = statements.firstIndex(where: { StoredStatement.same($0.qualifiers, one.qualifiers) }) {
                statements[same].evidence += one.evidence
            } else {
                statements.append(one)
            }
        }
        for statement in statements { try add(statement, [], to: &found) }
        found.isUncertain = try isUncertain(statements)
        found.isOwn = statements.contains { $0.evidence.isEmpty }
        return found
    }

    /// Whether none of some statements surely holds at the date that the question is about.
    private func isUncertain(_ statements: [StoredStatement]) throws -> Bool {
        guard let date = evaluation.options.asOf, !statements.isEmpty else { return false }
        return try !statements.contains { try StatementReading.surelyHolds($0, at: date, evaluation.terms) }
    }

    private func date(_ id: UInt64) throws -> PartialDate? {
        switch try evaluation.terms.term(of: id) {
        case .date(let date): return date
        case .dateTime(let instant): return PartialDate(daysSinceEpoch: instant.day)
        default: return nil
        }
    }

    private func isEvidence(_ key: TermID) throws -> Bool {
        if case .entity(let name) = try evaluation.terms.term(of: key.rawValue) {
            return Schema.evidenceQualifiers.contains(name)
        }
        return false
    }

    /// - Parameter asked: evidence that must be there; a value that is `none` stands for any.
    private func add(
        _ statement: StoredStatement, _ asked: [StoredStatement.Entry], to found: inout LeafEvidence
    ) throws {
        for piece in statement.evidence {
            let fits = asked.allSatisfy { wanted in
                piece.contains { $0.key == wanted.key && (wanted.value == .none || $0.value == wanted.value) }
            }
            guard fits else { continue }
            let source = try StatementReading.value(piece, "source", evaluation.terms)
            let level = try StatementReading.confidence(piece, evaluation.terms)
            found.add(level, source?.rawValue ?? 0)
        }
    }
}

extension ProofLeaves.Origin {
    var statement: StoredStatement {
        switch self {
        case .stored(_, let statement), .fact(_, let statement): statement
        }
    }
}
