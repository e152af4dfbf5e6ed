import Language
import Store
import Terms

/// What an atom asks of a statement: qualifiers, and whether it holds at a date. Columns are the qualifiers in order, then
/// the statement's number, then the date.
struct AskedStatement {
    let terms: TermTable
    let qualifiers: [TermID]
    /// Those of the qualifiers that are evidence.
    let evidenceKeys: Set<TermID>
    let hasDate: Bool

    var columnCount: Int { qualifiers.count + (hasDate ? 2 : 1) }

    /// Tells the rows that a statement gives, behind the values of its tuple: one for each piece of evidence that fits.
    func tell(
        _ tuple: [UInt64], _ statement: StoredStatement, at date: UInt64?, _ tell: ([UInt64]) throws -> Void
    ) throws {
        if hasDate, try !holds(statement, at: date) { return }
        // Qualifiers of one piece of evidence belong together.
        let asksEvidence = qualifiers.contains { evidenceKeys.contains($0) }
        let pieces = asksEvidence ? statement.evidence : [[]]
        for piece in pieces {
            var row = tuple
            var complete = true
            for key in qualifiers {
                let entries = evidenceKeys.contains(key) ? piece : statement.qualifiers
                guard let value = entries.first(where: { $0.key == key })?.value else {
                    complete = false
                    break
                }
                row.append(value.rawValue)
            }
            guard complete else { continue }
            row.append(TermID(kind: .statement, payload: statement.number).rawValue)
            if hasDate { row.append(date ?? 0) }
            try tell(row)
        }
    }

    /// Whether the statement holds at a date; never at what is no date.
    private func holds(_ statement: StoredStatement, at date: UInt64?) throws -> Bool {
        switch try date.map({ try terms.term(of: $0) }) {
        case .date(let day)?: return try StatementReading.holds(statement, at: day, terms)
        case .dateTime(let instant)?:
            guard let day = PartialDate(daysSinceEpoch: instant.day) else { return false }
            return try StatementReading.holds(statement, at: day, terms)
        default: return false
        }
    }
}

/// Reads the statements of `triple(S, P, O)`: of every predicate, or of those that a bound end is known to have.
final class TripleStatementAccess: SearchingAccess {
    private let view: StoreView?
    private let asked: AskedStatement

    init(_ view: StoreView?, _ asked: AskedStatement, bound: [Int], free: [Int]) {
        self.view = view
        self.asked = asked
        super.init(columns: 3 + asked.columnCount, bound: bound, free: free)
    }

    override func search(_ tell: ([UInt64]) throws -> Void) throws {
        guard let view else { return }
        try view.triples(given[0], given[1], given[2]) { subject, predicate, object in
            for statement in try view.statements(
                TermID(rawValue: predicate), TermID(rawValue: subject), TermID(rawValue: object))
            where try view.filter.isEmpty || view.admits(statement) {
                try asked.tell([subject, predicate, object], statement, at: given.last ?? nil, tell)
            }
        }
    }

    override var fanOut: Double { bound.isEmpty ? 1e7 : (bound.contains(0) ? 10 : 1000) }
}

extension StoreView {
    /// Tells the triples with given parts.
    func triples(
        _ subject: UInt64?, _ predicate: UInt64?, _ object: UInt64?,
        _ tell: (_ subject: UInt64, _ predicate: UInt64, _ object: UInt64) throws -> Void
    ) throws {
        for id in try predicates(subject, predicate, object) {
            let pairs = try stored(id, isFlipped: false)
            let relation = id.rawValue
            switch (subject, object) {
            case (let subject?, let object?):
                if try pairs.contains(subject, object) { try tell(subject, relation, object) }
            case (let subject?, nil):
                var partners: [UInt64] = []
                try pairs.partners(of: subject, givenColumn: 0, into: &partners)
                for object in partners { try tell(subject, relation, object) }
            case (nil, let object?):
                var partners: [UInt64] = []
                try pairs.partners(of: object, givenColumn: 1, into: &partners)
                for subject in partners { try tell(subject, relation, object) }
            case (nil, nil):
                try pairs.scan { subjects, objects in
                    for row in subjects.indices { try tell(subjects[row], relation, objects[row]) }
                }
            }
        }
    }

    private func predicates(_ subject: UInt64?, _ predicate: UInt64?, _ object: UInt64?) throws -> [TermID] {
        if let predicate { return [TermID(rawValue: predicate)] }
        if let subject { return try predicates(ofSubject: TermID(rawValue: subject)) }
        if let object, TermID(rawValue: object).isEntity { return try predicates(ofObject: TermID(rawValue: object)) }
        return try predicates()
    }
}
