import Terms

@testable import Language

/// Random numbers that are the same on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

/// Builds random syntax trees of the shapes that a text can have.
struct RandomSyntax {
    private var random: SeededGenerator
    private let range = SourceRange(file: SourceFile(name: "random", text: ""), start: 0, end: 0)

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func several<Element>(
        _ counts: ClosedRange<Int>, _ make: (inout RandomSyntax) -> Element
    ) -> [Element] {
        (0..<Int.random(in: counts, using: &random)).map { _ in make(&self) }
    }

    mutating func statement() -> Statement {
        var documentation: String?
        if chance(20) { documentation = pick(["One line.", "Two\nlines.", "  indented\n\nand empty", "% sign"]) }
        return Statement(kind: kind(), documentation: documentation, range: range)
    }

    private mutating func kind() -> Statement.Kind {
        switch Int.random(in: 0..<21, using: &random) {
        case 0: return .prefix(name: pick(["wd", "of", "P", "қ"]), iri: "https://example.org/")
        case 1: return .base(iri: "https://example.org/id/")
        case 2: return .classDeclaration(ClassDeclaration(name: name(), parents: several(0...3) { $0.name() }))
        case 3: return .enumeration(EnumDeclaration(name: name(), values: several(1...4) { $0.name() }))
        case 4: return .relationDeclaration(relation())
        case 5: return .declare(name: name(), types: several(0...3) { $0.name() })
        case 6: return .input(name: name(), path: text())
        case 7: return .output(name: name(), path: chance(50) ? text() : nil)
        case 8: return .include(path: text(), pathRange: range)
        case 9...11: return .clause(clause())
        case 12: return .update(Update(withdraws: chance(50), clause: clause()))
        case 13: return .deny(Clause(head: head(), body: formula(3)))
        case 14...16: return .query(query())
        case 17:
            return .savedQuery(SavedQuery(name: name(), parameters: several(0...3) { $0.parameter() }, query: query()))
        case 18:
            let updates = several(0...3) { random -> Statement in
                let clause = random.clause()
                let kind: Statement.Kind =
                    random.chance(50)
                    ? .clause(clause) : .update(Update(withdraws: random.chance(50), clause: clause))
                return Statement(kind: kind, documentation: nil, range: random.range)
            }
            return .whatIf(updates: updates, query: query())
        case 19: return .disjoint(several(2...4) { $0.name() })
        default: return pick([.begin, .commit, .rollback])
        }
    }

    private mutating func relation() -> RelationDeclaration {
        var properties: [RelationDeclaration.Property] = [.one, .required, .symmetric, .transitive, .inverse(name())]
        properties.shuffle(using: &random)
        let range = range
        return RelationDeclaration(
            name: name(), types: several(0...3) { $0.name() },
            qualifiers: several(0...2) { (name: $0.name(), type: $0.name()) },
            properties: properties.prefix(Int.random(in: 0...3, using: &random)).map { ($0, range) })
    }

    private mutating func parameter() -> Parameter {
        Parameter(
            name: pick(["a", "country", "X", "қ"]), type: chance(60) ? name() : nil,
            defaultValue: chance(60) ? expression(1) : nil, range: range)
    }

    private mutating func clause() -> Clause {
        if chance(40) {
            let atom = Atom(
                name: name(), arguments: several(0...3) { $0.expression(1, plain: true) },
                qualifiers: chance(30) ? qualifiers() : nil, range: range)
            return Clause(head: atom, body: nil)
        }
        return Clause(head: head(), body: formula(3))
    }

    private mutating func head() -> Atom {
        Atom(
            name: name(), arguments: several(0...3) { $0.expression(2) }, qualifiers: chance(20) ? qualifiers() : nil,
            range: range)
    }

    private mutating func qualifiers() -> [Qualifier] {
        several(0...3) { Qualifier(name: $0.name(), value: $0.expression(1, plain: true)) }
    }

    private mutating func query() -> Query {
        Query(
            body: formula(3),
            select: chance(40)
                ? several(1...3) { random in
                    SelectItem(
                        expression: random.expression(2),
                        alias: random.chance(40) ? random.pick(["total", "Total", "of", "a b", "қ"]) : nil)
                } : nil,
            orderBy: chance(40)
                ? several(1...2) { OrderItem(expression: $0.expression(1), descending: $0.chance(50)) } : [],
            limit: chance(30) ? expression(0) : nil, offset: chance(20) ? expression(0) : nil,
            asOf: chance(20) ? expression(1) : nil, knownBy: chance(20) ? expression(1) : nil,
            withoutSources: chance(20) ? several(1...2) { $0.expression(1) } : [], range: range)
    }

    // MARK: Formulas

    private mutating func formula(_ depth: Int) -> Formula {
        if depth == 0 || chance(40) { return .literal(literal(depth)) }
        let parts = several(2...4) { $0.formula(depth - 1) }
        return chance(60) ? .and(parts) : .or(parts)
    }

