extension RandomProgramMaker {
    /// A body, with what it binds in the scope.
    mutating func body(_ scope: inout RandomScope, isRecursive: Bool) -> [RandomLiteral] {
        hasStar = false
        var body: [RandomLiteral] = []
        for _ in 0..<1 + random.below(3) { body.append(.plain(atom(&scope, isRecursive: isRecursive))) }
        for _ in 0..<random.below(4) { if let more = condition(&scope, depth: 0) { body.append(more) } }
        return body
    }

    /// A positive atom that may bind variables.
    mutating func atom(_ scope: inout RandomScope, isRecursive: Bool) -> String {
        if random.once(in: 5) { return statementAtom(&scope) }
        if random.once(in: 7) { return closureAtom(&scope) }
        let relation = isRecursive && !random.once(in: 3) ? random.pick(level) : random.pick(known)
        let arguments = relation.kinds.map { argument($0, &scope) }
        return "\(relation.name)(\(arguments.joined(separator: ", ")))"
    }

    private mutating func argument(_ kind: Kind, _ scope: inout RandomScope) -> String {
        switch random.below(10) {
        case 0: return constant(kind)
        case 1: return "_"
        case 2 where kind == .number:
            if let variable = scope.some(.number, &random) { return "\(variable) + 1" }
        case 3...6: if let variable = scope.some(kind, &random) { return variable }
        default: break
        }
        let name = fresh()
        scope.bind(name, kind)
        return name
    }

    private mutating func statementAtom(_ scope: inout RandomScope) -> String {
        var text = "q0(\(argument(.entity, &scope)), \(argument(.entity, &scope)))"
        switch random.below(5) {
        case 0: text += " {w: \(argument(.number, &scope))}"
        case 1: text += " {source: \(argument(.entity, &scope))}"
        case 2: text += " {w: \(argument(.number, &scope)), source: \(random.pick(["s0", "s1", "_"]))}"
        case 3: text += " as _\(fresh())"
        default: break
        }
        return random.once(in: 2) || !text.contains("{") && !text.contains("as") ? text + " @ \(date())" : text
    }

    private mutating func closureAtom(_ scope: inout RandomScope) -> String {
        let pairs = known.filter { $0.kinds == [.entity, .entity] }
        var mark = "+"
        if !hasStar, random.once(in: 2) {
            hasStar = true
            mark = "*"
        }
        return "\(random.pick(pairs).name)\(mark)(\(argument(.entity, &scope)), \(argument(.entity, &scope)))"
    }

    /// Anything but a plain atom; nil where the scope does not allow it.
    mutating func condition(_ scope: inout RandomScope, depth: Int) -> RandomLiteral? {
        switch random.below(9) {
        case 0: return scope.some(.number, &random).map { .plain(comparison($0, scope)) }
        case 1:
            guard scope.entities.count > 1 else { return nil }
            return .plain("\(random.pick(scope.entities)) != \(random.pick(scope.entities))")
        case 2: return membership(&scope)
        case 3: return equation(&scope)
        case 4, 5: return negation(scope, depth: depth)
        case 6: return choice(&scope, depth: depth)
        case 7: return depth == 0 ? groupAggregate(&scope) : nil
        default: return scope.some(.entity, &random).map { .plain("\($0) != \(constant(.entity))") }
        }
    }

    private mutating func comparison(_ variable: String, _ scope: RandomScope) -> String {
        let sign = random.pick(["=", "!=", "<", "<=", ">", ">="])
        let other = random.once(in: 2) ? constant(.number) : random.pick(scope.numbers)
        return random.once(in: 4) ? "\(variable) \(sign) \(other) + 1" : "\(variable) \(sign) \(other)"
    }

    private mutating func membership(_ scope: inout RandomScope) -> RandomLiteral? {
        let target: String
        let kind = self.kind()
        if let known = scope.some(kind, &random), !random.once(in: 3) {
            target = known
        } else {
            target = fresh()
            scope.bind(target, kind)
        }
        if kind == .number, random.once(in: 2) {
            return .plain("\(target) in \(random.below(2))..\(1 + random.below(3))")
        }
        return .plain("\(target) in [\(constant(kind)), \(constant(kind))]")
    }

    private mutating func equation(_ scope: inout RandomScope) -> RandomLiteral? {
        guard let left = scope.some(.number, &random), let right = scope.some(.number, &random) else { return nil }
        let result = fresh()
        let sign = random.pick(["+", "-", "*", "div", "mod"])
        scope.bind(result, .number)
        // Bounded, because a recursion may pass through it.
        return .plain("\(result) = (\(left) \(sign) \(right)) mod 5")
    }

    private mutating func negation(_ scope: RandomScope, depth: Int) -> RandomLiteral? {
        let relation = random.pick(known)
        var inner = RandomScope()
        var shared = 0
        let arguments = relation.kinds.map { kind -> String in
            if let variable = scope.some(kind, &random), !random.once(in: 4) {
                shared += 1
                return variable
            }
            if random.once(in: 2) { return "_" }
            let own = fresh()
            inner.bind(own, kind)
            return own
        }
        let atom = RandomLiteral.plain("\(relation.name)(\(arguments.joined(separator: ", ")))")
        if random.once(in: 2) { return .group(open: "not (", body: [atom], close: ")") }
        var body = [atom]
        if let number = inner.some(.number, &random) { body.append(.plain(comparison(number, inner))) }
        if let entity = inner.some(.entity, &random), let other = scope.some(.entity, &random) {
            body.append(.plain("\(entity) != \(other)"))
        }
        if depth < 1, let nested = negation(inner.entities.isEmpty ? scope : inner, depth: depth + 1) {
            body.append(nested)
        }
        return .group(open: "not (", body: body, close: ")")
    }

