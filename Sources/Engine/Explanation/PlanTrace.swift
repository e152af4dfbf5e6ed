import Language

/// What a plan does, step by step, for `explain`; with what really happened, for `profile`.
package final class PlanTrace {
    /// One step of a plan.
    package final class Step {
        /// How the literal is evaluated: `scan`, `look up`, `test`, `compute`, …
        package let action: String
        /// The literal as written.
        package let text: String
        /// Rows to expect for each row that comes in; nil where nothing is estimated.
        package let estimate: Double?
        /// Rows that came out.
        package fileprivate(set) var rows = 0

        init(_ action: String, _ text: String, estimate: Double?) {
            self.action = action
            self.text = text
            self.estimate = estimate
        }
    }

    /// The head of the rule as written.
    package let head: String
    package let range: SourceRange?
    /// The relation whose delta the plan starts from; nil for a plan that runs once.
    package let delta: String?
    package private(set) var steps: [Step] = []
    package private(set) var runs = 0
    package private(set) var time = Duration.zero
    let counts: Bool

    init(head: String, range: SourceRange?, delta: String?, counts: Bool) {
        self.head = head
        self.range = range
        self.delta = delta
        self.counts = counts
    }

    /// Notes a step; the operator that counts its rows, where they are counted.
    func add(_ action: String, _ text: String, estimate: Double? = nil) -> Operator? {
        let step = Step(action, text, estimate: estimate)
        steps.append(step)
        return counts ? CountingOperator(step) : nil
    }

    func run(_ body: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        defer { time += ContinuousClock.now - start }
        runs += 1
        try body()
    }

    /// Counts rows on their way.
    private final class CountingOperator: Operator {
        private let step: Step

        init(_ step: Step) { self.step = step }

        override func push(_ batch: Batch) throws {
            step.rows += batch.count
            try next?.push(batch)
        }
    }
}

/// What an evaluation did: its strata from the bottom up, each with the plans of its rules.
package final class EvaluationTrace {
    /// Relations that are evaluated together.
    package struct Stratum {
        package var relations: [String]
        package var isRecursive: Bool
        package var plans: [PlanTrace] = []
        package var rounds = 0
        package var rows = 0
        package var bytes = 0
        package var time = Duration.zero
    }

    package internal(set) var strata: [Stratum] = []
    /// Whether rows and times are measured.
    package let measures: Bool

    package init(measures: Bool) { self.measures = measures }

    func begin(_ relations: [String], isRecursive: Bool) {
        strata.append(Stratum(relations: relations, isRecursive: isRecursive))
    }

    /// The trace of a plan of the stratum in progress.
    func plan(head: String, range: SourceRange?, delta: String?) -> PlanTrace {
        let made = PlanTrace(head: head, range: range, delta: delta, counts: measures)
        if !strata.isEmpty { strata[strata.count - 1].plans.append(made) }
        return made
    }

    func noteRound() {
        if !strata.isEmpty { strata[strata.count - 1].rounds += 1 }
    }

    func end(rows: Int, bytes: Int, time: Duration) {
        guard !strata.isEmpty else { return }
        strata[strata.count - 1].rows = rows
        strata[strata.count - 1].bytes = bytes
        strata[strata.count - 1].time = time
    }
}
