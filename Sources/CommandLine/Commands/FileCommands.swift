import Formats
import Glibc
import Language
import Zhol

/// `check` and `queries`: files of the language, without running them.
extension Context {
    /// Each file by itself; all mistakes of all files are told.
    func check() throws -> Int32 {
        let database = try optionalDatabase()
        var schema = ProgramReader()
        for path in arguments.values("schema") { try schema.read(path: path) }
        guard !schema.hasErrors else { throw ZholError(diagnostics: schema.diagnostics) }
        var paths: [String] = []
        for word in arguments.words { paths += word == "-" ? [word] : try ProgramFiles.find(word) }
        var wrong: [ZholError] = []
        var count = 0
        for path in paths {
            do {
                if let facts = try DataCheck.facts(path: path, format: arguments.value("as")) {
                    count += facts
                    continue
                }
                var reader = schema
                try reader.read(path: path)
                count += reader.statements.count - schema.statements.count
                warn(try database.check(reader))
            } catch {
                let error = ZholError.wrapping(error)
                CommandLineProgram.report(error, arguments)
                wrong.append(error)
            }
        }
        let files = "\(paths.count) file\(paths.count == 1 ? "" : "s")"
        guard wrong.isEmpty else {
            note("\(wrong.count) of \(files) \(wrong.count == 1 ? "is" : "are") wrong")
            // One name is more likely misspelt.
            let unknown = wrong.flatMap(\.diagnostics).count {
                $0.code == .unknownRelation || $0.code == .unknownClass
            }
            if unknown >= 3 {
                if database.reading == nil, !arguments.has("schema") { warn([noStore]) }
                note("what a schema declares is known with '--schema FILE', or with the store that has it: '--db PATH'")
            }
            return wrong.contains { $0.kind == .wrongInput }
                ? ZholError.Kind.wrongInput.rawValue : wrong[0].kind.rawValue
        }
        note("\(files) with \(count) statement\(count == 1 ? "" : "s"): nothing is wrong")
        return 0
    }

    func queries() throws -> Int32 {
        var reader = ProgramReader()
        for path in try arguments.words.flatMap({ try ProgramFiles.find($0) }) { try reader.read(path: path) }
        if reader.hasErrors { throw ZholError(diagnostics: reader.diagnostics) }
        let statements =
            arguments.words.isEmpty ? try Database(path: storePath).catalogue.statements : reader.statements
        let queries = SavedQueries(statements)
        if arguments.has("format") {
            try show(queries.table, as: format())
        } else {
            try page { try queries.list(to: $0) }
            if queries.all.isEmpty { note("there are no saved queries") }
        }
        return 0
    }
}
