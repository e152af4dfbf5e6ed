import Formats
import Language
import Terms

private struct Field {
    let text: String
    let start: Int
    let end: Int
}

/// A CSV or TSV file to load: the first column is the subject, the others name relations. Columns named `from`, `to`,
/// `source`, `confidence`, `url`, `note`, `seen` qualify every fact of their row; a column `a` gives the class.
struct TableFile {
    private let source: SourceFile
    private let rows: [[Field]]

    init(path: String, separator: Character) throws {
        source = SourceFile(name: path, bytes: try FileBytes.read(path))
        do {
            let reader = DelimitedReader(InputWindow(source.bytes), separator: separator)
            var rows: [[Field]] = []
            while try reader.next() {
                rows.append(
                    (0..<reader.count).map { number in
                        let place = reader.place(number)
                        return Field(text: reader.text(number), start: place.lowerBound, end: place.upperBound)
                    })
            }
            self.rows = rows
        } catch {
            throw ZholError(diagnostics: [
                Diagnostic(
                    .malformedRow, error.message,
                    at: SourceRange(file: source, start: error.offset, end: error.offset + 1))
            ])
        }
    }

    /// The facts of the table, and what is wrong with the rows that gave none.
    func facts(schema: Schema, namespaces: Namespaces) -> (facts: [LoadedFact], errors: [Diagnostic]) {
        guard let header = rows.first else { return ([], []) }
        var facts: [LoadedFact] = []
        var errors: [Diagnostic] = []
        for column in header.dropFirst() where !isQualifier(column.text) && column.text != "a" {
            if !schema.isEmpty, schema.relations[column.text] == nil {
                let hint = Spelling.suggestion(for: column.text, among: Array(schema.relations.keys))
                errors.append(
                    Diagnostic(
                        .unknownRelation, "relation '\(column.text)' is not declared in the schema\(hint)",
                        at: range(column)))
            }
        }
        guard errors.isEmpty else { return ([], errors) }
        for row in rows.dropFirst() {
            guard row.count == header.count else {
                errors.append(
                    Diagnostic(
                        .malformedRow, "the row has \(row.count) fields and the header \(header.count)",
                        at: row.first.map { range($0) }))
                continue
            }
            read(row, header, schema, namespaces, &facts, &errors)
        }
        return (facts, errors)
    }

    private func isQualifier(_ name: String) -> Bool { Schema.builtInQualifiers[name] != nil }

    private func range(_ field: Field) -> SourceRange { SourceRange(file: source, start: field.start, end: field.end) }

    private func read(
        _ row: [Field], _ header: [Field], _ schema: Schema, _ namespaces: Namespaces, _ facts: inout [LoadedFact],
        _ errors: inout [Diagnostic]
    ) {
        var qualifiers: [(name: String, value: Term)] = []
        for (field, column) in zip(row, header).dropFirst() where isQualifier(column.text) && !field.text.isEmpty {
            let type: ValueType =
                column.text == "source" || column.text == "confidence"
                ? .thing : column.text == "url" ? .string : Schema.builtInQualifiers[column.text] ?? .any
            guard let value = term(field, type, schema, namespaces, &errors) else { return }
            if column.text == "confidence", case .entity(let level) = value, !Schema.confidences.contains(level) {
                errors.append(
                    Diagnostic(.wrongType, "a confidence is low, medium or high, not \(level)", at: range(field)))
                return
            }
            qualifiers.append((column.text, value))
        }
        guard let first = row.first, let subject = term(first, .thing, schema, namespaces, &errors) else { return }
        for (field, column) in zip(row, header).dropFirst() where !isQualifier(column.text) && !field.text.isEmpty {
            if column.text == "a" {
                if !schema.isEmpty, schema.classes[field.text] == nil {
                    let hint = Spelling.suggestion(for: field.text, among: Array(schema.classes.keys))
                    errors.append(
                        Diagnostic(.unknownClass, "class '\(field.text)' is not declared\(hint)", at: range(field)))
                    continue
                }
                facts.append(
                    LoadedFact(relation: field.text, arguments: [subject], qualifiers: qualifiers, range: range(field)))
                continue
            }
            let type = schema.relations[column.text]?.types[1] ?? .any
            guard let object = term(field, type, schema, namespaces, &errors) else { continue }
            facts.append(
                LoadedFact(
                    relation: column.text, arguments: [subject, object], qualifiers: qualifiers, range: range(field)))
        }
    }

    /// A field as a type reads it; nil, with an error, where it does not fit.
    private func term(
        _ field: Field, _ type: ValueType, _ schema: Schema, _ namespaces: Namespaces, _ errors: inout [Diagnostic]
    ) -> Term? {
        let text = field.text
        let value: Term?
        switch type {
        case .string: value = .string(text)
        case .thing, .ofClass, .enumeration: value = .entity(TableFile.entity(text, namespaces))
        case .int, .decimal, .number: value = Decimal(text).map(Term.number)
        case .float: value = Double(text).flatMap { Term.float(finite: $0) }
        case .date: value = PartialDate(text).map(Term.date)
        case .dateTime: value = DateTime(text).map(Term.dateTime)
        case .bool: value = text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .any: value = TableFile.guess(text)
        }
        guard let value, type.admits(value, in: schema) else {
            errors.append(Diagnostic(.wrongType, "'\(text)' is not \(type.described)", at: range(field)))
            return nil
        }
        return value
    }

    static func entity(_ text: String, _ namespaces: Namespaces) -> String {
        if text.hasPrefix("<"), text.hasSuffix(">") {
            return namespaces.canonical(iri: String(text.dropFirst().dropLast()))
        }
        if let colon = text.firstIndex(of: ":"), !text.hasPrefix("_:"),
            let name = namespaces.canonical(
                prefix: String(text[..<colon]), local: String(text[text.index(after: colon)...]))
        {
            return name
        }
        return namespaces.canonical(bare: text)
    }

    /// A value as the token it looks like, else a string.
    static func guess(_ text: String) -> Term {
        if let number = Decimal(text) { return .number(number) }
        if let date = PartialDate(text), date.month > 0 { return .date(date) }
        if let instant = DateTime(text) { return .dateTime(instant) }
        if text == "true" || text == "false" { return .bool(text == "true") }
        if text.contains(where: { $0 == "e" || $0 == "E" }), text.first?.isNumber == true || text.first == "-",
            let value = Double(text), let term = Term.float(finite: value)
        {
            return term
        }
        return isBareName(text) ? .entity(text) : .string(text)
    }
}
