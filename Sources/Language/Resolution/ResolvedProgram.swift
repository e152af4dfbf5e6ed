import Terms

/// A relation of a resolved program, as its index in `ResolvedProgram.relations`.
package struct RelationID: Hashable, Sendable, Comparable {
    package let index: Int
    package init(_ index: Int) { self.index = index }
    package static func < (left: RelationID, right: RelationID) -> Bool { left.index < right.index }
}

/// A program in which every name, variable and constant is resolved: what the engine plans and evaluates.
package struct ResolvedProgram: Sendable {
    package var relations: [ResolvedRelation] = []
    package var rules: [ResolvedRule] = []
    package var facts: [ResolvedFact] = []
    /// Files that facts are read from.
    package var inputs: [ResolvedInput] = []
    /// What was asked, in order of appearance.
    package var goals: [ResolvedGoal] = []

    package subscript(id: RelationID) -> ResolvedRelation { relations[id.index] }
}

/// Where the tuples of a relation come from.
package struct ResolvedRelation: Sendable {
    package enum Origin: Sendable {
        /// Facts and rules of the program.
        case derived
        /// Pairs of stored relations, each read one way or the other.
        case storedPairs([Schema.Reading])
        /// Members of stored classes: of the class and of those below it.
        case storedClass([String])
        /// Every stored triple: subject, predicate, object.
        case triples
    }

    package var name: String
    package var arity: Int
    package var origin: Origin
    /// Whether planning made the relation; nobody wrote its name.
    package var isMade = false
    /// The stored relation or class of this name, of which this relation is an extension; nil where there is none.
    package var isStored: Bool {
        if case .derived = origin { return false }
        return true
    }

    package init(name: String, arity: Int, origin: Origin, isMade: Bool = false) {
        self.name = name
        self.arity = arity
        self.origin = origin
        self.isMade = isMade
    }
}

/// `head :- body`, with variables numbered from 0.
package struct ResolvedRule: Sendable {
    /// Who wrote the rule.
    package enum Author: Sendable {
        case program
        /// The store: what is stored belongs to an extended relation.
        case store
        /// The schema: a property, as `symmetric` or a subclass.
        case schema(String)
        /// The question itself.
        case goal
    }

    package var head: RelationID
    package var arguments: [HeadArgument]
    package var variables: [Variable]
    /// Alternatives; the rule holds where one of them does. A fact has one without literals.
    package var body: [Conjunction]
    package var author: Author
    package var range: SourceRange?
    /// Where each argument of the head is written; empty where they are not written one by one.
    package var argumentRanges: [SourceRange] = []
    /// Set where only some rows of the body's one atom count: those that its goal shows, with its order and limit.
    package var cut: ResolvedGoal?
    /// Set where planning made the rule from one that somebody wrote.
    package var rewriting: Rewriting?

    /// How planning made a rule, so that a proof by it can be told by the rule as it was written. Variables keep their
    /// numbers; those that were added come last.
    package struct Rewriting: Sendable {
        package enum Form: Sendable {
            /// The first literal asks whether the tuple is demanded.
            case guarded
            /// Passes on the facts of the relation.
            case facts
            /// What is reached from a given end in no step at all.
            case seed
            /// A recursive rule that moves the given end, without its recursive atom.
            case step
            /// A rule without recursion, from wherever the steps have led.
            case exit
            /// A recursive rule that passes the given end on as it is.
            case passing
            /// An exit as a further step of a relation that is joined with itself by the rule of this number.
            case closing(Int)
            /// Two atoms of a rule, joined ahead of the others.
            case joinedAhead
        }

        package let form: Form
        /// The number of the rule as written, and of its alternative; nil for the same alternative.
        package let rule: Int
        package let alternative: Int?

        package init(_ form: Form, rule: Int, alternative: Int? = nil) {
            self.form = form
            self.rule = rule
            self.alternative = alternative
        }
    }

    /// What a message about an argument of the head points at.
    package func range(ofArgument position: Int) -> SourceRange? {
        argumentRanges.count == arguments.count ? argumentRanges[position] : range
    }

    package struct Variable: Sendable {
        /// As written; nil for one that resolution made.
        package var name: String?
        package var range: SourceRange?

        package init(name: String?, range: SourceRange?) {
            self.name = name
            self.range = range
        }
    }

    package init(
        head: RelationID, arguments: [HeadArgument], variables: [Variable], body: [Conjunction], author: Author,
        range: SourceRange?
    ) {
        self.head = head
        self.arguments = arguments
        self.variables = variables
        self.body = body
        self.author = author
        self.range = range
    }

    package var hasAggregate: Bool {
        arguments.contains { if case .aggregate = $0 { true } else { false } }
    }
}

package enum HeadArgument: Sendable {
    case expression(ResolvedExpression)
    case aggregate(ResolvedAggregate)
}

package struct ResolvedAggregate: Sendable {
    package var function: Aggregate.Function
    package var arguments: [ResolvedExpression]
    package var per: [ResolvedExpression]
    package var range: SourceRange
}

