import Glibc
import Language
import Store
import Terms
import Zhol

/// What Tab offers at the prompt.
extension REPL {
    /// Entities that are looked up; more are not a choice for a person.
    private static let entityLimit = 1000

    func completions(_ before: String) throws -> Completions {
        let start = before.drop { $0.isWhitespace }
        if pending.isEmpty, start.hasPrefix(":") {
            guard let space = start.firstIndex(where: \.isWhitespace) else {
                return choose(SessionCommand.all.map(\.name), String(start), ending: " ")
            }
            return try words(of: String(start[..<space]), String(start[space...].drop { $0.isWhitespace }))
        }
        return try language(before)
    }

    private func choose(_ names: some Sequence<String>, _ word: String, ending: String = "") -> Completions {
        Completions(
            replaced: word.unicodeScalars.count, candidates: Set(names.filter { $0.hasPrefix(word) }).sorted(),
            ending: ending)
    }

    /// The words behind a command.
    private func words(of command: String, _ rest: String) throws -> Completions {
        let word = String(rest.reversed().prefix { !$0.isWhitespace }.reversed())
        if command == ":help" {
            return choose(SessionCommand.all.map(\.name) + Topic.all.map(\.name), word)
        }
        switch SessionCommand.named(command)?.words {
        case .words(let known)?: return choose(known, word, ending: " ")
        case .files?: return files(word)
        case .filesAndQueries?:
            let isFirst = word == rest
            let saved = SavedQueries(rules + (try database().catalogue.statements)).names
            if isFirst {
                var found = files(word)
                found.candidates = Set(found.candidates + saved.filter { $0.hasPrefix(word) }).sorted()
                return found
            }
            var reader = ProgramReader()
            let file = String(rest.prefix { !$0.isWhitespace })
            if FileBytes.exists(file) { try? reader.read(path: file) }
            let inFile = SavedQueries(reader.statements)
            let parameters = inFile.all.flatMap { $0.query.parameters.map { $0.name + "=" } }
            return choose(inFile.names + parameters, word)
        case .names?:
            let schema = try database().catalogue.schema
            return choose(
                Array(schema.relations.keys) + schema.classes.keys + schema.enumerations.keys, word, ending: " ")
        case .entities?: return choose(try entities(rest), rest)
        default: return Completions()
        }
    }

    private func entities(_ prefix: String) throws -> [String] {
        guard !prefix.isEmpty, let database = try? database(), let reading = database.reading else { return [] }
        let namespaces = database.catalogue.namespaces
        // A name in quotes or with a prefix of the store is kept under another text.
        var stored = prefix.hasPrefix("'") ? String(prefix.dropFirst()) : prefix
        if let colon = prefix.firstIndex(of: ":"), let iri = namespaces.prefixes[String(prefix[..<colon])] {
            stored = namespaces.canonical(iri: iri + prefix[prefix.index(after: colon)...] + "x")
            stored = String(stored.dropLast(stored.hasSuffix(">") ? 2 : 1))
        }
        let names = try reading.entities(prefix: stored, limit: REPL.entityLimit)
        return names.map { Term.sourceName($0, namespaces) }
    }

    /// Keywords that start a clause.
    private static let keywords = [
        "select", "order by", "limit", "offset", "as of", "known by", "not", "optional", "desc", "relation", "class",
        "query",
    ]

    /// A name in a statement: a variable of it, a relation, a class, an entity, a parameter's value.
    private func language(_ before: String) throws -> Completions {
        let word = String(before.reversed().prefix { !" \t(),;{}[]=<>!@+*/".contains($0) }.reversed())
        guard let first = word.unicodeScalars.first else { return Completions() }
        if startsVariable(first) {
            return choose(Set(REPL.variables(in: pending + "\n" + before.dropLast(word.count))), word)
        }
        let schema = try database().catalogue.schema
        var found = Set(schema.relations.keys)
        found.formUnion(schema.classes.keys)
        found.formUnion(schema.enumerations.values.flatMap(\.values))
        for rule in rules {
            if case .clause(let clause) = rule.kind { found.insert(clause.head.name.range.text) }
        }
        // Behind an open bracket stands a value, elsewhere a literal.
        let isInside = before.filter { $0 == "(" }.count > before.filter { $0 == ")" }.count
        if !isInside { found.formUnion(REPL.keywords) }
        var names = found.filter { $0.hasPrefix(word) }
        names.formUnion(try entities(word))
        if let database = try? database(), database.catalogue.schema.isEmpty {
            names.formUnion(SnapshotNames.relations(of: database).filter { $0.hasPrefix(word) })
        }
        return choose(names, word)
    }

    /// The variables of a text, each once.
    static func variables(in text: String) -> [String] {
        var found: [String] = []
        var name = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        for scalar in text.unicodeScalars + ["\n"] {
            if isNameScalar(scalar) {
                name.append(scalar)
                continue
            }
            if quote == nil, let first = name.first, startsVariable(first), String(name) != "_" {
                found.append(String(name))
            }
            name.removeAll()
            if scalar == quote { quote = nil } else if quote == nil, scalar == "\"" || scalar == "'" { quote = scalar }
        }
        return found
    }

    /// Files and folders that a path may become.
    private func files(_ word: String) -> Completions {
        let slash = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let folder = String(word[..<slash])
        let start = word[slash...]
        let opened = folder.hasPrefix("~/") ? (Terminal.environment("HOME") ?? "~") + folder.dropFirst() : folder
        guard let handle = opendir(opened.isEmpty ? "." : opened) else { return Completions() }
        defer { closedir(handle) }
        var found: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") else { continue }
            found.append(folder + name + (entry.pointee.d_type == UInt8(DT_DIR) ? "/" : ""))
        }
        return choose(found, word)
    }
}

extension SnapshotNames {
    /// The relations that a store without a schema has.
    fileprivate static func relations(of database: Database) -> [String] {
        database.reading.map { SnapshotNames($0, database.catalogue).relationNames } ?? []
    }
}
