import Formats
import Glibc
import Language
import Terms
import Zhol

/// What starts with a colon.
extension REPL {
    func command(_ line: String) throws {
        let name = String(line.prefix { !$0.isWhitespace })
        let rest = String(line.dropFirst(name.count)).trimmed
        let words = try SessionWords.split(rest)
        let plain = words.map(SessionWords.unquoted)
        switch name {
        case ":help": try help(plain.first)
        case ":schema": try showSchema(plain.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 })
        case ":relations": try showRelations()
        case ":describe": try describe(rest)
        case ":load":
            guard !plain.isEmpty else { throw ZholError(.usage, "':load' takes files: ':load Seeds/kazakhstan.dl'") }
            guard gathered == nil else {
                throw ZholError(.usage, "a transaction is open: ':commit' or ':rollback' first")
            }
            var loader = Loader()
            for path in plain { try loader.add(path: path, format: nil) }
            try load(loader)
        case ":run": try runSaved(words)
        case ":explain": try explain(rest, measuring: false)
        case ":profile": try explain(rest, measuring: true)
        case ":why": try why(rest)
        case ":why-not": try whyNot(rest)
        case ":draw": try draw(rest)
        case ":queries": try showQueries(plain)
        case ":rules":
            if rules.isEmpty { context.note("this session has no rules yet") }
            try context.page { sink in for rule in rules { try sink.write(rule.range.text + "\n") } }
        case ":save": try save(plain)
        case ":begin": try begin()
        case ":commit": try commit()
        case ":rollback": try rollback()
        case ":last": try show(lastAnswers())
        case ":export": try export(plain)
        case ":mode":
            guard let word = plain.first else { return context.note("the mode is \(format.rawValue)") }
            guard let chosen = AnswerFormat(rawValue: word) else {
                let hint = Spelling.suggestion(for: word, among: Option.answerFormats)
                throw ZholError(
                    .usage, "':mode' takes \(Option.answerFormats.joined(separator: ", ")), not '\(word)'\(hint)")
            }
            format = chosen
        case ":cite": cites = try isOn(plain, now: cites, name)
        case ":resolve": resolves = try isOn(plain, now: resolves, name)
        case ":timing": timing = try isOn(plain, now: timing, name)
        case ":as-of": try setDate(plain.first)
        case ":quit": throw ZholError(.usage, "':quit' takes no words")
        default:
            let hint = Spelling.suggestion(for: name, among: SessionCommand.all.map(\.name))
            throw ZholError(.usage, "there is no command '\(name)'\(hint.isEmpty ? "; ':help' lists them" : hint)")
        }
    }

    private func help(_ word: String?) throws {
        let text: String
        if let word {
            let command = SessionCommand.named(word) ?? SessionCommand.named(":" + word)
            // Of what is both a command and a topic, such as 'cite', both are told.
            let parts = [command?.help, Topic.named(word)?.text].compactMap(\.self)
            if !parts.isEmpty {
                text = parts.joined(separator: "\n")
            } else {
                let known = SessionCommand.all.map(\.name) + Topic.all.map(\.name)
                let hint = Spelling.suggestion(for: word, among: known)
                throw ZholError(.usage, "there is no help on '\(word)'\(hint)")
            }
        } else {
            text = SessionCommand.overview
        }
        try context.page { try $0.write(text) }
    }

    /// `on`, `off`, or the other way round; what holds then is said.
    private func isOn(_ words: [String], now: Bool, _ name: String) throws -> Bool {
        let wanted: Bool
        switch words.first {
        case "on"?: wanted = true
        case "off"?: wanted = false
        case nil: wanted = !now
        default: throw ZholError(.usage, "'\(name)' takes on or off")
        }
        if words.isEmpty { context.note("\(name.dropFirst()) is \(wanted ? "on" : "off")") }
        return wanted
    }

    private func setDate(_ word: String?) throws {
        guard let word else { return context.note("questions are about \(asOf.map { "\($0)" } ?? "now")") }
        if ["now", "off"].contains(word) {
            asOf = nil
            return
        }
        guard let date = PartialDate(word) else {
            throw ZholError(.usage, "':as-of' takes a date as 2016, 2016-05 or 2016-05-10, or now; not '\(word)'")
        }
        asOf = date
    }

    private func lastAnswers() throws -> Database.Run {
        guard let last else { throw ZholError(.usage, "nothing was asked yet") }
        return last
    }

    private func export(_ words: [String]) throws {
        guard words.count == 1 else { throw ZholError(.usage, "':export' takes one file: ':export owners.csv'") }
        let run = try lastAnswers()
        let ending = words[0].split(separator: ".").last.map { $0.lowercased() } ?? ""
        let names = ["md": AnswerFormat.markdown, "txt": .table]
        guard let format = AnswerFormat(rawValue: ending) ?? names[ending] else {
            throw ZholError(.usage, "the ending of '\(words[0])' is none of csv, tsv, json, jsonl, md, dl, nt and txt")
        }
        guard run.answers.count < 2 || ![.csv, .tsv, .json].contains(format) else {
            throw ZholError(.usage, "\(run.answers.count) answers do not fit one \(ending) file")
        }
        try OutputFile.write(words[0]) { try context.write(run, as: format, to: $0) }
        if editor.isInteractive { context.note("wrote '\(words[0])'") }
    }

    /// A saved query of the session or the store, or a file of questions.
    private func runSaved(_ words: [String]) throws {
        guard let first = words.first.map(SessionWords.unquoted) else {
            throw ZholError(.usage, "':run' takes a saved query or a file; ':queries' lists the queries")
        }
        let database = try database()
        var options = runOptions()
        var others: [String] = []
        for word in words.dropFirst() {
            guard let mark = word.firstIndex(of: "=") else {
                others.append(SessionWords.unquoted(word))
                continue
            }
            let name = word[..<mark].hasPrefix("$") ? word[..<mark].dropFirst() : word[..<mark]
            options.parameters[String(name)] = ParameterText.term(
                String(word[word.index(after: mark)...]), database.catalogue.namespaces)
        }
        let kept = SavedQueries(rules + database.catalogue.statements)
        if kept.names.contains(first), others.isEmpty {
            options.savedQuery = first
            return try answer(ProgramReader(statements: rules), options)
        }
        guard others.count < 2 else {
            throw ZholError(.usage, "':run' takes a file and one query, not '\(others[1])' too")
        }
        guard first.contains(".") || first.contains("/") || FileBytes.exists(first) else {
            let hint = Spelling.suggestion(for: first, among: kept.names)
            throw ZholError(.missingInput, "there is no saved query and no file '\(first)'\(hint)")
        }
        var reader = ProgramReader()
        try reader.read(path: first)
        options.savedQuery = try others.first ?? SavedQueries(reader.statements).only()
        try answer(reader, options)
    }
}

/// The words behind a command: parted by spaces, but not within quotes.
enum SessionWords {
    /// Throws `ZholError` of kind `usage` for a quote that does not end.
    static func split(_ text: String) throws(ZholError) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isEscaped = false
        for character in text {
            if let open = quote {
                word.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                if character == "\"" || character == "'" { quote = character }
                word.append(character)
            }
        }
        if let quote { throw ZholError(.usage, "the quote \(quote) has no end") }
        return word.isEmpty ? words : words + [word]
    }

    /// Without the quotes around it.
    static func unquoted(_ word: String) -> String {
        guard let first = word.first, first == "\"" || first == "'", word.count > 1, word.last == first else {
            return word
        }
        return String(word.dropFirst().dropLast())
    }
}
