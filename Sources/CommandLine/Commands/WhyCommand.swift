import Formats
import Glibc
import Language
import Terms
import Zhol

/// `why`: proofs of a fact, and `--why` of `query` and `run`.
extension Context {
    /// Proofs of one answer that `--all` looks for.
    static let allProofs = 10
    /// Answers of a fact with variables that are proved where `--limit` does not say how many.
    private static let provedAnswers = 10

    func why() throws -> Int32 {
        let form = try proofForm()
        let database = try optionalDatabase()
        let (goal, statements) = try factAndRules()
        var options = try runOptions()
        let shown = options.limit ?? Context.provedAnswers
        guard shown > 0 else { throw ZholError(.usage, "'zhol why --limit' takes a number from 1, not '0'") }
        options.limit = shown == Int.max ? shown : shown + 1
        options.proofs = ProofRequest(
            limit: arguments.has("all") ? Context.allProofs : 1, contributions: form == .json ? Int.max : 20)
        let run = try database.run(ProgramReader(statements: statements + goal), options)
        warn(run.warnings)
        let report = ProofReport(
            run.keepingProofs(shown), statements: statements + database.catalogue.statements,
            documents: form == .markdown ? try database.documents(citedBy: run) : [:])
        guard !report.isEmpty else {
            note("it does not hold: 'zhol why-not' tells what is missing")
            return 1
        }
        try page { try report.write(form, width: Terminal.width(1), to: $0) }
        if run.answers.contains(where: { $0.count > shown }) { note("there are more answers: --limit \(shown * 10)") }
        return 0
    }

    func whyNot() throws -> Int32 {
        let isJSON: Bool
        switch arguments.value("format") {
        case nil: isJSON = false
        case "json"?: isJSON = true
        case let other?:
            throw ZholError(.usage, "'zhol why-not' writes text, or JSON with --format json, not '\(other)'")
        }
        let database = try optionalDatabase()
        let (goal, statements) = try factAndRules()
        var options = try runOptions()
        options.limit = 1
        options.explainsAbsence = true
        let run = try database.run(ProgramReader(statements: statements + goal), options)
        warn(run.warnings)
        guard run.answers.contains(where: { $0.absence != nil }) else {
            note("it does hold: 'zhol why' proves it")
            return 1
        }
        let report = ProofReport(run, statements: statements + database.catalogue.statements)
        try page { try report.writeAbsences(asJSON: isJSON, to: $0) }
        return 0
    }

    /// The form of proofs: a tree where nothing else is asked for.
    func proofForm() throws -> ProofReport.Form {
        guard let word = arguments.value("format") else { return .tree }
        guard let form = ProofReport.Form(rawValue: word) else {
            throw ZholError(
                .usage, "'zhol \(arguments.command.name)' writes a tree, markdown or json, not '\(word)'")
        }
        return form
    }

    /// The goal that the first word is, and the rules of the files that the others name: what these ask is left out.
    func factAndRules() throws -> (goal: [Statement], rules: [Statement]) {
        let source = SourceFile(name: "<query>", text: arguments.words[0])
        let (program, diagnostics) = Parser.parseGoalOrProgram(source)
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw ZholError(diagnostics: diagnostics)
        }
        var reader = ProgramReader()
        for path in arguments.words.dropFirst() { try reader.read(path: path) }
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let rules = reader.statements.filter { statement in
            switch statement.kind {
            case .query, .whatIf, .output: false
            default: true
            }
        }
        let asks = program.statements.contains { statement in
            switch statement.kind {
            case .query, .whatIf: true
            default: false
            }
        }
        guard asks else {
            throw ZholError(.usage, "'zhol \(arguments.command.name)' takes a fact, as 'owns(alpha, X)'")
        }
        return (program.statements, rules)
    }

    /// Has answers proved where `--why` asks for it.
    func setProofs(_ options: inout Database.RunOptions) throws {
        guard arguments.has("why") else { return }
        guard [.table, .markdown, .line].contains(try format()) else {
            throw ZholError(
                .usage, "'--why' goes with table, markdown and line; 'zhol why --format json' writes proofs as JSON")
        }
        options.proofs = ProofRequest(limit: arguments.has("all") ? Context.allProofs : 1)
    }

    /// Writes the proofs of answers below them.
    func writeProofs(_ run: Database.Run, _ statements: [Statement], as format: AnswerFormat, to sink: ByteSink) throws
    {
        guard arguments.has("why") else { return }
        let report = ProofReport(
            run, statements: statements,
            documents: format == .markdown ? try optionalDatabase().documents(citedBy: run) : [:])
        guard !report.isEmpty else { return }
        try sink.write("\n")
        try report.write(format == .markdown ? .markdown : .tree, width: Terminal.width(1), to: sink)
    }
}
