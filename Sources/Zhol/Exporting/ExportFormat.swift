import Formats
import Terms

/// What a store can be written as.
package enum ExportFormat: String, CaseIterable, Sendable {
    case dl, nt, nq, ttl, trig, jsonl, csv, tsv, dot, graphml

    /// A writer of the format, which writes what stands before the first statement.
    func writer(_ namespaces: Namespaces, _ sink: ByteSink) throws -> any ExportWriter {
        switch self {
        case .dl: FactExport(namespaces, sink)
        case .nt, .nq, .ttl, .trig: try RDFExport(self, namespaces, sink)
        case .jsonl: JSONExport(namespaces, sink)
        case .csv, .tsv: try TableExport(isTabbed: self == .tsv, namespaces, sink)
        case .dot: try DotExport(namespaces, sink)
        case .graphml: try GraphMLExport(namespaces, sink)
        }
    }
}

/// A triple with all that is stated of it.
struct ExportedTriple {
    typealias Entry = (name: Term, value: Term)

    struct Statement {
        let qualifiers: [Entry]
        /// One list for each source; empty where nobody is named.
        let evidence: [[Entry]]
    }

    let subject: Term
    let predicate: Term
    let object: Term
    let statements: [Statement]
    /// Of the subject and, where it is an entity, of the object: what they are called in pictures.
    var labels: (subject: String?, object: String?) = (nil, nil)

    var isMembership: Bool { predicate == .entity("a") }
}

/// Writes triples in one format. Triples of one relation come one behind the other, sorted by subject.
protocol ExportWriter {
    /// Whether pictures want the labels of entities.
    var wantsLabels: Bool { get }

    mutating func write(_ triple: ExportedTriple) throws

    /// Writes what is still missing.
    mutating func finish() throws
}

extension ExportWriter {
    var wantsLabels: Bool { false }
    mutating func finish() throws {}
}
