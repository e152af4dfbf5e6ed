import Formats
import Store
import Terms

/// Facts as the language writes them, one for each piece of evidence.
struct FactExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink

    init(_ namespaces: Namespaces, _ sink: ByteSink) {
        self.namespaces = namespaces
        self.sink = sink
    }

    mutating func write(_ triple: ExportedTriple) throws {
        for statement in triple.statements {
            for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
                try sink.write(FactExport.text(triple, statement.qualifiers + piece, namespaces) + "\n")
            }
        }
    }

    /// A fact with its qualifiers and its dot.
    static func text(
        _ triple: ExportedTriple, _ qualifiers: [ExportedTriple.Entry], _ namespaces: Namespaces
    ) -> String {
        let subject = triple.subject.sourceText(namespaces)
        let object = triple.object.sourceText(namespaces)
        let fact =
            triple.isMembership
            ? "\(object)(\(subject))" : "\(triple.predicate.sourceText(namespaces))(\(subject), \(object))"
        guard !qualifiers.isEmpty else { return fact + "." }
        var parts = qualifiers.map { entry in
            let name = entry.name.sourceText(namespaces)
            return (order: order(entry.name), name: name, text: "\(name): \(entry.value.sourceText(namespaces))")
        }
        parts.sort { ($0.order, $0.name) < ($1.order, $1.name) }
        return "\(fact) {\(parts.map(\.text).joined(separator: ", "))}."
    }

    private static let builtIn = ["from", "to", "source", "confidence", "url", "seen", "note"]

    /// A statement's own qualifiers first, then its period, then the evidence.
    private static func order(_ name: Term) -> Int {
        builtIn.firstIndex { Term.entity($0) == name }.map { $0 + 1 } ?? 0
    }
}