    private mutating func choice(_ scope: inout RandomScope, depth: Int) -> RandomLiteral? {
        guard let variable = scope.some(.entity, &random) else { return nil }
        let pairs = known.filter { $0.kinds == [.entity, .entity] }
        let bound = random.once(in: 2) ? fresh() : nil
        let parts = (0..<2 + random.below(2)).map { _ -> [RandomLiteral] in
            guard let bound else {
                return [.plain(random.once(in: 2) ? "c0(\(variable))" : "\(variable) = \(constant(.entity))")]
            }
            let ends = random.once(in: 2) ? "\(variable), \(bound)" : "\(bound), \(variable)"
            var part: [RandomLiteral] = [.plain("\(random.pick(pairs).name)(\(ends))")]
            if random.once(in: 3) { part.append(.plain("\(bound) != \(constant(.entity))")) }
            return part
        }
        if let bound { scope.bind(bound, .entity) }
        return .choice(parts)
    }

    /// `K = count { … }`: the group shares a variable that is bound outside, or one that it binds itself.
    private mutating func groupAggregate(_ scope: inout RandomScope) -> RandomLiteral? {
        let isOpen = random.once(in: 4)
        var inner = RandomScope()
        // Two groups that bind one variable are a case of their own.
        let closed = scope.entities.filter { !openKeys.contains($0) }
        let key = isOpen || closed.isEmpty ? fresh() : random.pick(closed)
        let isNew = !scope.entities.contains(key)
        let pairs = known.filter { $0.kinds == [.entity, .entity] }
        let number = fresh()
        let partner = fresh()
        inner.bind(partner, .entity)
        var body: [RandomLiteral] = [.plain("\(random.pick(pairs).name)(\(key), \(partner))")]
        var function = random.pick(["count", "count(\(partner))"])
        if random.once(in: 2) {
            body.append(.plain("n\(random.below(2))(\(partner), \(number))"))
            function = random.pick(["sum(\(number))", "min(\(number))", "max(\(number))", "avg(\(number))", "count"])
        } else if random.once(in: 3) {
            body.append(.plain("\(partner) != \(constant(.entity))"))
        }
        let result = fresh()
        scope.bind(result, .number)
        if isNew {
            scope.bind(key, .entity)
            openKeys.insert(key)
        }
        return .group(open: "\(result) = \(function) {", body: body, close: "}")
    }

    // MARK: Queries

    mutating func query() -> RandomProgram.Statement {
        var scope = RandomScope()
        var body = self.body(&scope, isRecursive: false)
        if random.once(in: 3), let variable = scope.some(.entity, &random) {
            let own = fresh()
            let relation = random.pick(known.filter { $0.kinds.count == 2 && $0.kinds[0] == .entity })
            body.append(.group(open: "optional (", body: [.plain("\(relation.name)(\(variable), \(own))")], close: ")"))
            scope.bind(own, relation.kinds[1])
        }
        body.shuffle(using: &random)
        let ends = [random.once(in: 4) ? " as of \(date())" : ""]
        if random.once(in: 3) { return .query(body: body, tail: ends.joined()) }
        return .query(body: body, tail: "select " + selection(&scope, &body) + ends.joined())
    }

    private mutating func selection(_ scope: inout RandomScope, _ body: inout [RandomLiteral]) -> String {
        var items: [String] = []
        for _ in 0..<1 + random.below(2) {
            let kind = self.kind()
            if let variable = scope.some(kind, &random), !items.contains(variable) { items.append(variable) }
        }
        if random.once(in: 2) || items.isEmpty {
            let aggregated = scope.all(.entity) + scope.all(.number)
            switch random.below(6) {
            case 0 where !aggregated.isEmpty: items.append("list(\(random.pick(aggregated))) as total")
            case 1 where !scope.entities.isEmpty && !scope.numbers.isEmpty:
                items.append("argmax(\(random.pick(scope.entities)), \(random.pick(scope.numbers))) as total")
            case 2 where !scope.numbers.isEmpty: items.append("sum(\(random.pick(scope.numbers))) as total")
            case 3 where !scope.numbers.isEmpty: items.append("max(\(random.pick(scope.numbers))) as total")
            case 4 where !aggregated.isEmpty: items.append("count(\(random.pick(aggregated))) as total")
            default: items.append("count as total")
            }
        } else if let number = scope.some(.number, &random), random.once(in: 3) {
            items.append("coalesce(\(number), 0) * 2 as total")
        }
        var tail = items.joined(separator: ", ")
        // A list is one text, and its order is that of texts: nothing to sort by.
        if random.once(in: 2), !tail.contains("list(") {
            let key = items[random.below(items.count)].split(separator: " ").last.map(String.init) ?? "total"
            tail += " order by \(key)\(random.once(in: 2) ? " desc" : "")"
            if random.once(in: 2) { tail += " limit \(random.below(4))" }
            if random.once(in: 3) { tail += " offset \(random.below(3))" }
        }
        return tail
    }
}
