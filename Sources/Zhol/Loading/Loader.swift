import Formats
import Language
import Store
import Terms

/// Loads declarations, facts, rules and saved queries into a store, in one transaction: all or nothing.
package struct Loader {
    /// What a load did.
    package struct Report: Sendable {
        package var facts = 0
        /// Facts that were not there before, with this evidence.
        package var added = 0
        package var withdrawn = 0
        package var declarations = 0
        /// How many facts and rows were wrong and left out.
        package var leftOut = 0
        /// What was wrong with them.
        package var left: [Diagnostic] = []
        /// The first facts of each file, as the language writes them; of a dry run only.
        package var preview: [String] = []
        package var warnings: [Diagnostic] = []
    }

    /// How a load is done.
    package struct Options {
        /// Leaves out what is wrong and tells it in the report.
        package var keepsGoing = false
        /// Checks everything and writes nothing.
        package var isDryRun = false
        /// What the columns of tables mean; nil for what their headers say.
        package var map: SourceFile?
        /// What stands between the fields of CSV; nil for what its start tells.
        package var separator: Character?
        package var progress: LoadProgress?
        /// Bytes of memory for terms and facts that wait to be written; nil for about 1 GiB. What is more waits in files.
        package var memory: Int?

        package init() {}
    }

    private var reader = ProgramReader()
    private var inputs: [DataFile] = []

    package init() {}

    /// Takes a file by its format; `-` is standard input. Throws `ZholError`.
    package mutating func add(path: String, format: String?) throws {
        let input = try DataFile(path: path, format: format)
        if input.format != .dl {
            inputs.append(input)
        } else if input.isPlain {
            try reader.read(path: path)
        } else {
            reader.read(SourceFile(name: input.name, bytes: try input.bytes()))
        }
    }

    /// Takes statements given as text, as a REPL does.
    package mutating func add(text: String, name: String) { reader.read(text: text, name: name) }

    /// Takes statements that were parsed before.
    package mutating func add(statements: [Statement]) {
        reader = ProgramReader(statements: reader.statements + statements)
    }

    /// Checks everything against the schema and writes it. Throws `ZholError` with every mistake; the store then is
    /// as it was.
    package func load(into store: Store, _ options: Options = Options()) throws -> Report {
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let sizes = inputs.compactMap(\.size)
        if sizes.count == inputs.count { options.progress?.totalBytes = sizes.reduce(0, +) }
        // Its snapshot has ended when the writing begins: the map can grow only then.
        let resolution = try resolution(over: store)
        let (program, changes, errors) = (resolution.program, resolution.changes, resolution.errors)
        var report = Report()
        report.warnings = resolution.warnings + reader.diagnostics
        if !errors.isEmpty, !options.keepsGoing { throw ZholError(diagnostics: errors) }
        let findings = Findings(keepsGoing: options.keepsGoing)
        var missed: [Diagnostic] = []

        do {
            try store.write { writer in
                // It may be the second time, in a larger map.
                findings.removeAll()
                if let memory = options.memory { writer.limit(memory: memory) }
                report.declarations = try put(reader, writer)
                let gate = FactGate(
                    writer, schema: resolution.schema, namespaces: resolution.namespaces, findings: findings, options)
                var changing = StoreUpdates(program, into: gate)
                var facts = program.facts[...]
                for (position, update) in zip(changes, resolution.updates) {
                    let earlier = facts.prefix { $0.position < resolution.stored + position }
                    try add(earlier, of: program, to: gate)
                    facts = facts[earlier.endIndex...]
                    if let update { try changing.apply(update) }
                }
                try add(facts, of: program, to: gate)
                try gate.gather { for number in inputs.indices { try read(number, options, into: gate) } }
                report.withdrawn = changing.withdrawn
                missed = changing.missed
                if gate.usesSame, !resolution.schema.isEmpty, !resolution.storesSame,
                    !reader.statements.contains(where: { $0.declared?.name == Schema.same.declaration.name })
                {
                    try writer.put(Schema.same.declaration)
                }
                let takenBack = try gate.constraints.report(writer, to: findings)
                report.facts = gate.facts - takenBack
                report.added = gate.added - takenBack
                report.preview = try gate.previewed()
                guard options.keepsGoing || findings.count == 0 else { throw Findings.Enough() }
                if options.isDryRun { throw DryRun() }
            }
        } catch is Findings.Enough {
            throw ZholError(diagnostics: findings.warnings(inputs) + errors + findings.diagnostics(inputs))
        } catch is DryRun {}
        report.warnings += missed + findings.warnings(inputs)
        report.leftOut = errors.count + findings.count
        report.left = errors + findings.diagnostics(inputs)
        return report
    }

    /// What the statements mean in a store.
    private struct Resolution {
        let schema: Schema
        let namespaces: Namespaces
        /// Whether the store declares the relation `same` itself.
        let storesSame: Bool
        let program: ResolvedProgram
        /// How many statements of the store come before those of the load.
        let stored: Int
        /// Which statements of the load change facts, and how.
        let changes: [Int]
        let updates: [ResolvedUpdate?]
        let errors: [Diagnostic]
        let warnings: [Diagnostic]
    }

    private func resolution(over store: Store) throws -> Resolution {
        let snapshot = try store.snapshot()
        let catalogue = try Catalogue(snapshot)
        var (schema, namespaces, problems) = catalogue.extended(by: reader.statements)
        if !schema.isEmpty, schema.relations[Schema.same.declaration.name] == nil,
            reader.statements.contains(where: \.statesSame)
                || !inputs.isEmpty && !catalogue.ruleNames.contains(Schema.same.declaration.name)
        {
            schema = catalogue.extended(by: Schema.same.statements + reader.statements).schema
        }
        guard problems.isEmpty else { throw ZholError(diagnostics: problems) }
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: SnapshotNames(snapshot, catalogue))
        resolver.requiresDeclarations = !schema.isEmpty
        resolver.storesFacts = true
        let stored = catalogue.statements(neededBy: reader.statements, schema, namespaces)
        let changes = reader.statements.indices.filter { isUpdate(reader.statements[$0]) }
        let updates = resolver.resolve(
            stored + reader.statements, goals: .everything, updates: changes.map { reader.statements[$0] })
        return Resolution(
            schema: schema, namespaces: namespaces,
            storesSame: catalogue.schema.relations[Schema.same.declaration.name] != nil,
            program: resolver.program, stored: stored.count, changes: changes,
            updates: updates,
            errors: resolver.diagnostics.filter { $0.severity == .error }.map { $0.notingStored(stored) }
                + misplaced(reader.statements),
            warnings: resolver.diagnostics.filter { $0.severity == .warning })
    }

    private func add(_ facts: ArraySlice<ResolvedFact>, of program: ResolvedProgram, to gate: FactGate) throws {
        guard !facts.isEmpty else { return }
        try gate.gather {
            for fact in facts {
                try gate.add(
                    program[fact.relation].name, fact.arguments, qualifiers: fact.qualifiers, at: .source(fact.range))
            }
        }
    }

    /// Undoes what was tried.
    private struct DryRun: Error {}

    /// Reads a file that is no program.
    private func read(_ number: Int, _ options: Options, into gate: FactGate) throws {
        let input = inputs[number]
        do {
            switch input.format {
            case .dl: break
            case .nt, .nq, .ttl, .trig:
                try tellingOfNothing(number, gate) { try RDFInput.load(input, number, into: gate, options.progress) }
            case .csv, .tsv:
                try TableInput.load(input, number, into: gate, options)
            case .jsonl:
                try tellingOfNothing(number, gate) { try JSONInput.load(input, number, into: gate, options.progress) }
            }
        } catch let error as FormatError where error.kind == .text {
            gate.findings.collect(
                Finding(.malformedData, error.message, at: .input(number, error.offset..<error.end)))
            throw Findings.Enough()
        } catch let error as FormatError {
            throw ZholError(
                error.kind == .damage ? .wrongInput : .missingInput,
                "cannot read '\(input.name)' behind byte \(error.offset): \(error.message)")
        } catch let error as SourceFailure {
            throw ZholError(
                error.isDamage ? .wrongInput : .missingInput, "cannot read '\(input.name)': \(error.message)")
        }
    }

    /// Reads a file, and warns where it holds something, and neither a fact nor a mistake.
    private func tellingOfNothing(_ number: Int, _ gate: FactGate, _ read: () throws -> Void) throws {
        let before = gate.outcome
        try read()
        guard gate.outcome == before, !inputs[number].isEmpty else { return }
        gate.findings.warn(of: Finding(.nothingFound, "no fact is found in this file", at: .input(number, 0..<0)))
    }

    private func isUpdate(_ statement: Statement) -> Bool {
        if case .update = statement.kind { return true }
        return false
    }

    /// Statements that have no place in a load.
    private func misplaced(_ statements: [Statement]) -> [Diagnostic] {
        statements.compactMap { statement in
            switch statement.kind {
            case .rollback:
                Diagnostic(
                    .misplacedClause, "a load is one transaction and cannot be rolled back by what it loads",
                    at: statement.range, notes: [.init("an error leaves the store as it was")])
            case .input:
                Diagnostic(
                    .misplacedClause, "'input' reads facts for one run and stores nothing", at: statement.range,
                    notes: [.init("load the file itself: zhol load FILE")])
            default: nil
            }
        }
    }

    /// Stores what is no fact, in place of what came from the same files before; how many declarations.
    private func put(_ reader: ProgramReader, _ writer: Writer) throws -> Int {
        let declarations = reader.statements.compactMap(\.declaration)
        try writer.replaceDeclarations(
            by: declarations,
            replacing: { old in
                guard ["rule", "deny", "query", "disjoint"].contains(old.kind), let file = old.place?.file else {
                    return false
                }
                return !file.hasPrefix("<") && reader.files.contains(file)
            })
        return declarations.count
    }
}

extension Statement {
    /// Kind and name under which the catalogue keeps the statement; nil for what is not kept.
    var declared: (kind: String, name: String)? {
        switch kind {
        case .prefix(let name, _): ("prefix", name)
        case .base: ("base", "")
        case .classDeclaration(let declaration): ("class", declaration.name.range.text)
        case .relationDeclaration(let declaration): ("relation", declaration.name.range.text)
        case .enumeration(let declaration): ("enum", declaration.name.range.text)
        case .disjoint(let classes): ("disjoint", classes.map(\.range.text).joined(separator: ", "))
        case .clause(let clause): clause.body == nil ? nil : ("rule", clause.head.name.range.text)
        case .deny(let clause): ("deny", clause.head.name.range.text)
        case .savedQuery(let query): ("query", query.name.range.text)
        default: nil
        }
    }

    /// What the catalogue keeps of the statement: its text with its documentation, and where it comes from.
    fileprivate var declaration: Declaration? {
        guard let (kind, name) = declared else { return nil }
        let lines = documentation?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        let line = range.file.position(at: range.start).line
        return Declaration(
            kind: kind, name: name, text: lines.map { "%% \($0)\n" }.joined() + range.text,
            origin: "\(range.file.name):\(line)")
    }
}
