import Language
import Store
import Terms

/// Reads qualifiers and evidence of stored statements.
enum StatementReading {
    static func value(_ entries: [(key: TermID, value: TermID)], _ name: String, _ terms: TermTable) throws -> TermID? {
        let key = try terms.id(of: .entity(name))
        return entries.first { $0.key.rawValue == key }?.value
    }

    /// 0 where no source says how sure it is, else 1 low, 2 medium, 3 high: the best of the evidence.
    static func confidence(_ statement: StoredStatement, _ terms: TermTable) throws -> Int {
        var best = 0
        for evidence in statement.evidence { best = max(best, try confidence(evidence, terms)) }
        return best
    }

    static func confidence(_ evidence: [(key: TermID, value: TermID)], _ terms: TermTable) throws -> Int {
        guard let value = try value(evidence, "confidence", terms),
            case .entity(let name) = try terms.term(of: value.rawValue)
        else { return 0 }
        return 1 + (Schema.confidences.firstIndex(of: name) ?? -1)
    }

    /// Whether `from` is absent or begins by the date, and `to` is absent or ends no earlier.
    static func holds(_ statement: StoredStatement, at date: PartialDate, _ terms: TermTable) throws -> Bool {
        if let from = try value(statement.qualifiers, "from", terms),
            case .date(let start) = try terms.term(of: from.rawValue), start.firstDay > date.lastDay
        {
            return false
        }
        if let to = try value(statement.qualifiers, "to", terms),
            case .date(let end) = try terms.term(of: to.rawValue), end.lastDay < date.firstDay
        {
            return false
        }
        return true
    }
}

/// Reads statements: the pair, the qualifiers asked for and the statement itself.
///
/// Columns are first, second (absent for a class), then the qualifiers in order, then the statement's number, then the
/// date at which the statement must hold, which is always given.
final class StatementAccess: SearchingAccess {
    private let view: StoreView?
    private let readings: [(predicate: TermID, isFlipped: Bool)]
    /// The members asked for where a class is read; nil for a binary relation.
    private let classes: [TermID]?
    private let extra: [ProgramStatement]
    private let asked: AskedStatement
    private let arity: Int

    init(
        view: StoreView?, readings: [(predicate: TermID, isFlipped: Bool)], classes: [TermID]?,
        extra: [ProgramStatement], _ asked: AskedStatement, bound: [Int], free: [Int]
    ) {
        self.view = view
        self.readings = readings
        self.classes = classes
        self.extra = extra
        self.asked = asked
        arity = classes == nil ? 2 : 1
        super.init(columns: arity + asked.columnCount, bound: bound, free: free)
    }

    override func search(_ tell: ([UInt64]) throws -> Void) throws {
        for reading in readings { try find(reading.predicate, reading.isFlipped, tell) }
        for one in extra { try add(one.first, one.second, one.statement, tell) }
    }

    private func find(
        _ predicate: TermID, _ isFlipped: Bool, _ tell: ([UInt64]) throws -> Void
    ) throws {
        guard let view else { return }
        let first = given[0]
        let second = arity == 2 ? given[1] : nil
        if let classes {
            for one in classes {
                var members: [UInt64] = []
                if let first {
                    members = [first]
                } else {
                    try view.seconds(of: predicate, order: .object, first: one, into: &members)
                }
                for member in members {
                    for statement in try view.statements(predicate, TermID(rawValue: member), one) {
                        try add(member, one.rawValue, statement, tell)
                    }
                }
            }
            return
        }
        let subject = isFlipped ? second : first
        let object = isFlipped ? first : second
        func receive(_ subject: TermID, _ object: TermID, _ statements: [StoredStatement]) throws {
            let left = isFlipped ? object.rawValue : subject.rawValue
            let right = isFlipped ? subject.rawValue : object.rawValue
            for statement in statements { try add(left, right, statement, tell) }
        }
        switch (subject, object) {
        case (let subject?, let object?):
            let pair = (TermID(rawValue: subject), TermID(rawValue: object))
            try receive(pair.0, pair.1, view.statements(predicate, pair.0, pair.1))
        case (nil, let object?):
            var subjects: [UInt64] = []
            let fixed = TermID(rawValue: object)
            try view.seconds(of: predicate, order: .object, first: fixed, into: &subjects)
            for one in subjects {
                let subject = TermID(rawValue: one)
                try receive(subject, fixed, view.statements(predicate, subject, fixed))
            }
        case (let subject?, nil):
            var objects: [UInt64] = []
            let fixed = TermID(rawValue: subject)
            try view.seconds(of: predicate, order: .subject, first: fixed, into: &objects)
            for one in objects {
                let object = TermID(rawValue: one)
                try receive(fixed, object, view.statements(predicate, fixed, object))
            }
        case (nil, nil):
            var scan = try view.scan(predicate, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for row in subjects.indices {
                    let subject = TermID(rawValue: subjects[row])
                    let object = TermID(rawValue: objects[row])
                    try receive(subject, object, view.statements(predicate, subject, object))
                }
            }
        }
    }

    private func add(
        _ first: UInt64, _ second: UInt64, _ statement: StoredStatement, _ tell: ([UInt64]) throws -> Void
    ) throws {
        if let view, !view.filter.isEmpty, try !view.admits(statement) { return }
        try asked.tell(arity == 2 ? [first, second] : [first], statement, at: given.last ?? nil, tell)
    }

    override var fanOut: Double {
        guard let view else { return Double(extra.count) }
        var sum = Double(extra.count)
        for reading in readings {
            guard let statistics = try? view.statistics(of: reading.predicate) else { continue }
            if bound.contains(0) {
                sum += Double(statistics.count) / Double(max(1, statistics.subjects))
            } else if bound.contains(1) {
                sum += Double(statistics.count) / Double(max(1, statistics.objects))
            } else {
                sum += Double(statistics.count)
            }
        }
        return sum
    }
}
