import Terms

/// Turns parsed statements into a program of numbered relations, rules and goals, and reports every mistake of names,
/// arity, types and safety that it finds on the way.
package final class Resolver {
    /// Which questions of a program are resolved as goals.
    package enum Goals: Sendable {
        /// Every `?-`.
        case questions
        /// One saved query.
        case saved(String)
        /// The question of the `what if` at a position.
        case question(Int)
        /// Every `deny`, each a question for its violations.
        case checks
        /// Everything that could be asked, with defaults for parameters: what `check` does.
        case everything
    }

    package let schema: Schema
    package let namespaces: Namespaces
    private(set) var names: any StoreNames
    /// The names of the store as it was known then.
    package var namesKnownBy: ((KnownBy) -> any StoreNames)?
    /// Saved queries by name, for those who call them.
    var savedQueries: [String: SavedQuery] = [:]
    /// Names of rules and queries that the store keeps and the program does not use, for 'did you mean'.
    package var unusedNames: [String] = []
    /// Calls that are not resolved yet.
    var calledQueries: [QueryCall] = []
    /// Relations and classes that a `what if` assumes and nothing else knows, with how many arguments they have.
    var assumedArities: [String: Int] = [:]
    let parameters: [String: Term]

    package internal(set) var program = ResolvedProgram()
    package internal(set) var diagnostics: [Diagnostic] = []

    /// Arity of each relation that the program states or derives, and where that was said first.
    var derived: [String: (arity: Int, range: SourceRange?)] = [:]
    var declaredTypes: [String: [ValueType]] = [:]
    var identifiers: [String: RelationID] = [:]
    var unknownReported: Set<String> = []
    /// Types of the parameters in force, for `$name`.
    var parameterValues: [String: Term] = [:]
    /// Names outside the group that is being resolved; see `resolve(_ aggregate:)`.
    var outerNames: Set<String> = []
    /// Variables that questions use once; see `warnOfLoneVariables`.
    var loneVariables: [LoneVariable] = []
    var ruleNumber = 0
    /// Relations of which the program states facts.
    var statedNames: Set<String> = []
    /// Whether facts are of the store and not of the program, as in a load.
    package var storesFacts = false
    /// How many columns the file of an `input` has; nil where that cannot be told.
    package var columnsOfInput: (_ path: String, _ statement: Statement) -> Int? = { _, _ in nil }
    /// Whether a fact must be of a declared relation or class, as in a load into a store with a schema.
    package var requiresDeclarations = false

    package init(
        schema: Schema, namespaces: Namespaces, names: any StoreNames, parameters: [String: Term] = [:]
    ) {
        self.schema = schema
        self.namespaces = namespaces
        self.names = names
        self.parameters = parameters
    }

    /// Resolves the statements, and changes to facts that are supposed, or done, beside them; look at `diagnostics`
    /// before anything is used. Gives the changes in order, nil for each that has a mistake.
    @discardableResult
    package func resolve(
        _ statements: [Statement], goals: Goals, updates: [Statement] = []
    ) -> [ResolvedUpdate?] {
        collectDerived(statements)
        for update in updates { assume(update) }
        for (position, statement) in statements.enumerated() {
            let goalsBefore = program.goals.count
            let factsBefore = program.facts.count
            defer {
                for goal in goalsBefore..<program.goals.count { program.goals[goal].position = position }
                for fact in factsBefore..<program.facts.count { program.facts[fact].position = position }
            }
            switch statement.kind {
            case .clause(let clause): resolve(clause, author: .program)
            case .deny(let clause):
                resolve(clause, author: .program)
                if case .checks = goals { ask(clause, statement, statements) }
            case .query(let query):
                guard asksAll(goals) else { continue }
                parameterValues = parameters
                resolve(query, name: nil, documentation: statement.documentation)
                parameterValues = [:]
            case .savedQuery(let saved): resolveIfAsked(saved, statement, goals)
            case .whatIf(_, let query):
                guard case .question(position) = goals else { continue }
                resolve(query, name: nil, documentation: statement.documentation)
            case .input(let name, let path): resolveInput(name, path, at: position, of: statements)
            case .output(let name, let path):
                guard asksAll(goals) else { continue }
                resolveOutput(name, path, statement, statements)
            default: break
            }
        }
        if case .saved(let name) = goals, program.goals.isEmpty, !diagnostics.contains(where: { $0.severity == .error })
        {
            reportUnknownQuery(name, statements)
        }
        let resolved = updates.map { update($0) }
        resolveCalledQueries()
        warnOfLoneVariables()
        checkStrata()
        return resolved
    }

    /// Resolves something as of what the store held then.
    func withNames<R>(knownBy: KnownBy?, _ body: () -> R) -> R {
        guard let knownBy, let then = namesKnownBy?(knownBy) else { return body() }
        let now = names
        names = then
        defer { names = now }
        return body()
    }

    private func asksAll(_ goals: Goals) -> Bool {
        switch goals {
        case .questions, .everything: true
        case .saved, .question, .checks: false
        }
    }

    private func isSaved(_ goals: Goals) -> Bool { if case .saved = goals { true } else { false } }

    private func resolveIfAsked(_ saved: SavedQuery, _ statement: Statement, _ goals: Goals) {
        guard let name = canonical(saved.name) else { return }
        switch goals {
        case .questions, .question, .checks: return
        case .saved(let asked):
            // One of the program takes the place of one of the store.
            guard asked == name, savedQueries[name]?.name.range.file === saved.name.range.file,
                savedQueries[name]?.name.range.start == saved.name.range.start
            else { return }
        case .everything: break
        }
        guard bind(saved.parameters, of: name, strictly: isSaved(goals), at: saved.name.range) else { return }
        resolve(saved.query, name: name, documentation: statement.documentation)
        parameterValues = [:]
    }

    private func reportUnknownQuery(_ name: String, _ statements: [Statement]) {
        let known = statements.compactMap { statement -> String? in
            guard case .savedQuery(let saved) = statement.kind else { return nil }
            return canonical(saved.name)
        }
        let hint = Spelling.suggestion(for: name, among: known + unusedNames)
        report(.unknownQuery, "there is no saved query '\(name)'\(hint)", at: nil)
    }

    /// Registers what facts, rules and declarations of the program define, before any body is looked at.
    func collectDerived(_ statements: [Statement]) {
        for statement in statements {
            switch statement.kind {
            case .clause(let clause):
                if storesFacts, clause.body == nil {
                    registerStored(clause.head)
                    continue
                }
                register(clause.head.name, arity: clause.head.arguments.count)
                if clause.body == nil, let name = canonical(clause.head.name) { statedNames.insert(name) }
            case .savedQuery(let saved):
                if let name = canonical(saved.name) { savedQueries[name] = saved }
            case .deny(let clause): register(clause.head.name, arity: clause.head.arguments.count)
            case .declare(let name, let types):
                register(name, arity: types.count)
                if let canonicalName = canonical(name) { declaredTypes[canonicalName] = types.map { type(of: $0) } }
            default: break
            }
        }
        collectInputs(statements)
    }

    func register(_ name: EntityName, arity: Int) {
        guard let canonicalName = canonical(name) else { return }
        if let before = derived[canonicalName] {
            guard before.arity != arity else { return }
            let notes = before.range.map { [Diagnostic.Note("it has \(arguments(before.arity)) here", at: $0)] } ?? []
            report(
                .wrongArity, "'\(canonicalName)' has \(arguments(arity)) here and \(arguments(before.arity)) elsewhere",
                at: name.range, notes: notes)
            return
        }
        if let stored = storedArity(canonicalName), stored != arity {
            report(
                .wrongArity, "'\(canonicalName)' has \(arguments(arity)) here and \(arguments(stored)) in the store",
                at: name.range)
            return
        }
        if canonicalName == "triple", arity == 3 {
            report(.duplicateDeclaration, "'triple' is built in and cannot be stated or derived", at: name.range)
            return
        }
        derived[canonicalName] = (arity, name.range)
    }

    /// 1 for a class, 2 for a relation that the schema declares or the store holds; nil for neither.
    func storedArity(_ name: String) -> Int? {
        if schema.classes[name] != nil { return 1 }
        if schema.relations[name] != nil { return 2 }
        if names.isStoredRelation(name) { return 2 }
        if names.isStoredClass(name) { return 1 }
        return assumedArities[name]
    }

    func report(
        _ code: DiagnosticCode, _ message: String, at range: SourceRange?, severity: Diagnostic.Severity = .error,
        notes: [Diagnostic.Note] = []
    ) {
        // One place is wrong in one way only once; a text full of mistakes is not searched for that.
        let isKnown =
            diagnostics.count < 100
            && diagnostics.contains { other in
                guard let range, let place = other.range, other.code == code else { return false }
                return place.start == range.start && place.file === range.file
            }
        if !isKnown { diagnostics.append(Diagnostic(code, message, at: range, severity: severity, notes: notes)) }
    }

    func canonical(_ name: EntityName) -> String? {
        switch name.canonical(in: namespaces) {
        case .success(let text): return text
        case .failure(let diagnostic):
            if case .prefixed(let prefix, _) = name.form, !unknownReported.insert("prefix " + prefix).inserted {
                return nil
            }
            diagnostics.append(diagnostic)
            return nil
        }
    }

    func type(of name: TypeName) -> ValueType {
        guard let canonicalName = canonical(name) else { return .any }
        if let builtIn = ValueType.named[canonicalName] { return builtIn }
        if schema.enumerations[canonicalName] != nil { return .enumeration(canonicalName) }
        if schema.classes[canonicalName] != nil { return .ofClass(canonicalName) }
        let known = Array(schema.classes.keys) + schema.enumerations.keys + ValueType.named.keys
        let hint = Spelling.suggestion(for: canonicalName, among: known)
        report(.unknownClass, "type '\(canonicalName)' is not declared\(hint)", at: name.range)
        return .any
    }
}

/// `1 argument`, `3 arguments`.
func arguments(_ count: Int) -> String { count == 1 ? "1 argument" : "\(count) arguments" }
