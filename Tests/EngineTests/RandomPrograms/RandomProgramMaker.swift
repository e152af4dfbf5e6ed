/// Makes random programs that are well typed, safe and stratified, over a small world, with every construct that the
/// reference evaluates.
struct RandomProgramMaker {
    enum Kind { case entity, number }

    /// A relation that bodies may use.
    struct Relation {
        let name: String
        let kinds: [Kind]
    }

    var random: RandomSource
    private var statements: [RandomProgram.Statement] = []
    /// Relations that are complete before the present level: any use of them is allowed.
    var known: [Relation] = []
    /// Relations of the present level: they may be used positively.
    var level: [Relation] = []
    var hasStar = false
    var variables = 0
    /// Variables that the group of an aggregate binds.
    var openKeys: Set<String> = []

    init(seed: Int) { random = RandomSource(seed: seed) }

    /// Relations of facts. `n1` has one number for each entity, `q0` has qualifiers.
    private static let base: [Relation] = [
        Relation(name: "c0", kinds: [.entity]), Relation(name: "e0", kinds: [.entity, .entity]),
        Relation(name: "e1", kinds: [.entity, .entity]), Relation(name: "n0", kinds: [.entity, .number]),
        Relation(name: "n1", kinds: [.entity, .number]), Relation(name: "t0", kinds: [.entity, .entity, .number]),
        Relation(name: "q0", kinds: [.entity, .entity]),
    ]

    mutating func program() -> RandomProgram {
        makeFacts()
        known = RandomProgramMaker.base
        let levels = 1 + random.below(3)
        for number in 0..<levels {
            makeLevel(number)
            known += level
            level = []
        }
        for relation in known where relation.name.hasPrefix("p") {
            let columns = relation.kinds.indices.map { "V\($0)" }.joined(separator: ", ")
            statements.append(.query(body: [.plain("\(relation.name)(\(columns))")], tail: ""))
        }
        for _ in 0..<2 + random.below(2) { statements.append(query()) }
        return RandomProgram(statements: statements)
    }

    // MARK: Facts

    private mutating func makeFacts() {
        for relation in RandomProgramMaker.base {
            var seen: Set<String> = []
            for _ in 0..<2 + random.below(5) {
                let arguments = relation.kinds.map { constant($0, isFact: true) }
                if relation.name == "n1", !seen.insert(arguments[0]).inserted { continue }
                let qualifiers = relation.name == "q0" ? self.qualifiers() : ""
                statements.append(.fact("\(relation.name)(\(arguments.joined(separator: ", ")))\(qualifiers)."))
            }
        }
    }

    private mutating func qualifiers() -> String {
        var parts: [String] = []
        if !random.once(in: 3) { parts.append("w: \(random.below(4))") }
        if random.once(in: 2) { parts.append("from: \(date())") }
        if random.once(in: 2) { parts.append("to: \(date())") }
        if random.once(in: 2) { parts.append("source: s\(random.below(2))") }
        return parts.isEmpty ? "" : " {\(parts.joined(separator: ", "))}"
    }

    mutating func date() -> String {
        let year = 2014 + random.below(3)
        if random.once(in: 3) { return "\(year)-0\(1 + random.below(9))" }
        return "\(year)-0\(1 + random.below(3))-1\(random.below(3))"
    }

    mutating func constant(_ kind: Kind, isFact: Bool = false) -> String {
        switch kind {
        case .entity: return random.pick(["ka", "kb", "kc", "kd"])
        case .number:
            if isFact, random.once(in: 8) { return random.pick(["0.5", "2e0", "1.5", "-1"]) }
            return "\(random.below(4))"
        }
    }

    // MARK: Rules

    private mutating func makeLevel(_ number: Int) {
        let plain = (0..<1 + random.below(2)).map { index in
            Relation(name: "p\(number)\(index)", kinds: (0..<1 + random.below(3)).map { _ in kind() })
        }
        level = plain
        for relation in plain {
            for _ in 0..<1 + random.below(3) { statements.append(rule(for: relation)) }
            if random.once(in: 4), level.count > 0 {
                let arguments = relation.kinds.map { constant($0) }.joined(separator: ", ")
                statements.append(.fact("\(relation.name)(\(arguments))."))
            }
        }
        // What aggregates is a level of its own, so that only the patterns below recur through an aggregate.
        known += level
        level = []
        if random.once(in: 2) { makeAggregated("p\(number)8") }
        if random.once(in: 3) { makeMonotone("p\(number)9") }
    }

    mutating func kind() -> Kind { random.once(in: 3) ? .number : .entity }

    private mutating func rule(for relation: Relation) -> RandomProgram.Statement {
        var scope = RandomScope()
        var body = self.body(&scope, isRecursive: !level.isEmpty)
        let arguments = relation.kinds.map { kind -> String in
            if kind == .number, random.once(in: 4), let variable = scope.some(.number, &random) {
                return "(\(variable) + \(random.below(3))) mod 4"
            }
            if random.once(in: 12) { return constant(kind) }
            return variable(kind, &scope, &body)
        }
        return .rule(
            head: "\(relation.name)(\(arguments.joined(separator: ", ")))", body: body.shuffled(using: &random))
    }

