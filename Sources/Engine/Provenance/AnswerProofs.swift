import Language
import Terms

/// Proofs of the answers to a goal: searched in the evaluation that gave the answers, or, where that holds far more than a
/// few answers need, in one for each of them.
package struct AnswerProofs {
    let goal: ResolvedGoal
    let evaluation: Evaluation
    let answers: GoalAnswers
    /// Whether only what answers rest on is asked for, and not how.
    let isSummary: Bool
    let limits: Limits
    /// The sources that what answers rest on names, by number.
    package let sources = SourceTable()

    /// How many steps are searched.
    package struct Limits: Sendable {
        /// Before few answers are asked for one by one.
        package var together = 20_000
        /// Answers that are few enough to be asked for one by one.
        package var few = 32
        /// Derived tuples up to which every proof of more answers is searched.
        package var derived = 5_000
        /// Before any proof will do.
        package var all = ProofCone.greatestBudget

        package init() {}
    }

    package init(
        of goal: ResolvedGoal, _ answers: GoalAnswers, _ evaluation: Evaluation, isSummary: Bool, _ limits: Limits
    ) {
        self.limits = limits
        self.goal = goal
        self.answers = answers
        self.evaluation = evaluation
        self.isSummary = isSummary
    }

    /// Rows of relations that may be derived once more for one answer.
    private static let smallRelations = 200_000

    /// What each answer rests on.
    package func supports(countsIndependent: Bool) throws -> Proving.Supports {
        var scope = EvidenceScope(evaluation)
        let none = Proving.Support()
        guard try scope.reaches(goal.relation) else {
            return .init(Array(repeating: none, count: answers.order.count))
        }
        if answers.order.count > limits.few, let derivations = evaluation.derivations,
            derivations.count > limits.derived,
            let found = try DerivedSupports(
                goal: goal, evaluation: evaluation, rows: answers.order, countsIndependent: countsIndependent,
                sources: sources
            ).supports()
        {
            return found
        }
        var found: [Proving.Support?] = Array(repeating: nil, count: answers.order.count)
        try search(Array(answers.order.indices)) { proving, rows, nodes in
            let supports = try proving.supports(of: nodes, countsIndependent: countsIndependent)
            for (row, support) in zip(rows, supports) { found[row] = support }
            return found.indices.filter { found[$0] == nil }
        }
        return .init(found.map { $0 ?? none })
    }

    /// Proofs of some rows, the best of each first.
    ///
    /// - Parameters:
    ///   - chosen: the numbers of the rows.
    ///   - limit: how many proofs of a row are told.
    ///   - shownContributions: of how many contributions to an aggregate.
    /// - Returns: as many lists as there are rows; empty for those that are not asked for.
    package func proofs(
        of chosen: [Int], _ namespaces: Namespaces, limit: Int = 1, shownContributions: Int = 20
    ) throws -> [[Proof]] {
        var found: [[Proof]] = Array(repeating: [], count: answers.rows.count)
        guard !goal.isYesNo || !answers.order.isEmpty else { return found }
        try search(chosen) { proving, rows, nodes in
            let proofs = try proving.proofs(
                of: nodes, namespaces, limit: limit, shownContributions: shownContributions)
            for (row, own) in zip(rows, proofs) { found[row] = own }
            return chosen.filter { found[$0].isEmpty }
        }
        return found
    }

    private func terms(_ row: Int) -> [Term] {
        goal.isYesNo ? [] : answers.wholeRows.isEmpty ? answers.rows[row] : answers.wholeRows[row]
    }

    /// Searches what rows rest on, and hands on rows with their nodes; `receive` gives those that have no proof yet.
    private func search(_ rows: [Int], _ receive: (Proving, [Int], [Int]) throws -> [Int]) throws {
        var begun: (proving: Proving, nodes: [Int])?
        if rows.count <= limits.few {
            let quick = try Proving(evaluation, isSummary: isSummary, budget: limits.together, sources)
            let nodes = try quick.nodes(of: rows.map { terms($0) }, in: goal.relation)
            if try quick.searchAll(nodes) {
                if try receive(quick, rows, nodes).isEmpty { return }
            } else if try askEach(rows, isBound: true, receive) {
                return
            } else if !quick.cone.isCut {
                quick.cone.budget = limits.all
                begun = (quick, nodes)
            }
        }
        let proving = try begun?.proving ?? Proving(evaluation, isSummary: isSummary, budget: limits.all, sources)
        let nodes = try begun?.nodes ?? nodes(of: rows, proving)
        try proving.search(nodes)
        if proving.isCut { return try searchDerivations(rows, receive) }
        let left = try receive(proving, rows, nodes)
        // What was too far away to be found there.
        _ = try askEach(Array(left.prefix(max(0, limits.few))), isBound: false, receive)
    }

    /// Reads the proofs of rows off an evaluation that notes how each tuple is derived.
    private func searchDerivations(_ rows: [Int], _ receive: (Proving, [Int], [Int]) throws -> [Int]) throws {
        var left = rows
        for level in try evaluation.surerLevels(of: goal.relation) + [evaluation.options.confidence] {
            let isOwn = level == evaluation.options.confidence && evaluation.derivations != nil
            let recorded = isOwn ? evaluation : try evaluation.recording(confidence: level)
            try recorded.evaluate(goal)
            let proving = try Proving(
                recorded, isSummary: isSummary, budget: Int.max / 4, readsDerivations: true, sources)
            let nodes = try proving.nodes(of: left.map { terms($0) }, in: goal.relation)
            try proving.search(nodes)
            let missing = Set(try receive(proving, left, nodes))
            left = left.filter { missing.contains($0) }
            if left.isEmpty { return }
        }
    }

    private func nodes(of rows: [Int], _ proving: Proving) throws -> [Int] {
        guard !goal.isYesNo else { return try proving.nodes(of: rows.map { terms($0) }, in: goal.relation) }
        let columns = try evaluation.columns(of: goal.relation)
        return try rows.map { row in
            let place = answers.order[row]
            return try proving.cone.node(
                of: columns.map { evaluation.terms.raw(ofLocal: UInt64($0[place])) }, in: goal.relation)
        }
    }

    /// Asks for rows one by one.
    ///
    /// - Parameter isBound: only where less would be derived than was, and nothing large once more.
    /// - Returns: false where that would be so for one of them.
    private func askEach(
        _ rows: [Int], isBound: Bool, _ receive: (Proving, [Int], [Int]) throws -> [Int]
    ) throws -> Bool {
        // The names that a question writes decide which facts rest on `same`.
        if isBound, evaluation.terms.merging != nil { return false }
        for row in rows {
            let single = try evaluation.asking(goal, terms(row))
            if isBound {
                // Nothing that the rules ask for is bound by the values of the answer.
                if single.program.relations.count <= evaluation.program.relations.count { return false }
                if single.rowsToDeriveAgain(for: goal, of: evaluation) > AnswerProofs.smallRelations { return false }
            }
            try single.evaluate(goal)
            let proving = try Proving(single, isSummary: isSummary, budget: limits.all, sources)
            let nodes = try proving.nodes(of: [terms(row)], in: goal.relation)
            try proving.search(nodes)
            _ = try receive(proving, [row], nodes)
        }
        return true
    }
}

extension Evaluation {
    /// How many rows the relations have that this evaluation would derive as another has derived them already.
    fileprivate func rowsToDeriveAgain(for goal: ResolvedGoal, of other: Evaluation) -> Int {
        var seen: Set<RelationID> = [goal.relation]
        var queue = [goal.relation]
        var count = 0
        while let next = queue.popLast() {
            if next != goal.relation, other.relations.indices.contains(next.index) {
                count += other.relations[next.index].count
            }
            for number in rulesOf[next.index] {
                for (used, _) in program.rules[number].uses where seen.insert(used).inserted { queue.append(used) }
            }
        }
        return count
    }
}
