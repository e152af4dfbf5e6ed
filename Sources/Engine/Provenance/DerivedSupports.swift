import Language
import Terms

/// What many answers rest on, by the steps that first derived them.
///
/// Such a step is one of many, and perhaps not the surest. So the program is evaluated once more for each level of
/// confidence that its leaves have, as if weaker evidence were not there: the first evaluation that still has an answer
/// tells its confidence.
struct DerivedSupports {
    let goal: ResolvedGoal
    let evaluation: Evaluation
    /// The numbers of the answers among the rows of the goal.
    let rows: [Int]
    let countsIndependent: Bool
    let sources: SourceTable

    /// Nil where not all that the answers rest on has a step of its own.
    func supports() throws -> Proving.Supports? {
        let proving = try Proving(evaluation, isSummary: true, sources)
        guard let evidence = try DerivedEvidence(evaluation, proving.cone) else { return nil }
        let columns = try evaluation.columns(of: goal.relation)
        var found = Proving.Supports()
        found.places = Array(repeating: -1, count: rows.count)
        try take(Array(rows.indices), proving, evidence, columns, &found)
        guard !found.places.contains(-1) else { return nil }
        for level in try evaluation.surerLevels(of: goal.relation) {
            let weaker = rows.indices.filter { found.levels[found.places[$0]] < level }
            if weaker.isEmpty { continue }
            let surer = try evaluation.recording(confidence: level)
            try surer.evaluate(goal)
            let proving = try Proving(surer, isSummary: true, sources)
            guard let evidence = try DerivedEvidence(surer, proving.cone) else { continue }
            try take(weaker, proving, evidence, numbers(of: columns, weaker, in: surer), &found)
        }
        return found
    }

    /// The cells of some answers by the numbers of another evaluation.
    private func numbers(of columns: [[UInt32]], _ answers: [Int], in other: Evaluation) throws -> [[UInt32]] {
        var known: [UInt32: UInt32] = [:]
        return try columns.map { column in
            var found = Array(repeating: UInt32(0), count: column.count)
            for answer in answers {
                let cell = column[rows[answer]]
                if let number = known[cell] {
                    found[rows[answer]] = number
                    continue
                }
                let term = try evaluation.terms.term(of: evaluation.terms.raw(ofLocal: UInt64(cell)))
                let number = UInt32(truncatingIfNeeded: other.terms.local(ofRaw: try other.terms.id(of: term)))
                known[cell] = number
                found[rows[answer]] = number
            }
            return found
        }
    }

    /// Gives answers what they rest on; one that was not derived keeps what it has.
    private func take(
        _ answers: [Int], _ proving: Proving, _ evidence: DerivedEvidence, _ columns: [[UInt32]],
        _ found: inout Proving.Supports
    ) throws {
        let first = found.distinct.count
        let passed = proving.evaluation.passedOn[goal.relation]
        let relation = passed?.relation ?? goal.relation
        let places = passed?.places ?? Array(columns.indices)
        var tuple = Array(repeating: UInt64(0), count: places.count)
        for answer in answers {
            for (position, place) in places.enumerated() { tuple[position] = UInt64(columns[place][rows[answer]]) }
            guard let set = evidence.set(of: tuple, in: relation) else { continue }
            found.places[answer] = first + set
            // Sets are numbered as they are met.
            if first + set == found.distinct.count {
                if set & 0xfff == 0 { try evaluation.control.check() }
                let (support, level) = proving.support(of: evidence.kinds(ofSet: set), countsIndependent)
                found.add(support, level: level)
            }
        }
    }
}

extension Evaluation {
    /// The levels of confidence, the highest first, at which tuples of a relation may be derived anew, as if weaker evidence
    /// were not there. None where less evidence may mean more tuples.
    func surerLevels(of relation: RelationID) throws -> [Int] {
        var scope = EvidenceScope(self, ["confidence"])
        guard original.isMonotone(relation), try scope.reaches(relation) else { return [] }
        return (1...Schema.confidences.count).filter { $0 > options.confidence }.reversed()
    }
}

extension ResolvedProgram {
    /// Whether more facts never mean fewer tuples of a relation.
    fileprivate func isMonotone(_ relation: RelationID) -> Bool {
        var rulesOf: [RelationID: [ResolvedRule]] = [:]
        for rule in rules { rulesOf[rule.head, default: []].append(rule) }
        var seen: Set<RelationID> = [relation]
        var queue = [relation]
        while let next = queue.popLast() {
            for rule in rulesOf[next] ?? [] {
                guard !rule.hasAggregate, rule.cut == nil else { return false }
                for literal in rule.body.flatMap(\.literals) {
                    switch literal {
                    case .negation, .optional, .aggregate: return false
                    default: break
                    }
                }
                for (used, _) in rule.uses where seen.insert(used).inserted { queue.append(used) }
            }
        }
        return true
    }
}
