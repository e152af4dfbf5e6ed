import Formats
import Terms

/// A row for each piece of evidence: subject, relation, object, the period, the evidence, and the other qualifiers as the
/// language writes them. For spreadsheets; `load` reads it with a map.
struct TableExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink
    private let isTabbed: Bool
    private static let evidence = ["from", "to", "source", "confidence", "url", "note", "seen"]

    init(isTabbed: Bool, _ namespaces: Namespaces, _ sink: ByteSink) throws {
        self.namespaces = namespaces
        self.sink = sink
        self.isTabbed = isTabbed
        try row(["subject", "relation", "object"] + TableExport.evidence + ["qualifiers"])
    }

    mutating func write(_ triple: ExportedTriple) throws {
        for statement in triple.statements {
            for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
                let entries = statement.qualifiers + piece
                var fields = [triple.subject, triple.predicate, triple.object].map { $0.plainText(namespaces) }
                for name in TableExport.evidence {
                    fields.append(entries.first { $0.name == .entity(name) }?.value.plainText(namespaces) ?? "")
                }
                let others = entries.filter { entry in
                    !TableExport.evidence.contains { .entity($0) == entry.name }
                }
                fields.append(
                    others.map { "\($0.name.sourceText(namespaces)): \($0.value.sourceText(namespaces))" }
                        .joined(separator: ", "))
                try row(fields)
            }
        }
    }

    private func row(_ fields: [String]) throws {
        let texts = fields.map { isTabbed ? AnswerTable.tsvField($0) : AnswerTable.csvField($0) }
        try sink.write(texts.joined(separator: isTabbed ? "\t" : ",") + "\n")
    }
}
