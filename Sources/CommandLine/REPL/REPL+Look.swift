import Formats
import Language
import Store
import Terms
import Zhol

/// Looking at what is in the store.
extension REPL {
    func showSchema(_ names: [String]) throws {
        let outline = SchemaOutline(try database().catalogue)
        let known = try outline.known(names)
        switch format {
        case .table where names.isEmpty: try context.page { try outline.overview(to: $0) }
        case .table, .dl: try context.page { try outline.declarations(known, to: $0) }
        default: try context.show(outline.table(known), as: format)
        }
    }

    func showRelations() throws {
        guard let reading = try database().reading else { return context.note("there is no store yet") }
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

    func showQueries(_ paths: [String]) throws {
        var reader = ProgramReader()
        for path in try paths.flatMap({ try ProgramFiles.find($0) }) { try reader.read(path: path) }
        if reader.hasErrors { throw ZholError(diagnostics: reader.diagnostics) }
        let queries = SavedQueries(paths.isEmpty ? rules + (try database().catalogue.statements) : reader.statements)
        guard !queries.all.isEmpty else { return context.note("there are no saved queries") }
        if format == .table {
            try context.page { try queries.list(to: $0) }
        } else {
            try context.show(queries.table, as: format)
        }
    }

    /// Facts of one relation that are shown.
    private static let shownFacts = 100

    /// Every fact in which an entity is subject or object, with what qualifies it.
    func describe(_ text: String) throws {
        guard !text.isEmpty else { throw ZholError(.usage, "':describe' takes an entity: ':describe kazmunaygas'") }
        let database = try database()
        guard let reading = database.reading else { throw ZholError(.missingInput, "there is no store yet") }
        let namespaces = database.catalogue.namespaces
        let name = text.hasSuffix(".") ? String(text.dropLast()) : text
        guard let id = try reading.id(of: ParameterText.term(name, namespaces)), id.isEntity,
            case let out = try reading.predicates(ofSubject: id),
            case let into = try reading.predicates(ofObject: id), !(out.isEmpty && into.isEmpty)
        else {
            let near = Spelling.suggestion(
                for: name, among: try reading.entities(prefix: String(name.prefix(1)), limit: 5000))
            throw ZholError(.wrongInput, "the store says nothing of '\(name)'\(near)")
        }
        let columns = ["relation", "value", "qualifiers", "held", "sources", "confidence"]
        var rows: [[Term]] = []
        var left: [String] = []
        for (predicates, order) in [(out, PairOrder.subject), (into, .object)] {
            var ofRole: [[Term]] = []
            for predicate in predicates {
                var others: [UInt64] = []
                try reading.seconds(of: predicate, order: order, first: id, into: &others)
                let relation = try reading.term(of: predicate).plainText(namespaces)
                let shown = order == .subject ? relation : "← " + relation
                if others.count > REPL.shownFacts {
                    left.append("\(others.count - REPL.shownFacts) more of '\(shown)'")
                }
                for other in others.prefix(REPL.shownFacts).map(TermID.init(rawValue:)) {
                    let pair = order == .subject ? (id, other) : (other, id)
                    for statement in try reading.statements(predicate, pair.0, pair.1) {
                        ofRole.append(
                            [.string(shown), try reading.term(of: other)]
                                + (try StatementText(statement, reading, namespaces).columns))
                    }
                }
            }
            // Names first, then by relation and value.
            rows += ofRole.sorted {
                Term.order($0[0], $1[0]) != 0 ? Term.order($0[0], $1[0]) < 0 : Term.order($0[1], $1[1]) < 0
            }
        }
        // Columns that say nothing of this entity are left out of the table.
        let used = columns.indices.filter { column in
            column < 2 || format != .table || rows.contains { $0[column] != .none }
        }
        try show(used.map { columns[$0] }, rows.map { row in used.map { row[$0] } })
        if !left.isEmpty { context.note("… and " + left.joined(separator: ", ") + ": ask for them") }
    }

    private func show(_ columns: [String], _ rows: [[Term]]) throws {
        let table = AnswerTable(
            name: nil, columns: columns, rows: rows, namespaces: try database().catalogue.namespaces)
        try context.show(table, as: format)
    }
}

/// A statement's qualifiers, period and evidence in words.
private struct StatementText {
    let columns: [Term]

    init(_ statement: StoredStatement, _ reading: Snapshot, _ namespaces: Namespaces) throws {
        var own: [String] = []
        var from: String?
        var to: String?
        for entry in statement.qualifiers {
            let value = try reading.term(of: entry.value).plainText(namespaces)
            switch try reading.term(of: entry.key).plainText(namespaces) {
            case "from": from = value
            case "to": to = value
            case let name: own.append("\(name): \(value)")
            }
        }
        var sources: [String] = []
        var best = -1
        for piece in statement.evidence {
            var source = ""
            var details: [String] = []
            for entry in piece {
                let value = try reading.term(of: entry.value).plainText(namespaces)
                switch try reading.term(of: entry.key).plainText(namespaces) {
                case "source": source = value
                case "confidence": best = max(best, Schema.confidences.firstIndex(of: value) ?? -1)
                case "seen": details.append("seen \(value)")
                case let name: details.append("\(name): \(value)")
                }
            }
            let text = source + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
            if !text.isEmpty { sources.append(text) }
        }
        let held: String? =
            switch (from, to) {
            case (let from?, let to?): from == to ? from : "\(from) to \(to)"
            case (let from?, nil): "since \(from)"
            case (nil, let to?): "until \(to)"
            case (nil, nil): nil
            }
        func term(_ text: String?) -> Term { text.flatMap { $0.isEmpty ? nil : .string($0) } ?? .none }
        columns = [
            term(own.joined(separator: ", ")), term(held), term(sources.joined(separator: "; ")),
            best < 0 ? .none : .entity(Schema.confidences[best]),
        ]
    }
}
