import Engine
import Formats
import Language
import Store
import Terms
import Zhol

/// What is typed in the language.
extension REPL {
    /// Does one input: stores facts and declarations, keeps rules, answers questions.
    func perform(_ text: String, line: Int) throws {
        let firstLine = editor.isInteractive ? 1 : line
        let (program, diagnostics) = Parser.parse(SourceFile(name: "<input>", text: text, firstLine: firstLine))
        var reader = ProgramReader()
        reader.add(program, diagnostics)
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        var changes: [Statement] = []
        var questions: [Statement] = []
        var kept: [Statement] = []
        for statement in reader.statements {
            switch statement.kind {
            case .clause(let clause) where clause.body != nil: kept.append(statement)
            case .savedQuery, .deny, .declare, .input: kept.append(statement)
            case .query, .whatIf, .output: questions.append(statement)
            case .begin, .commit, .rollback:
                // What stands before belongs to what was open then.
                try change(changes)
                changes = []
                if case .begin = statement.kind { try begin() }
                if case .commit = statement.kind { try commit() }
                if case .rollback = statement.kind { try rollback() }
            default: changes.append(statement)
            }
        }
        if !kept.isEmpty { try keep(kept) }
        try change(changes)
        if !questions.isEmpty {
            try answer(ProgramReader(statements: rules + gatheredDeclarations + questions), runOptions())
        }
    }

    /// Stores changes, or gathers them where a transaction is open: they are checked, and questions see them.
    private func change(_ changes: [Statement]) throws {
        guard !changes.isEmpty else { return }
        guard let before = gathered else { return try store(changes) }
        gathered = before + changes
        do {
            _ = try database().run(ProgramReader(statements: rules + gatheredDeclarations), runOptions())
        } catch {
            gathered = before
            throw error
        }
    }

    /// Adds rules, checks and saved queries to the session; one of the name of a saved query takes its place.
    private func keep(_ statements: [Statement]) throws {
        let names = Set(SavedQueries(statements).names)
        let others = rules.filter { statement in
            if case .savedQuery(let query) = statement.kind { return !names.contains(query.name.range.text) }
            return true
        }
        let warnings = try database().check(
            ProgramReader(statements: others + (gathered ?? []).filter { !isUpdate($0) } + statements))
        context.warn(warnings.filter { warning in statements.contains { warning.range?.file === $0.range.file } })
        rules = others + statements
    }

    /// What the open transaction declares; its facts and updates are `pending`.
    var gatheredDeclarations: [Statement] { (gathered ?? []).filter { !isFact($0) && !isUpdate($0) } }

    private func isFact(_ statement: Statement) -> Bool {
        if case .clause = statement.kind { true } else { false }
    }

    private func isUpdate(_ statement: Statement) -> Bool {
        if case .update = statement.kind { true } else { false }
    }

    private func store(_ statements: [Statement]) throws {
        var loader = Loader()
        loader.add(statements: statements)
        do {
            try load(loader)
        } catch let error as ZholError {
            throw hinted(error, statements)
        }
    }

    /// Who forgets the `?-` states a fact with variables.
    private func hinted(_ error: ZholError, _ statements: [Statement]) -> ZholError {
        guard let first = error.diagnostics.first, first.code == .variableInFact, statements.count == 1 else {
            return error
        }
        var diagnostic = first
        let goal = statements[0].range.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        diagnostic.notes.append(.init("to ask, write: ?- \(goal)"))
        return ZholError(diagnostics: [diagnostic])
    }

    func runOptions() -> Database.RunOptions {
        var options = (try? context.runOptions()) ?? Database.RunOptions()
        options.cites = cites
        options.resolves = resolves
        options.asOf = asOf
        options.pending = (gathered ?? []).filter { isFact($0) || isUpdate($0) }
        return options
    }

    func answer(_ reader: ProgramReader, _ options: Database.RunOptions) throws {
        lastQuestion = (reader, options)
        let database = try database()
        let run = try timed { try database.run(reader, options) }
        context.warn(run.warnings)
        last = run
        try show(run)
    }

    /// Shows the plan of a goal, or of the last question.
    func explain(_ goal: String, measuring: Bool) throws {
        var options = runOptions()
        let reader: ProgramReader
        if goal.isEmpty {
            guard let lastQuestion else { throw ZholError(.usage, "nothing was asked yet: ':explain project(P)'") }
            (reader, options) = lastQuestion
        } else {
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<input>", text: goal))
            var asked = ProgramReader(statements: rules + gatheredDeclarations)
            asked.add(program, diagnostics)
            reader = asked
        }
        let trace = EvaluationTrace(measures: measuring)
        options.trace = trace
        let run = try database().run(reader, options)
        context.warn(run.warnings)
        try context.page { try $0.write(PlanReport(trace).text) }
    }

    func show(_ run: Database.Run) throws {
        try context.page { try context.write(run, as: format, to: $0) }
    }

    // MARK: Transactions

    func begin() throws {
        guard gathered == nil else {
            throw ZholError(.usage, "a transaction is open already: ':commit' or ':rollback'")
        }
        gathered = []
    }

    func commit() throws {
        guard let changes = gathered else { throw ZholError(.usage, "there is no transaction: ':begin' opens one") }
        if !changes.isEmpty {
            do {
                try store(changes)
            } catch {
                context.note("nothing was stored, and the transaction is still open: ':rollback' forgets it")
                throw error
            }
        }
        gathered = nil
    }

    func rollback() throws {
        guard let changes = gathered else { throw ZholError(.usage, "there is no transaction: ':begin' opens one") }
        gathered = nil
        if editor.isInteractive { context.note("forgot \(counted(changes.count, "change"))") }
    }

    /// Stores the session's rules and queries, or those of some names.
    func save(_ names: [String]) throws {
        func name(_ statement: Statement) -> String {
            switch statement.kind {
            case .clause(let clause), .deny(let clause): clause.head.name.range.text
            case .savedQuery(let query): query.name.range.text
            default: ""
            }
        }
        for wanted in names where !rules.contains(where: { name($0) == wanted }) {
            let hint = Spelling.suggestion(for: wanted, among: rules.map(name))
            throw ZholError(.usage, "no rule or query of this session is called '\(wanted)'\(hint)")
        }
        guard !rules.isEmpty else { throw ZholError(.usage, "this session has no rules or queries to save") }
        let chosen = rules.filter { names.isEmpty || names.contains(name($0)) }
        try store(chosen)
        rules.removeAll { one in names.isEmpty || names.contains(name(one)) }
    }
}
