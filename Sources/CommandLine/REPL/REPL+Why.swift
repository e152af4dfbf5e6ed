import Formats
import Language
import Terms
import Zhol

/// Proofs at the prompt.
extension REPL {
    /// `:why N` for a row of the last answers, or `:why FACT`.
    func why(_ text: String) throws {
        guard !text.isEmpty else { throw ZholError(.usage, "':why' takes the number of a row, or a fact: ':why 1'") }
        let reader: ProgramReader
        var options: Database.RunOptions
        if let number = Int(text) {
            guard let lastQuestion, let shown = last?.answers.last else {
                throw ZholError(.usage, "nothing was asked yet")
            }
            guard number > 0, number <= shown.count else {
                throw ZholError(.usage, "the last answer has \(counted(shown.count, "row")), and no row \(number)")
            }
            (reader, options) = lastQuestion
            options.proofs = ProofRequest(row: number - 1)
        } else {
            (reader, options) = try asking(text)
            options.proofs = ProofRequest()
            options.limit = options.limit ?? 10
        }
        let run = try database().run(reader, options)
        let report = ProofReport(run.lastOnly, statements: reader.statements + (try database().catalogue.statements))
        guard !report.isEmpty else { throw ZholError(.usage, "it does not hold: ':why-not' tells what is missing") }
        let form: ProofReport.Form = format == .json ? .json : format == .markdown ? .markdown : .tree
        try context.page { try report.write(form, width: Terminal.width(1), to: $0) }
    }

    func whyNot(_ text: String) throws {
        guard !text.isEmpty else { throw ZholError(.usage, "':why-not' takes a fact: ':why-not owns(alpha, X)'") }
        var (reader, options) = try asking(text)
        options.explainsAbsence = true
        let run = try database().run(reader, options)
        guard run.answers.contains(where: { $0.absence != nil }) else {
            throw ZholError(.usage, "it does hold: ':why' proves it")
        }
        let report = ProofReport(run, statements: reader.statements)
        try context.page { try report.writeAbsences(asJSON: format == .json, to: $0) }
    }

    /// `:draw FILE [GOAL]`: a goal, or the last question.
    func draw(_ words: [String], _ text: String) throws {
        let picture = try Picture(words.first.map(SessionWords.unquoted) ?? "", option: ":draw")
        let goal = String(text.dropFirst(words.first?.count ?? 0)).trimmed
        var reader: ProgramReader
        var options: Database.RunOptions
        if goal.isEmpty {
            guard let lastQuestion else {
                throw ZholError(.usage, "nothing was asked yet: ':draw owners.svg owns(X, Y)'")
            }
            (reader, options) = lastQuestion
        } else {
            (reader, options) = try asking(goal)
        }
        options.proofs = ProofRequest()
        let database = try database()
        try picture.draw(try database.run(reader, options), database, proofs: false)
        if editor.isInteractive { context.note("wrote '\(words.first ?? "")'") }
    }

    /// A goal that is typed behind a command, with what holds in the session.
    private func asking(_ goal: String) throws -> (ProgramReader, Database.RunOptions) {
        let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<input>", text: goal))
        var reader = ProgramReader(statements: rules + gatheredDeclarations)
        reader.add(program, diagnostics)
        return (reader, runOptions())
    }
}
