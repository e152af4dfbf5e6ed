import Formats
import Language
import Terms
import Zhol

/// Proofs at the prompt.
extension REPL {
    /// `:why N` for a row of the last answers, or `:why FACT`; with `--all` further proofs.
    func why(_ text: String) throws {
        let (text, all) = REPL.taking("--all", from: text)
        guard !text.isEmpty else { throw ZholError(.usage, "':why' takes the number of a row, or a fact: ':why 1'") }
        guard Int(text) != nil || !REPL.isNumeric(text) else {
            throw ZholError(.usage, "':why' takes the number of a row, from 1, or a fact, not '\(text)'")
        }
        let limit = all ? Context.allProofs : 1
        let reader: ProgramReader
        var options: Database.RunOptions
        if let number = Int(text) {
            (reader, options) = try question(ofRow: number)
            options.proofs = ProofRequest(row: number - 1, limit: limit)
        } else {
            (reader, options) = try asking(text)
            options.proofs = ProofRequest(limit: limit)
            options.limit = options.limit ?? 10
        }
        let database = try database()
        let run = try database.run(reader, options)
        context.warn(run.warnings)
        let report = ProofReport(
            run.lastOnly, statements: reader.statements + database.catalogue.statements,
            documents: format == .markdown ? try database.documents(citedBy: run.lastOnly) : [:])
        guard !report.isEmpty else { throw ZholError(.usage, "it does not hold: ':why-not' tells what is missing") }
        let form: ProofReport.Form = format == .json ? .json : format == .markdown ? .markdown : .tree
        try context.page { try report.write(form, width: Terminal.width(1), to: $0) }
    }

    /// The last question, of whose answers a row is asked about.
    private func question(ofRow number: Int) throws -> (ProgramReader, Database.RunOptions) {
        guard let lastQuestion, let shown = last?.answers.last else {
            throw ZholError(.usage, "nothing was asked yet")
        }
        guard number > 0, number <= shown.count else {
            throw ZholError(.usage, "the last answer has \(counted(shown.count, "row")), and no row \(number)")
        }
        return lastQuestion
    }

    /// A switch that stands before or behind the words of a command; the words without it.
    private static func taking(_ option: String, from text: String) -> (rest: String, found: Bool) {
        if text == option { return ("", true) }
        if text.hasPrefix(option + " ") { return (String(text.dropFirst(option.count)).trimmed, true) }
        if text.hasSuffix(" " + option) { return (String(text.dropLast(option.count)).trimmed, true) }
        return (text, false)
    }

    /// Whether a text is numbers only, and so no fact.
    private static func isNumeric(_ text: String) -> Bool { text.allSatisfy { "0123456789+-., ".contains($0) } }

    func whyNot(_ text: String) throws {
        guard !text.isEmpty, !REPL.isNumeric(text) else {
            throw ZholError(.usage, "':why-not' takes a fact: ':why-not owns(alpha, X)'")
        }
        var (reader, options) = try asking(text)
        options.explainsAbsence = true
        let run = try database().run(reader, options)
        context.warn(run.warnings)
        guard run.answers.contains(where: { $0.absence != nil }) else {
            throw ZholError(.usage, "it does hold: ':why' proves it")
        }
        let report = ProofReport(run, statements: reader.statements)
        try context.page { try report.writeAbsences(asJSON: format == .json, to: $0) }
    }

    /// `:draw FILE [GOAL]`: a goal, or the last question; with `--why` their proofs, with a number that of one row.
    func draw(_ text: String) throws {
        let (words, isFirst) = REPL.taking("--why", from: text)
        let file = try SessionWords.split(words).first ?? ""
        let picture = try Picture(SessionWords.unquoted(file), option: ":draw")
        let (goal, isLater) = REPL.taking("--why", from: String(words.dropFirst(file.count)).trimmed)
        let database = try database()
        var row: Int?
        var (reader, options): (ProgramReader, Database.RunOptions)
        if let number = Int(goal) {
            (reader, options) = try question(ofRow: number)
            row = number - 1
        } else if goal.isEmpty {
            guard let lastQuestion else {
                throw ZholError(.usage, "nothing was asked yet: ':draw owners.svg owns(X, Y)'")
            }
            (reader, options) = lastQuestion
        } else {
            (reader, options) = try asking(goal)
        }
        options.proofs = ProofRequest(row: row)
        let run = try database.run(reader, options)
        try picture.draw(row == nil ? run : run.lastOnly, database, proofs: isFirst || isLater)
        if editor.isInteractive { context.note("wrote '\(file)'") }
    }

    /// A goal that is typed behind a command, with what holds in the session.
    private func asking(_ goal: String) throws -> (ProgramReader, Database.RunOptions) {
        let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<input>", text: goal))
        var reader = ProgramReader(statements: rules + gatheredDeclarations)
        reader.add(program, diagnostics)
        return (reader, runOptions())
    }
}
