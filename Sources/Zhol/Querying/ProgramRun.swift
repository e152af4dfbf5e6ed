import Engine
import Formats
import Language
import Store
import Terms

/// One run of a program: resolution, the files it reads, and its questions one after another.
final class ProgramRun {
    let database: Database
    /// What the store keeps, and the program.
    let statements: [Statement]
    let options: Database.RunOptions
    let schema: Schema
    let namespaces: Namespaces
    let control: Control
    let files: InputFiles
    private let kept: Int
    private let readerDiagnostics: [Diagnostic]
    private var evaluations: [Moment: Citation.Levels] = [:]

    /// What of the world a question sees.
    private struct Moment: Hashable {
        var asOf: PartialDate?
    }

    /// Throws `ZholError` where the program cannot be read or its declarations contradict each other.
    init(_ database: Database, _ reader: ProgramReader, _ options: Database.RunOptions) throws {
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let (schema, namespaces, problems) = database.catalogue.extended(by: reader.statements)
        guard problems.isEmpty else { throw ZholError(diagnostics: problems) }
        self.database = database
        self.options = options
        self.schema = schema
        self.namespaces = namespaces
        kept = database.catalogue.statements.count
        statements = database.catalogue.statements + reader.statements
        readerDiagnostics = reader.diagnostics
        control = Control(timeout: options.timeout)
        files = InputFiles(folder: options.factsFolder)
    }

    private var names: any StoreNames {
        database.reading.map { SnapshotNames($0, database.catalogue) } ?? NoStore()
    }

    /// Answers every question in order. Throws `ZholError` with every mistake that resolution finds.
    func perform() throws -> Database.Run {
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: names, parameters: options.parameters)
        resolver.columnsOfInput = files.columns
        resolver.resolve(statements, goals: options.savedQuery.map { .saved($0) } ?? .questions)
        let diagnostics = resolver.diagnostics + misplaced()
        if diagnostics.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: diagnostics) }

        var run = Database.Run(warnings: readerDiagnostics + diagnostics, namespaces: namespaces)
        let program = resolver.program
        var base = Evaluation.Options()
        base.plain = options.plain
        base.inputs = try files.read(program, schema, namespaces, control)
        for goal in program.goals {
            let moment = Moment(asOf: goal.asOf ?? options.asOf)
            base.asOf = moment.asOf
            var levels =
                evaluations[moment]
                ?? Citation.Levels(
                    program: program, schema: schema, snapshot: database.reading, control: control, options: base)
            if let answers = try answer(goal, &levels) { run.answers.append(answers) }
            evaluations[moment] = levels
        }
        run.warnings += undefinedValues()
        return run
    }

    /// The answers to a goal; nil where they went to a file.
    private func answer(_ goal: ResolvedGoal, _ levels: inout Citation.Levels) throws -> Answers? {
        let evaluation = try levels.evaluation(options.confidence)
        if let path = goal.destination {
            try OutputFile(path, folder: options.outputFolder).write(goal, of: evaluation, namespaces)
            return nil
        }
        var goal = goal
        if let limit = options.limit { goal.limit = min(goal.limit ?? limit, limit) }
        let rows = try evaluation.answers(to: goal)
        var answers = Answers(name: goal.name, columns: rows.columns, rows: rows.rows, namespaces: namespaces)
        if options.cites, !goal.isYesNo { try answers.cite(goal, rows, &levels, least: options.confidence) }
        return answers
    }

    private func undefinedValues() -> [Diagnostic] {
        control.undefined.map { place in
            Diagnostic(
                .undefinedValue,
                "\(place.what) was undefined for \(place.count) binding\(place.count == 1 ? "" : "s"), which did not match",
                at: place.range, severity: .warning)
        }
    }

    /// Statements that have no place in a program that is run.
    private func misplaced() -> [Diagnostic] {
        statements.dropFirst(kept).compactMap { statement in
            let what: String
            switch statement.kind {
            case .update: what = "an update in a program that is run"
            case .whatIf: what = "'what if'"
            case .begin, .commit, .rollback: what = "a transaction in a program that is run"
            default: return nil
            }
            return Diagnostic(.notEvaluatedYet, "\(what) is not evaluated yet", at: statement.range)
        }
    }
}
