import Formats
import Language
import Store
import Terms
import Zhol

/// What starts with a colon.
extension REPL {
    static let commands: [(name: String, help: String)] = [
        (":help", "this list"),
        (":schema", "classes, relations and enumerations; ':schema NAME' one of them"),
        (":relations", "relations with how many triples they have"),
        (":describe", "everything about an entity: ':describe kazmunaygas'"),
        (":load", "load files into the store: ':load Seeds/kazakhstan.dl'"),
        (":run", "run a file, or one of its queries: ':run FILE.dl [NAME] [p=v …]'"),
        (":queries", "saved queries of the store, or of files: ':queries Queries'"),
        (":rules", "the rules of this session"),
        (":mode", "how answers are shown: table, csv, tsv, json, jsonl, markdown, line, dl"),
        (":cite", "':cite on' adds sources and confidence to answers, ':cite off' ends it"),
        (":timing", "':timing on' tells how long each question takes"),
        (":quit", "leave (Ctrl-D does the same)"),
    ]

    func command(_ line: String) throws {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let name = words.first else { return }
        let rest = Array(words.dropFirst())
        switch name {
        case ":help", ":h", ":?":
            for (command, help) in REPL.commands { try context.output.write(padded(command, 12) + help + "\n") }
            try context.output.write("A question ends with a dot: ?- project(P), financed_by(P, cdb).\n")
            try context.output.flush()
        case ":schema": try showSchema(rest)
        case ":relations": try showRelations()
        case ":describe": try describe(rest)
        case ":load":
            guard !rest.isEmpty else { throw ZholError(.usage, "':load' takes files") }
            var loader = Loader()
            for path in rest { try loader.add(path: path, format: nil) }
            try load(loader)
        case ":run": try runFile(rest)
        case ":queries": try showQueries(rest)
        case ":rules":
            for rule in rules { try context.output.write(rule.range.text + "\n") }
            try context.output.flush()
        case ":mode":
            guard let word = rest.first, let chosen = AnswerFormat(rawValue: word) else {
                let known = AnswerFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw ZholError(.usage, "':mode' takes one of \(known); it is \(format.rawValue) now")
            }
            format = chosen
        case ":cite": cites = try isOn(rest, now: cites, name)
        case ":timing": timing = try isOn(rest, now: timing, name)
        default:
            let hint = Spelling.suggestion(for: name, among: REPL.commands.map(\.name))
            throw ZholError(.usage, "there is no command '\(name)'\(hint.isEmpty ? "; ':help' lists them" : hint)")
        }
    }

    private func isOn(_ words: [String], now: Bool, _ name: String) throws -> Bool {
        switch words.first {
        case "on"?: return true
        case "off"?: return false
        case nil: return !now
        default: throw ZholError(.usage, "'\(name)' takes on or off")
        }
    }

    private func showSchema(_ names: [String]) throws {
        let known = database.catalogue.declarations.filter { ["class", "relation", "enum"].contains($0.kind) }
        for name in names where !known.contains(where: { $0.name == name }) {
            throw ZholError(
                .wrongInput,
                "nothing is declared as '\(name)'\(Spelling.suggestion(for: name, among: known.map(\.name)))")
        }
        for declaration in known where names.isEmpty || names.contains(declaration.name) {
            try context.output.write(declaration.text + "\n\n")
        }
        try context.output.flush()
    }

    private func showRelations() throws {
        guard let reading = database.reading else { return }
        var rows: [[Term]] = []
        for predicate in try reading.predicates() where predicate != .isA {
            let counts = try reading.statistics(of: predicate)
            rows.append(
                [try reading.term(of: predicate)]
                    + [counts.count, counts.subjects, counts.objects].map { .int(Int64($0)) })
        }
        rows.sort { Term.order($0[0], $1[0]) < 0 }
        try show(["relation", "triples", "subjects", "objects"], rows)
    }

    private func describe(_ words: [String]) throws {
        guard let reading = database.reading, let word = words.first else {
            throw ZholError(.usage, "':describe' takes an entity")
        }
        let namespaces = database.catalogue.namespaces
        guard let id = try reading.id(of: ParameterText.term(word, namespaces)), id.isEntity else {
            throw ZholError(.wrongInput, "the store knows no entity '\(word)'")
        }
        var rows: [[Term]] = []
        for (role, predicates) in [
            ("→", try reading.predicates(ofSubject: id)), ("←", try reading.predicates(ofObject: id)),
        ] {
            let order: PairOrder = role == "→" ? .subject : .object
            for predicate in predicates {
                var others: [UInt64] = []
                try reading.seconds(of: predicate, order: order, first: id, into: &others)
                for other in others.prefix(50) {
                    rows.append([
                        .string(role), try reading.term(of: predicate), try reading.term(of: TermID(rawValue: other)),
                    ])
                }
            }
        }
        try show(["", "relation", "other"], rows)
    }

    private func runFile(_ words: [String]) throws {
        guard let path = words.first else { throw ZholError(.usage, "':run' takes a file") }
        var reader = ProgramReader()
        try reader.read(path: path)
        var options = Database.RunOptions()
        for word in words.dropFirst() {
            if let mark = word.firstIndex(of: "=") {
                options.parameters[String(word[..<mark])] = ParameterText.term(
                    String(word[word.index(after: mark)...]), database.catalogue.namespaces)
            } else {
                options.savedQuery = word
            }
        }
        if options.savedQuery == nil {
            let names = reader.statements.compactMap { statement -> String? in
                if case .savedQuery(let saved) = statement.kind { return saved.name.range.text }
                return nil
            }
            let asks = reader.statements.contains { if case .query = $0.kind { true } else { false } }
            if names.count == 1, !asks { options.savedQuery = names[0] }
            if names.count > 1, !asks {
                throw ZholError(.usage, "the file has the queries \(names.joined(separator: ", ")); name one")
            }
        }
        try answer(reader, options)
    }

    private func showQueries(_ paths: [String]) throws {
        var reader = ProgramReader()
        for path in try paths.flatMap({ try ProgramFiles.find($0) }) { try reader.read(path: path) }
        let statements = paths.isEmpty ? database.catalogue.statements : reader.statements
        for statement in statements {
            guard case .savedQuery(let saved) = statement.kind else { continue }
            let first = statement.documentation?.split(separator: "\n").first.map(String.init) ?? ""
            try context.output.write(padded(saved.name.range.text, 28) + first + "\n")
        }
        try context.output.flush()
    }

    private func show(_ columns: [String], _ rows: [[Term]]) throws {
        let table = AnswerTable(name: nil, columns: columns, rows: rows, namespaces: database.catalogue.namespaces)
        try table.write(as: format, hasHeader: true, width: Terminal.width(1), to: context.output)
        try context.output.flush()
    }

    /// What Tab offers for a word: commands, relations, classes, and entities of the store.
    func completions(_ before: String) -> Completions {
        let word = String(before.reversed().prefix { !" \t(),;{}[]=<>!".contains($0) }.reversed())
        var result = Completions(replaced: word.unicodeScalars.count)
        if word.hasPrefix(":"), word == before {
            result.candidates = REPL.commands.map(\.name).filter { $0.hasPrefix(word) }.sorted()
            return result
        }
        guard !word.isEmpty else { return result }
        let schema = database.catalogue.schema
        var found = Set(schema.relations.keys.filter { $0.hasPrefix(word) })
        found.formUnion(schema.classes.keys.filter { $0.hasPrefix(word) })
        if let reading = database.reading { found.formUnion((try? reading.entities(prefix: word, limit: 200)) ?? []) }
        result.candidates = found.sorted()
        return result
    }
}
