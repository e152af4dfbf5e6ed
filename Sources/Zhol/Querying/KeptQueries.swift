import Engine
import Language
import Terms

/// Questions that were asked over one snapshot, to be asked again without being read, resolved and planned anew.
final class KeptQueries {
    /// What makes two questions the same.
    struct Key: Hashable {
        let text: String
        let savedQuery: String?
        let parameters: [String: Term]
        let resolves: Bool
    }

    private struct Entry {
        let query: KeptQuery
        var lastUse: Int
    }

    private var entries: [Key: Entry] = [:]
    private var uses = 0

    /// How many questions are kept, and how many bytes each may hold.
    private static let capacity = 64
    private static let footprint = 1 << 21

    /// A question to ask again. It is not here until `keep` gives it back: one that fails is forgotten.
    func take(_ key: Key) -> KeptQuery? { entries.removeValue(forKey: key)?.query }

    /// Keeps a question that was answered, in place of the one that was not used for longest.
    func keep(_ query: KeptQuery, _ key: Key) {
        guard query.footprint <= KeptQueries.footprint else { return }
        uses += 1
        if entries.count >= KeptQueries.capacity,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
        }
        entries[key] = Entry(query: query, lastUse: uses)
    }
}

/// The questions of a text, ready to be answered again over the same snapshot.
struct KeptQuery {
    let evaluation: Evaluation
    let goals: [ResolvedGoal]
    let namespaces: Namespaces

    var footprint: Int { evaluation.footprint }

    /// Throws what the evaluation throws.
    func answers(timeout: Duration?) throws -> [Answers] {
        evaluation.renew(timeout: timeout)
        return try goals.map { try Answers($0, evaluation.answers(to: $0), namespaces) }
    }
}

extension Answers {
    init(_ goal: ResolvedGoal, _ rows: GoalAnswers, _ namespaces: Namespaces) {
        self.init(name: goal.name, columns: rows.columns, rows: rows.rows, namespaces: namespaces)
        documentation = goal.documentation
    }
}
