import Terms

/// What tuples can be derived from, as a graph: a node is proved by any one of its steps, a step by all its premises.
///
/// Nothing in it comes from the evaluation of rules: it is searched backward from what is to be proved, when a proof is
/// asked for.
final class ProofGraph {
    /// What a node stands for.
    enum Kind: UInt8 {
        /// A tuple of a relation of the program; the site is the relation.
        case tuple
        /// A stored triple: predicate, subject, object.
        case triple
        /// A statement: its number, the date at which it must hold (0 for any), and then the evidence asked for, as
        /// key and value, and where entities are merged the other qualifiers too; the values before it are the tuple's;
        /// the site is the relation.
        case statement
        /// What the program states of a tuple; the site is the relation.
        case fact
        /// A row of a file; the site is the relation.
        case input
        /// One binding of a body that counts in an aggregate; the site is the plan.
        case contribution
        /// An aggregate or an optional group of a body, under a binding; the site is the group.
        case group
        /// A leaf whose entities are merged with others, under whatever names it is stated: see `Node.unnamed`.
        case named
        /// That two entities are one: a name, and the one that it is taken for.
        case same
        /// All contributions to an aggregate that rest on leaves alone, as one: the site is its place in `summaries`.
        case summary
    }

    struct Node: Hashable {
        let kind: Kind
        let site: Int
        let values: TermTuple
    }

    /// Why a step holds.
    enum Reason: Equatable {
        /// A rule, by the number of its plan.
        case plan(Int)
        /// What is stored or stated is so.
        case stated
        /// All contributions to an aggregate.
        case contributions
        /// It is stated under other names, which `same` says to be of the same things.
        case named
    }

    struct Step {
        let node: Int
        let reason: Reason
        /// Places in `premises` and in `bindings`.
        let premises: Range<Int>
        let binding: Range<Int>
    }

    /// The node that stands for what a value was before its last, and needs no proof.
    static let earlier = 0

    private(set) var nodes = [Node(kind: .input, site: -1, values: [])]
    private(set) var steps: [Step] = []
    private(set) var premises: [Int] = []
    private(set) var bindings: [UInt64] = []
    private var numbers: [Node: Int] = [:]
    /// What summaries rest on.
    private(set) var summaries: [EvidenceSummary] = []
    /// The only step of a node; `none` where it has no step, `several` where it has more.
    private(set) var onlySteps = [ProofGraph.none]

    static let none = -1
    static let several = -2

    /// The number of a node, and whether it is new.
    func number(of node: Node) -> (number: Int, isNew: Bool) {
        if let known = numbers[node] { return (known, false) }
        let number = nodes.count
        nodes.append(node)
        onlySteps.append(ProofGraph.none)
        numbers[node] = number
        return (number, true)
    }

    /// A node of its own, which nothing else can be.
    func newNode(_ node: Node) -> Int {
        nodes.append(node)
        onlySteps.append(ProofGraph.none)
        return nodes.count - 1
    }

    /// A leaf that stands for several.
    func newLeaf(_ summary: EvidenceSummary) -> Int {
        summaries.append(summary)
        return newNode(Node(kind: .summary, site: summaries.count - 1, values: []))
    }

    /// How large a proof by a leaf is.
    func size(ofLeaf node: Int) -> Int {
        nodes[node].kind == .summary ? summaries[nodes[node].site].size : 1
    }

    func add(_ node: Int, _ reason: Reason, _ premises: [Int], binding: [UInt64] = []) {
        onlySteps[node] = onlySteps[node] == ProofGraph.none ? steps.count : ProofGraph.several
        let first = self.premises.count
        self.premises += premises
        let start = bindings.count
        bindings += binding
        steps.append(
            Step(
                node: node, reason: reason, premises: first..<self.premises.count, binding: start..<bindings.count))
    }

    func premises(of step: Int) -> ArraySlice<Int> { premises[steps[step].premises] }

    func binding(of step: Int) -> ArraySlice<UInt64> { bindings[steps[step].binding] }
}
