import Language

/// The elements of a list in `X in [ … ]`: constants by number, and what is computed for each row.
struct MemberList {
    /// Distinct, in the order in which they are written.
    let constants: [UInt64]
    let computed: [ColumnExpression]
    private let known: Set<UInt64>

    init(constants: [UInt64] = [], computed: [ColumnExpression]) {
        var known: Set<UInt64> = []
        self.constants = constants.filter { known.insert($0).inserted }
        self.known = known
        self.computed = computed
    }

    /// - Parameter withTwins: adds to each number those of other kinds that have its value.
    init(
        _ elements: [ResolvedExpression], withTwins: Bool, _ terms: TermTable, _ kinds: SlotKinds,
        _ evaluator: ExpressionEvaluator
    ) throws {
        var constants: [UInt64] = []
        var computed: [ColumnExpression] = []
        for element in elements {
            if case .constant(let term) = element {
                let value = try terms.id(of: term)
                constants.append(value)
                if withTwins, let twin = try terms.numericTwin(of: value) { constants.append(twin) }
            } else {
                let column = try evaluator.compile(element, kinds)
                computed.append(column)
                if withTwins { computed.append(TwinExpression(column, terms)) }
            }
        }
        self.init(constants: constants, computed: computed)
    }

    /// Whether a constant of the list has this number.
    func contains(_ value: UInt64) -> Bool { known.contains(value) }
}
