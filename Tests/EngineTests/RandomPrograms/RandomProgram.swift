/// A program in pieces that can be left out or put in another order.
struct RandomProgram {
    enum Statement {
        case fact(String)
        case rule(head: String, body: [RandomLiteral])
        case query(body: [RandomLiteral], tail: String)
    }

    var statements: [Statement]

    var text: String { statements.map { RandomProgram.text($0) + "\n" }.joined() }

    private static func text(_ statement: Statement) -> String {
        switch statement {
        case .fact(let text): text
        case .rule(let head, let body): "\(head) :- \(RandomLiteral.text(body))."
        case .query(let body, let tail): "?- \(RandomLiteral.text(body))\(tail.isEmpty ? "" : " " + tail)."
        }
    }

    /// The same program with statements and literals in another order; the queries keep theirs.
    func permuted(_ random: inout RandomSource) -> RandomProgram {
        var rest: [Statement] = []
        var queries: [Statement] = []
        for statement in statements {
            switch statement {
            case .fact: rest.append(statement)
            case .rule(let head, let body):
                rest.append(.rule(head: head, body: body.map { $0.permuted(&random) }.shuffled(using: &random)))
            // The columns of a query follow the order of its literals.
            case .query(let body, let tail):
                let isFree = tail.hasPrefix("select")
                queries.append(.query(body: isFree ? body.shuffled(using: &random) : body, tail: tail))
            }
        }
        return RandomProgram(statements: rest.shuffled(using: &random) + queries)
    }

    /// The program without some facts of classes and binary relations, and these facts.
    func split(_ random: inout RandomSource) -> (program: RandomProgram, stored: String) {
        var kept: [Statement] = []
        var stored = ""
        for statement in statements {
            if case .fact(let text) = statement, text.prefix(while: { $0 != ")" }).filter({ $0 == "," }).count < 2,
                !random.once(in: 3)
            {
                stored += text + "\n"
            } else {
                kept.append(statement)
            }
        }
        return (RandomProgram(statements: kept), stored)
    }

    /// Every program that is this one without one statement.
    var withoutStatement: [RandomProgram] {
        statements.indices.map { position in
            var copy = statements
            copy.remove(at: position)
            return RandomProgram(statements: copy)
        }
    }

    /// Every program that is this one without one statement or one literal.
    var smaller: [RandomProgram] {
        var found: [RandomProgram] = []
        func replaced(_ position: Int, by statement: Statement?) -> RandomProgram {
            var copy = statements
            if let statement { copy[position] = statement } else { copy.remove(at: position) }
            return RandomProgram(statements: copy)
        }
        for (position, statement) in statements.enumerated() {
            found.append(replaced(position, by: nil))
            switch statement {
            case .fact: break
            case .rule(let head, let body):
                for less in RandomLiteral.smaller(body) {
                    found.append(replaced(position, by: .rule(head: head, body: less)))
                }
            case .query(let body, let tail):
                for less in RandomLiteral.smaller(body) {
                    found.append(replaced(position, by: .query(body: less, tail: tail)))
                }
                if !tail.isEmpty { found.append(replaced(position, by: .query(body: body, tail: ""))) }
            }
        }
        return found
    }
}

/// A literal, or literals in a group.
indirect enum RandomLiteral {
    case plain(String)
    /// `not ( … )`, `optional ( … )`, `N = count { … }`
    case group(open: String, body: [RandomLiteral], close: String)
    case choice([[RandomLiteral]])

    static func text(_ body: [RandomLiteral]) -> String { body.map(\.text).joined(separator: ", ") }

    var text: String {
        switch self {
        case .plain(let text): text
        case .group(let open, let body, let close): open + " " + RandomLiteral.text(body) + " " + close
        case .choice(let parts): "( " + parts.map { RandomLiteral.text($0) }.joined(separator: " ; ") + " )"
        }
    }

    func permuted(_ random: inout RandomSource) -> RandomLiteral {
        switch self {
        case .plain: return self
        case .group(let open, let body, let close):
            return .group(open: open, body: body.map { $0.permuted(&random) }.shuffled(using: &random), close: close)
        case .choice(let parts):
            return .choice(parts.map { $0.shuffled(using: &random) }.shuffled(using: &random))
        }
    }

    /// Every body that is this one without one literal.
    static func smaller(_ body: [RandomLiteral]) -> [[RandomLiteral]] {
        var found: [[RandomLiteral]] = []
        for (position, literal) in body.enumerated() {
            func replaced(by literals: [RandomLiteral]) -> [RandomLiteral] {
                Array(body[..<position]) + literals + Array(body[(position + 1)...])
            }
            if body.count > 1 { found.append(replaced(by: [])) }
            switch literal {
            case .plain: break
            case .group(let open, let inner, let close):
                for less in smaller(inner) {
                    found.append(replaced(by: [.group(open: open, body: less, close: close)]))
                }
            case .choice(let parts):
                for part in parts { found.append(replaced(by: part)) }
            }
        }
        return found
    }
}
