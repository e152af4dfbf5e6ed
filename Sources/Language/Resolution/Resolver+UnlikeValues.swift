import Terms

extension Resolver {
    /// Warns where a value that the schema gives a type is compared with a constant of another kind: no value equals it,
    /// and all are on the same side of it.
    func warnOfUnlikeValues(_ rule: ResolvedRule) {
        for conjunction in rule.body { check(conjunction, [:], rule) }
    }

    private func check(_ conjunction: Conjunction, _ outer: [Int: ValueType], _ rule: ResolvedRule) {
        var types = outer
        for case .atom(let atom) in conjunction.literals {
            let name = program[atom.relation].name
            for (argument, type) in zip(atom.arguments, argumentTypes(name)) {
                if case .variable(let number) = argument, types[number] == nil { types[number] = type }
            }
            for (qualifier, argument) in atom.statement?.qualifiers ?? [] {
                guard case .variable(let number) = argument, types[number] == nil else { continue }
                types[number] = schema.type(ofQualifier: qualifier, on: name)
            }
        }
        for literal in conjunction.literals {
            switch literal {
            case .comparison(let comparison, .variable(let number), .constant(let term), let range),
                .comparison(let comparison, .constant(let term), .variable(let number), let range):
                let name = rule.variables[number].name ?? "the value"
                guard let type = types[number], let hint = hint(type, term, name, comparison) else { continue }
                report(
                    .unlikeValue, "\(name) is \(type.phrase), which is never \(term.kindPhrase)", at: range,
                    severity: .warning, notes: [.init(hint)])
            case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
                for inner in group { check(inner, types, rule) }
            default: break
            }
        }
    }

    /// What to write instead of a constant of another kind; nil where the kinds agree.
    private func hint(_ type: ValueType, _ term: Term, _ name: String, _ comparison: Comparison) -> String? {
        switch (type, term) {
        case (.date, .int(let year)), (.dateTime, .int(let year)):
            (1...9999).contains(year)
                ? "compare the year, as in year(\(name)) \(comparison.rawValue) \(year), or write a whole date"
                : "write a date, as 2017-05-14"
        case (.date, .string(let text)), (.dateTime, .string(let text)), (.int, .string(let text)),
            (.decimal, .string(let text)), (.float, .string(let text)), (.number, .string(let text)):
            "write it without quotes: \(text)"
        case (.string, .int), (.string, .decimal), (.string, .float), (.string, .date): "write it in quotes"
        case (.enumeration(let name), .entity(let value)):
            schema.enumerations[name].flatMap { values in
                values.values.contains(value)
                    ? nil : "the values of \(name) are \(values.values.sorted().joined(separator: ", "))"
            }
        default: nil
        }
    }
}

extension ValueType {
    fileprivate var phrase: String {
        switch self {
        case .int, .decimal, .float, .number: "a number"
        case .date, .dateTime: "a date"
        case .string: "a text"
        default: "a \(self)"
        }
    }
}

extension Term {
    fileprivate var kindPhrase: String {
        switch self {
        case .int, .decimal, .float: "a number"
        case .string: "a text"
        case .date, .dateTime: "a date"
        case .entity(let name): "'\(name)'"
        default: "that"
        }
    }
}