/// Literals that hold together, in the order written.
package struct Conjunction: Sendable {
    package var literals: [ResolvedLiteral] = []
    /// Variables of `r*` that range over the nodes of `r` where nothing else binds them; empty once a rule is resolved.
    var fallbacks: [(variable: Int, nodes: RelationID)] = []

    package init(literals: [ResolvedLiteral] = []) { self.literals = literals }
}

package indirect enum ResolvedLiteral: Sendable {
    case atom(ResolvedAtom)
    /// No binding of the variables that occur only here satisfies any alternative.
    case negation([Conjunction], SourceRange)
    case optional([Conjunction], SourceRange)
    case comparison(Comparison, ResolvedExpression, ResolvedExpression, SourceRange)
    case memberOfList(ResolvedExpression, [ResolvedExpression], SourceRange)
    case memberOfRange(ResolvedExpression, ResolvedExpression, ResolvedExpression, SourceRange)
    case test(Function, [ResolvedExpression], SourceRange)
    /// The variable is the aggregate over the distinct bindings of the named variables of the group.
    case aggregate(variable: Int, ResolvedAggregate, group: [Conjunction], named: [Int])
}

package struct ResolvedAtom: Sendable {
    package var relation: RelationID
    package var arguments: [ResolvedArgument]
    /// Set where the atom asks for statements and not for tuples.
    package var statement: StatementPattern?
    package var range: SourceRange

    package init(
        relation: RelationID, arguments: [ResolvedArgument], statement: StatementPattern? = nil, range: SourceRange
    ) {
        self.relation = relation
        self.arguments = arguments
        self.statement = statement
        self.range = range
    }
}

/// What an atom says of the statement behind a tuple.
package struct StatementPattern: Sendable {
    package var qualifiers: [(name: String, value: ResolvedArgument)] = []
    /// The variable behind `as`.
    package var variable: Int?
    /// The date behind `@`.
    package var date: ResolvedArgument?
}

/// An argument of an atom: computed ones have become variables with an equation.
package enum ResolvedArgument: Sendable {
    case variable(Int)
    case constant(Term)
    case wildcard
}

package indirect enum ResolvedExpression: Sendable {
    case constant(Term)
    case variable(Int)
    case negation(ResolvedExpression)
    case arithmetic(Expression.Operator, ResolvedExpression, ResolvedExpression)
    case call(Function, [ResolvedExpression])
}

/// A fact of the program, with constant arguments.
package struct ResolvedFact: Sendable {
    package var relation: RelationID
    package var arguments: [Term]
    package var qualifiers: [(name: String, value: Term)]
    package var range: SourceRange
    /// Which statement of the program states it.
    package var position = 0

    package init(
        relation: RelationID, arguments: [Term], qualifiers: [(name: String, value: Term)], range: SourceRange
    ) {
        self.relation = relation
        self.arguments = arguments
        self.qualifiers = qualifiers
        self.range = range
    }
}

/// `input edge("edges.tsv").`
package struct ResolvedInput: Sendable {
    package var relation: RelationID
    package var name: String
    /// As written.
    package var path: String
    /// One for each place.
    package var types: [ValueType]
    /// Names that make a first row a header: those that the program uses for the places.
    package var headers: [[String]]
    /// Which statement of the program reads.
    package var position: Int
    package var range: SourceRange
}

/// A question: a relation to evaluate, and how its rows are shown.
package struct ResolvedGoal: Sendable {
    package struct Column: Sendable {
        package var name: String

        package init(name: String) { self.name = name }
    }

    /// The name of a saved query or check; nil for a question.
    package var name: String?
    package var relation: RelationID
    /// Columns shown; further columns of the relation only order the rows.
    package var columns: [Column]
    package var order: [(column: Int, descending: Bool)]
    package var limit: Int?
    package var offset: Int
    package var asOf: PartialDate?
    package var knownBy: KnownBy?
    /// Sources whose evidence is left out.
    package var withoutSources: [(term: Term, range: SourceRange)] = []
    /// Whether the question has no variables and is answered by yes or no.
    package var isYesNo: Bool
    /// The file that the rows are written to; nil where they are an answer.
    package var destination: String?
    /// Which statement of the program asks.
    package var position = 0
    package var documentation: String?
    package var range: SourceRange
}

extension ResolvedGoal {
    /// The first rows of a relation as they are.
    package init(first limit: Int, of relation: RelationID, columns: Int, range: SourceRange) {
        self.init(
            name: nil, relation: relation, columns: (0..<columns).map { Column(name: "c\($0)") }, order: [],
            limit: limit,
            offset: 0, isYesNo: false, range: range)
    }
}

extension ResolvedLiteral {
    /// Where the literal stands; for an aggregate where its function does.
    package var range: SourceRange? {
        switch self {
        case .atom(let atom): atom.range
        case .negation(_, let range), .optional(_, let range), .comparison(_, _, _, let range),
            .memberOfList(_, _, let range), .memberOfRange(_, _, _, let range), .test(_, _, let range):
            range
        case .aggregate(_, let aggregate, _, _): aggregate.range
        }
    }
}