    private mutating func literal(_ depth: Int) -> Literal {
        let kind: Literal.Kind
        switch Int.random(in: 0..<10, using: &random) {
        case 0 where depth > 0: kind = .not(formula(depth - 1))
        case 1 where depth > 0: kind = .optional(formula(depth - 1))
        case 2, 3, 4:
            let comparison = pick([Comparison.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual])
            kind = .comparison(comparison, expression(depth), expression(depth))
        case 5: kind = .memberOfList(expression(depth), several(0...3) { $0.expression(1) })
        case 6: kind = .memberOfRange(expression(depth), lower: expression(1), upper: expression(1))
        default: kind = .atom(atom(depth))
        }
        return Literal(kind: kind, range: range)
    }

    private mutating func atom(_ depth: Int) -> Atom {
        Atom(
            name: name(), closure: pick([.none, .none, .none, .transitive, .reflexive]),
            arguments: several(0...3) { $0.expression(depth) }, qualifiers: chance(30) ? qualifiers() : nil,
            statementVariable: chance(20)
                ? Expression(kind: chance(80) ? .variable("St") : .wildcard, range: range) : nil,
            date: chance(20) ? expression(1) : nil, range: range)
    }

    // MARK: Expressions

    /// A plain expression has no aggregate: in a fact a bare `count` would be an entity.
    private mutating func expression(_ depth: Int, plain: Bool = false) -> Expression {
        let kind: Expression.Kind
        switch Int.random(in: 0..<(depth == 0 ? 8 : 14), using: &random) {
        case 0, 1: kind = .constant(term())
        case 2, 3: kind = .entity(name())
        case 4, 5: kind = .variable(pick(["X", "Y", "_Why", "Қ", "Project2"]))
        case 6: kind = .wildcard
        case 7: kind = .parameter(pick(["country", "N"]))
        case 8: kind = .negation(operand(depth, plain))
        case 9, 10, 11:
            let sign = pick([
                Expression.Operator.add, .subtract, .multiply, .divide, .integerDivide, .modulo,
            ])
            kind = .arithmetic(sign, expression(depth - 1, plain: plain), expression(depth - 1, plain: plain))
        case 12 where !plain: kind = .aggregate(aggregate(depth))
        default:
            kind = .call(
                name: pick(["len", "f", "least", "div", "contains"]), nameRange: range,
                arguments: several(0...3) { $0.expression(depth - 1, plain: plain) })
        }
        return Expression(kind: kind, range: range)
    }

    private mutating func operand(_ depth: Int, _ plain: Bool) -> Expression { expression(depth - 1, plain: plain) }

    private mutating func aggregate(_ depth: Int) -> Aggregate {
        let function = pick(Aggregate.Function.allCases)
        let arguments = several(function == .count ? 0...2 : 1...2) { $0.expression(depth - 1) }
        return Aggregate(
            function: function, arguments: arguments,
            per: !arguments.isEmpty && chance(30) ? several(1...2) { $0.expression(0) } : [],
            body: chance(40) ? formula(depth - 1) : nil)
    }

    private mutating func term() -> Term {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .int(pick([0, 1, -1, 2016, Int64.min, Int64.max, 1_500_000]))
        case 1:
            return Decimal(coefficient: Int128(pick([1275, -5, 999_999_999_999_999_999])), scale: 2).map(Term.number)
                ?? .none
        case 2: return .float(pick([0, 1e9, -2.5e-3, 1.7976931348623157e308, 2.2250738585072014e-308, 0.1]))
        case 3:
            let date = PartialDate(
                year: pick([2016, -44, 1, 0]), month: pick([0, 5, 12]))
            return date.map(Term.date) ?? .none
        case 4: return PartialDate(year: pick([2016, -4]), month: 2, day: 29).map(Term.date) ?? .none
        case 5:
            return .dateTime(
                DateTime(microsecondsSinceEpoch: pick([0, 1_462_872_600_000_000, -70_000_000_000_000_250])))
        case 6: return .bool(chance(50))
        case 7: return .none
        case 8: return .tagged(text(), language: pick(["kk", "en-GB"]))
        case 9: return .typed(text(), datatype: pick(["xsd:duration", "<http://a/b>", "t", "'my type'"]))
        default: return .string(text())
        }
    }

    private mutating func text() -> String {
        pick([
            "", "text", "a \"quote\"", "back\\slash", "tab\tline\nreturn\r", "Қорғас 霍尔果斯", "\u{1}\u{7f}",
            "% no comment", "'",
        ])
    }

    private mutating func name() -> EntityName {
        let form: EntityName.Form =
            switch Int.random(in: 0..<12, using: &random) {
            case 0: .prefixed(prefix: pick(["wd", "kz", "P"]), local: pick(["Q1", "a-b.c", "2016-05", "х"]))
            case 1: .iri(pick(["https://example.org/x", "urn:a:b", "http://a/\\b"]))
            case 2: .blank(pick(["b0", "x-y"]))
            case 3: .bare(pick(keywords.sorted()))
            case 4: .bare(pick(["count", "sum", "min", "list", "div", "mod", "date", "and", "one"]))
            case 5: .bare(pick(["Фонд Самрук", "it's", "Upper", "9lives", "a.b", "wd:Q1", "_", "霍尔果斯"]))
            default: .bare(pick(["owns", "a", "khorgos_gateway", "фонд", "orders", "from", "notary"]))
            }
        return EntityName(form, range: range)
    }
}
