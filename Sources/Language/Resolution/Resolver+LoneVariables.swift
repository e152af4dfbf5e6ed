import Terms

/// A variable that occurs once in a question, with its place.
struct LoneVariable {
    let name: String
    let range: SourceRange?
}

/// A variable that a question uses once is fine, unless a thing of that name exists: then the name was probably meant.
extension Resolver {
    /// Remembers the variables that a question names once, for `warnOfLoneVariables`.
    func noteLoneVariables(of query: Query, _ scope: RuleScope) {
        var names: [String] = []
        VariableNames.of(query.body, insideGroups: true, into: &names)
        for item in query.select ?? [] { VariableNames.of(item.expression, true, &names) }
        for item in query.orderBy { VariableNames.of(item.expression, true, &names) }
        let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        for variable in scope.variables {
            // One capital letter is what variables are called; nobody means a thing by it.
            guard let name = variable.name, name.count > 1, !name.hasPrefix("_"), counts[name] == 1 else { continue }
            loneVariables.append(LoneVariable(name: name, range: variable.range))
        }
    }

    /// Warns of each that is also an entity or a string of the store or of the program's facts.
    func warnOfLoneVariables() {
        guard !loneVariables.isEmpty else { return }
        var wanted: Set<String> = []
        for variable in loneVariables { wanted.formUnion([variable.name, variable.name.lowercased()]) }
        var stated: Set<Term> = []
        for fact in program.facts {
            for term in fact.arguments {
                switch term {
                case .entity(let name): if wanted.contains(name) { stated.insert(term) }
                case .string(let text): if wanted.contains(text) { stated.insert(term) }
                default: break
                }
            }
        }
        for variable in loneVariables {
            let candidates = [variable.name, variable.name.lowercased()]
            let entity = candidates.first { names.isEntity($0) || stated.contains(.entity($0)) }
            let text = candidates.first { names.isString($0) || stated.contains(.string($0)) }
            guard let meant = entity.map(Term.entity) ?? text.map(Term.string) else { continue }
            report(
                .variableOnce,
                "'\(variable.name)' is a variable and matches anything; did you mean \(meant.sourceText(namespaces))?",
                at: variable.range, severity: .warning)
        }
        loneVariables = []
    }
}
