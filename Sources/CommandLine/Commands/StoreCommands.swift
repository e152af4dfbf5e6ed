import Formats
import Glibc
import Language
import Store
import Terms
import Zhol

/// Commands on a store itself.
extension Context {
    func initialize() throws -> Int32 {
        if FileBytes.exists(storePath) { throw ZholError(.usage, "there is already a file '\(storePath)'") }
        var loader = Loader()
        for path in arguments.words { try loader.add(path: path, format: "dl") }
        return try whereNewRemoved {
            let report = try loader.load(into: Store(path: storePath, access: .create))
            warn(report.warnings)
            note("made '\(storePath)' with \(counted(report.declarations, "declaration"))")
            return 0
        }
    }

    /// A store that never held anything is not left behind.
    func whereNewRemoved(_ body: () throws -> Int32) throws -> Int32 {
        let isNew = !FileBytes.exists(storePath)
        do {
            return try body()
        } catch {
            if isNew { removeStore() }
            throw error
        }
    }

    func removeStore() {
        unlink(storePath)
        unlink(storePath + "-lock")
    }

    func info() throws -> Int32 {
        let database = try Database(path: storePath)
        guard let reading = database.reading else { return 0 }
        let info = try reading.info()
        var rows: [(String, Term)] = [
            ("store", .string(storePath)), ("format version", .int(Int64(info.formatVersion))),
            ("size in bytes", .int(Int64(info.bytes))), ("triples", .int(Int64(info.triples))),
            ("triples with qualifiers or evidence", .int(Int64(info.qualifiedTriples))),
            ("relations in use", .int(Int64(info.predicates))), ("terms in the dictionary", .int(Int64(info.terms))),
            ("declarations", .int(Int64(info.declarations))), ("transactions", .int(Int64(info.transactions))),
            ("other processes that read it", .int(Int64(Set(info.otherReaders.map(\.process)).count))),
        ]
        if let oldest = info.otherReaders.max(by: { $0.commitsBehind < $1.commitsBehind }) {
            let commits = counted(oldest.commitsBehind, "commit")
            rows.append(("the oldest of them", .string("process \(oldest.process), \(commits) ago")))
        }
        guard arguments.has("format") else {
            for (name, value) in rows { try output.write(padded(name, 38) + value.plainText(Namespaces()) + "\n") }
            try output.flush()
            return 0
        }
        let table = AnswerTable(
            name: nil, columns: ["what", "value"], rows: rows.map { [.string($0.0), $0.1] }, namespaces: Namespaces())
        try show(table, as: format())
        return 0
    }

    func schema() throws -> Int32 {
        let database = try Database(path: storePath)
        let outline = SchemaOutline(database.catalogue)
        let names = try outline.known(arguments.words)
        switch try format(inPipe: .dl) {
        case .dl: try page { try outline.declarations(names, to: $0) }
        case .table where !arguments.has("format"):
            try page { sink in
                if names.isEmpty { try outline.overview(to: sink) } else { try outline.declarations(names, to: sink) }
            }
        case let format: try show(outline.table(names), as: format)
        }
        return 0
    }

    func export() throws -> Int32 {
        let database = try Database(path: storePath)
        guard let form = ExportFormat(rawValue: exportForm) else {
            throw ZholError(
                .usage, "'zhol export' writes \(Option.exportFormats.joined(separator: ", ")), not '\(exportForm)'")
        }
        func write(to sink: ByteSink) throws {
            guard let goal = arguments.value("goal") else {
                try StoreExport.write(database, as: form, to: sink)
                return
            }
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<goal>", text: goal))
            var reader = ProgramReader()
            reader.add(program, diagnostics)
            let run = try database.run(reader, Database.RunOptions())
            warn(run.warnings)
            for answers in run.answers {
                guard answers.columns.count == 3 else {
                    throw ZholError(
                        .usage, "the goal of an export has three columns, not \(answers.columns.count)")
                }
                try StoreExport.write(rows: answers.rows, as: form, run.namespaces, to: sink)
            }
        }
        if let path = arguments.value("output"), path != "-" {
            try OutputFile.write(path, write)
        } else {
            try write(to: output)
            try output.flush()
        }
        return 0
    }
}

extension Context {
    /// What an export is written as: `--as`, else by the ending of the file, else `dl`.
    private var exportForm: String {
        if let form = arguments.value("as") { return form }
        guard let path = arguments.value("output"), let dot = path.lastIndex(of: ".") else { return "dl" }
        let ending = path[path.index(after: dot)...].lowercased()
        return ExportFormat(rawValue: ending) == nil ? "dl" : ending
    }
}

/// `1 fact`, `2 facts`
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// A text with spaces up to a width in columns.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - TextWidth.of(text)))
}
