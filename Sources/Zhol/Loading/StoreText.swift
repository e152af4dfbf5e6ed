import Formats
import Language
import Store
import Terms

/// A whole store as text.
package enum StoreText {
    /// Writes everything: as `dl` with declarations, qualifiers and evidence, so that a load gives the same store; as
    /// `nt` the bare triples. Throws `OutputError` where the sink does.
    package static func write(_ database: Database, as form: String, to sink: ByteSink) throws {
        guard let snapshot = database.reading else { return }
        let namespaces = database.catalogue.namespaces
        if form == "dl" {
            for declaration in database.catalogue.declarations { try sink.write(declaration.text + "\n\n") }
        }
        for predicate in try snapshot.predicates() {
            let relation = try snapshot.term(of: predicate)
            var scan = try snapshot.scan(predicate, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for row in subjects.indices {
                    let subject = TermID(rawValue: subjects[row])
                    let object = TermID(rawValue: objects[row])
                    let triple = [try snapshot.term(of: subject), relation, try snapshot.term(of: object)]
                    if form == "nt" {
                        try sink.write(self.triple(triple, form, namespaces))
                        continue
                    }
                    for statement in try snapshot.statements(predicate, subject, object) {
                        try write(triple, statement, snapshot, namespaces, to: sink)
                    }
                }
            }
        }
    }

    /// A triple as a line of text.
    package static func triple(_ row: [Term], _ form: String, _ namespaces: Namespaces) -> String {
        if form == "nt" { return row.map { RDFText.term($0, namespaces) }.joined(separator: " ") + " .\n" }
        return fact(row, namespaces) + ".\n"
    }

    private static func fact(_ triple: [Term], _ namespaces: Namespaces) -> String {
        if triple[1] == .entity("a") {
            return "\(triple[2].sourceText(namespaces))(\(triple[0].sourceText(namespaces)))"
        }
        return triple[1].sourceText(namespaces)
            + "(\(triple[0].sourceText(namespaces)), \(triple[2].sourceText(namespaces)))"
    }

    /// One fact for each piece of evidence.
    private static func write(
        _ triple: [Term], _ statement: StoredStatement, _ snapshot: Snapshot, _ namespaces: Namespaces,
        to sink: ByteSink
    ) throws {
        for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
            let braces = try braces(statement.qualifiers + piece, snapshot, namespaces)
            try sink.write(fact(triple, braces, namespaces) + "\n")
        }
    }

    /// A fact with its dot.
    static func fact(_ triple: [Term], _ braces: String, _ namespaces: Namespaces) -> String {
        fact(triple, namespaces) + (braces.isEmpty ? "." : " \(braces).")
    }

    /// Qualifiers in braces; empty where there are none.
    static func braces(
        _ entries: [StoredStatement.Entry], _ reading: Reading, _ namespaces: Namespaces
    ) throws -> String {
        var parts = try entries.map { entry in
            let name = try reading.term(of: entry.key).sourceText(namespaces)
            return (name: name, text: "\(name): \(try reading.term(of: entry.value).sourceText(namespaces))")
        }
        guard !parts.isEmpty else { return "" }
        parts.sort { (order($0.name), $0.name) < (order($1.name), $1.name) }
        return "{\(parts.map(\.text).joined(separator: ", "))}"
    }

    /// A statement's own qualifiers first, then its period, then the evidence.
    private static func order(_ qualifier: String) -> Int {
        ["from", "to", "source", "confidence", "url", "seen", "note"].firstIndex(of: qualifier).map { $0 + 1 } ?? 0
    }
}

/// Files of programs.
package enum ProgramFiles {
    /// The file itself, or the `.dl` files below a folder, sorted.
    package static func find(_ path: String) throws(ZholError) -> [String] {
        guard FileBytes.exists(path) else {
            throw ZholError(.missingInput, "cannot read '\(path)': there is no such file")
        }
        return FileBytes.programs(below: path)
    }
}