    /// A bound variable of a kind; where there is none, an atom that binds one is added.
    mutating func variable(_ kind: Kind, _ scope: inout RandomScope, _ body: inout [RandomLiteral]) -> String {
        if let known = scope.some(kind, &random) { return known }
        let name = fresh()
        scope.bind(name, kind)
        body.append(.plain(kind == .entity ? "c0(\(name))" : "n0(_, \(name))"))
        return name
    }

    mutating func fresh() -> String {
        variables += 1
        return "X\(variables)"
    }

    // MARK: Aggregates in heads

    private mutating func makeAggregated(_ name: String) {
        var scope = RandomScope()
        var body = self.body(&scope, isRecursive: false)
        let keys = random.below(3)
        var arguments = (0..<keys).map { _ in variable(.entity, &scope, &body) }
        arguments.append(aggregate(&scope, &body))
        known.append(
            Relation(name: name, kinds: Array(repeating: .entity, count: keys) + [.number]))
        statements.append(
            .rule(head: "\(name)(\(arguments.joined(separator: ", ")))", body: body.shuffled(using: &random)))
    }

    /// An aggregate that gives a number.
    mutating func aggregate(_ scope: inout RandomScope, _ body: inout [RandomLiteral]) -> String {
        if random.once(in: 5) { return "count" }
        if random.once(in: 4) { return "count(\(variable(.entity, &scope, &body)))" }
        if random.once(in: 5) {
            let (key, value) = (fresh(), fresh())
            body.append(.plain("n1(\(key), \(value))"))
            scope.bind(key, .entity)
            scope.bind(value, .number)
            return "sum(\(value) per \(key))"
        }
        let value = variable(.number, &scope, &body)
        let shown = random.once(in: 4) ? "\(value) * 2" : value
        return "\(random.pick(["sum", "min", "max", "avg", "median"]))(\(shown))"
    }

    /// A recursion through a monotone aggregate: distances, control, or a threshold of a count.
    private mutating func makeMonotone(_ name: String) {
        let edge = random.pick(["t0(X, Y, W)", "e0(X, Y), n1(X, W)", "q0(X, Y) {w: W}"])
        switch random.below(4) {
        case 0:
            statements.append(.fact("\(name)(\(constant(.entity)), 0)."))
            statements.append(
                .rule(
                    head: "\(name)(Y, min(D))",
                    body: [.plain("\(name)(X, C)"), .plain(edge), .plain("W >= 0"), .plain("D = C + W")]))
            known.append(Relation(name: name, kinds: [.entity, .number]))
        case 1:
            statements.append(.rule(head: "\(name)(X, max(C))", body: [.plain("n0(X, C)"), .plain("C >= 0")]))
            statements.append(
                .rule(
                    head: "\(name)(Y, max(D))",
                    body: [.plain("\(name)(X, C)"), .plain(edge), .plain("W >= 0"), .plain("D = least(C + W, 7)")]))
            known.append(Relation(name: name, kinds: [.entity, .number]))
        case 2:
            let held = name + "h"
            statements.append(.rule(head: "\(name)(X, Y)", body: [.plain("\(held)(X, Y, S)"), .plain("S > 2")]))
            statements.append(
                .rule(
                    head: "\(held)(X, Y, sum(S per Z))",
                    body: [
                        .choice([[.plain("X = Z"), .plain("c0(X)")], [.plain("\(name)(X, Z)")]]),
                        .plain(random.pick(["t0(Z, Y, S)", "q0(Z, Y) {w: S}"])), .plain("S >= 0"),
                    ]))
            known.append(Relation(name: name, kinds: [.entity, .entity]))
            known.append(Relation(name: held, kinds: [.entity, .entity, .number]))
        default:
            let heard = name + "h"
            statements.append(.rule(head: "\(name)(X)", body: [.plain("c0(X)"), .plain("e1(X, _)")]))
            statements.append(.rule(head: "\(name)(X)", body: [.plain("\(heard)(X, N)"), .plain("N >= 2")]))
            statements.append(
                .rule(head: "\(heard)(Y, count(X))", body: [.plain("\(name)(X)"), .plain("e0(X, Y)")]))
            known.append(Relation(name: name, kinds: [.entity]))
            known.append(Relation(name: heard, kinds: [.entity, .number]))
        }
    }
}

/// The variables that a body binds, by kind.
struct RandomScope {
    private(set) var entities: [String] = []
    private(set) var numbers: [String] = []

    mutating func bind(_ name: String, _ kind: RandomProgramMaker.Kind) {
        if kind == .entity { entities.append(name) } else { numbers.append(name) }
    }

    func all(_ kind: RandomProgramMaker.Kind) -> [String] { kind == .entity ? entities : numbers }

    func some(_ kind: RandomProgramMaker.Kind, _ random: inout RandomSource) -> String? {
        let choices = all(kind)
        return choices.isEmpty ? nil : random.pick(choices)
    }
}
