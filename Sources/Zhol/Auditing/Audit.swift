import Language
import Store
import Terms

extension Database {
    /// What an audit found wrong, check by check.
    package struct Audit {
        /// One violated check: its violations are rows, each with its sources.
        package struct Check {
            /// The name of a `deny`, or `one`, `required`, `period`, `class`, `type`.
            package let name: String
            /// What the check is about; nil for a `deny` without documentation.
            package let documentation: String?
            package let answers: Answers
        }

        package internal(set) var violated: [Check] = []
        /// How many checks were made.
        package internal(set) var count = 0
        package internal(set) var warnings: [Diagnostic] = []

        package var violations: Int { violated.reduce(0) { $0 + $1.answers.count } }
    }

    /// Makes every check there is: what the schema asks of the facts that are stored, and each `deny` of the store and of
    /// a program. Throws `ZholError` where a check cannot be made.
    package func audit(_ reader: ProgramReader, _ options: RunOptions = RunOptions()) throws -> Audit {
        var audit = Audit()
        let (schema, namespaces, _) = catalogue.extended(by: reader.statements)
        var options = options
        options.audits = true
        options.cites = true
        let run = try run(reader, options)
        if let reading {
            for check in try SchemaAudit(reading, schema, namespaces, run.same).perform() {
                audit.count += 1
                if check.answers.count > 0 { audit.violated.append(check) }
            }
        }
        audit.warnings = run.warnings
        audit.count += run.answers.count
        for answers in run.answers where !answers.isEmpty {
            audit.violated.append(
                Audit.Check(
                    name: answers.name ?? "", documentation: answers.documentation, answers: answers))
        }
        return audit
    }
}
