/// Which atoms a program writes.
package enum AtomVisit {
    /// Calls back for each atom of the statements, heads included, in order; stops where the callback gives false.
    package static func atoms(of statements: [Statement], _ receive: (Atom) -> Bool) {
        for statement in statements {
            switch statement.kind {
            case .clause(let clause), .deny(let clause):
                guard visit(clause, receive) else { return }
            case .update(let update): guard visit(update.clause, receive) else { return }
            case .query(let query): guard visit(query, receive) else { return }
            case .savedQuery(let saved): guard visit(saved.query, receive) else { return }
            case .whatIf(let updates, let query):
                var goesOn = true
                atoms(of: updates) {
                    goesOn = receive($0)
                    return goesOn
                }
                guard goesOn, visit(query, receive) else { return }
            default: break
            }
        }
    }

    private static func visit(_ clause: Clause, _ receive: (Atom) -> Bool) -> Bool {
        guard receive(clause.head) else { return false }
        guard clause.head.arguments.allSatisfy({ visit($0, receive) }) else { return false }
        return clause.body.map { visit($0, receive) } ?? true
    }

    private static func visit(_ query: Query, _ receive: (Atom) -> Bool) -> Bool {
        visit(query.body, receive) && (query.select ?? []).allSatisfy { visit($0.expression, receive) }
            && query.orderBy.allSatisfy { visit($0.expression, receive) }
    }

    private static func visit(_ formula: Formula, _ receive: (Atom) -> Bool) -> Bool {
        switch formula {
        case .and(let parts), .or(let parts): parts.allSatisfy { visit($0, receive) }
        case .literal(let literal): visit(literal, receive)
        }
    }

    private static func visit(_ literal: Literal, _ receive: (Atom) -> Bool) -> Bool {
        switch literal.kind {
        case .atom(let atom): receive(atom) && atom.arguments.allSatisfy { visit($0, receive) }
        case .not(let inner), .optional(let inner): visit(inner, receive)
        case .comparison(_, let left, let right): visit(left, receive) && visit(right, receive)
        case .memberOfList(let member, let list): visit(member, receive) && list.allSatisfy { visit($0, receive) }
        case .memberOfRange(let member, let lower, let upper):
            visit(member, receive) && visit(lower, receive) && visit(upper, receive)
        }
    }

    private static func visit(_ expression: Expression, _ receive: (Atom) -> Bool) -> Bool {
        switch expression.kind {
        case .negation(let inner): visit(inner, receive)
        case .arithmetic(_, let left, let right): visit(left, receive) && visit(right, receive)
        case .call(_, _, let arguments): arguments.allSatisfy { visit($0, receive) }
        case .aggregate(let aggregate):
            (aggregate.arguments + aggregate.per).allSatisfy { visit($0, receive) }
                && (aggregate.body.map { visit($0, receive) } ?? true)
        case .constant, .entity, .variable, .wildcard, .parameter: true
        }
    }
}
