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
        let store = try Store(path: storePath, access: .create)
        do {
            let report = try loader.load(into: store)
            warn(report.warnings)
            if !isQuiet { Terminal.message("made '\(storePath)' with \(report.declarations) declarations\n") }
            return 0
        } catch {
            // A store that never held anything is not left behind.
            unlink(storePath)
            unlink(storePath + "-lock")
            throw error
        }
    }

    func load() throws -> Int32 {
        guard !arguments.words.isEmpty else { throw ZholError(.usage, "'zhol load' takes files, or '-' with --as") }
        let started = ContinuousClock.now
        var loader = Loader()
        for path in arguments.words { try loader.add(path: path, format: arguments.value("as")) }
        let isNew = !FileBytes.exists(storePath)
        do {
            let store = try Store(path: storePath, access: .create)
            let report = try loader.load(into: store, keepGoing: arguments.has("keep-going"))
            warn(report.warnings)
            if report.leftOut > 0 { Terminal.message("warning: \(report.leftOut) facts were left out\n") }
            if !isQuiet {
                let withdrawn = report.withdrawn > 0 ? ", \(report.withdrawn) withdrawn" : ""
                Terminal.message(
                    "loaded \(report.facts) facts (\(report.added) new\(withdrawn)) and \(report.declarations) declarations "
                        + "into '\(storePath)' in \(Terminal.elapsed(since: started))\n")
            }
            return 0
        } catch {
            if isNew {
                unlink(storePath)
                unlink(storePath + "-lock")
            }
            throw error
        }
    }

    func info() throws -> Int32 {
        let database = try Database(path: storePath)
        guard let reading = database.reading else { return 0 }
        let info = try reading.info()
        let rows: [(String, String)] = [
            ("store", storePath), ("format version", "\(info.formatVersion)"), ("size", "\(info.bytes / 1024) KiB"),
            ("triples", "\(info.triples)"), ("with qualifiers or evidence", "\(info.qualifiedTriples)"),
            ("relations and classes used", "\(info.predicates)"), ("terms in the dictionary", "\(info.terms)"),
            ("declarations", "\(info.declarations)"), ("transactions", "\(info.transactions)"),
        ]
        for (name, value) in rows { try output.write(padded(name, 30) + value + "\n") }
        try output.flush()
        return 0
    }

    func schema() throws -> Int32 {
        let database = try Database(path: storePath)
        let wanted = Set(arguments.words)
        let known = database.catalogue.declarations.filter { ["class", "relation", "enum"].contains($0.kind) }
        for name in wanted.sorted() where !known.contains(where: { $0.name == name }) {
            let hint = Spelling.suggestion(for: name, among: known.map(\.name))
            throw ZholError(.wrongInput, "nothing is declared as '\(name)'\(hint)")
        }
        for declaration in known where wanted.isEmpty || wanted.contains(declaration.name) {
            try output.write(declaration.text + "\n\n")
        }
        try output.flush()
        return 0
    }

    func export() throws -> Int32 {
        let database = try Database(path: storePath)
        let form = arguments.value("as") ?? "dl"
        guard form == "dl" || form == "nt" else {
            throw ZholError(.usage, "'zhol export' writes dl and nt in this version, not '\(form)'")
        }
        let sink: ByteSink
        if let path = arguments.value("output"), path != "-" {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw ZholError(.cannotWrite, "cannot write '\(path)': \(String(cString: strerror(errno)))")
            }
            sink = ByteSink(descriptor: descriptor)
        } else {
            sink = output
        }
        if let goal = arguments.value("goal") {
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<goal>", text: goal))
            var reader = ProgramReader()
            reader.add(program, diagnostics)
            let run = try database.run(reader, Database.RunOptions())
            for answers in run.answers {
                guard answers.columns.count == 3 else {
                    throw ZholError(.usage, "the goal of an export has three columns, not \(answers.columns.count)")
                }
                for row in answers.rows { try sink.write(StoreText.triple(row, form, run.namespaces)) }
            }
        } else {
            try StoreText.write(database, as: form, to: sink)
        }
        try sink.flush()
        return 0
    }
}
