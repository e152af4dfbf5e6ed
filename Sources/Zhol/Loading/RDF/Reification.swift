import Formats
import Language
import Store
import Terms

/// A reified statement while its triples come: a blank node of type `rdf:Statement`, its triples one behind the other.
///
/// It stands for a statement with qualifiers, as `export` writes it. What is not complete stays the plain triples it is.
struct Reification {
    private struct Part {
        let role: ReificationRole
        let predicate: TermID
        let object: TermID
        let place: Range<Int>
    }

    let node: TermID
    private let type: TermID
    private let start: Range<Int>
    private var parts: [Part] = []
    /// Triples of one reified statement that are kept back at most.
    private static let most = 64

    /// - Parameters:
    ///   - node: the blank node that stands for the statement.
    ///   - type: the class of reified statements.
    init(node: TermID, type: TermID, place: Range<Int>) {
        self.node = node
        self.type = type
        start = place
    }

    /// Takes a triple of the node; false for one that is none of it.
    mutating func take(
        _ statement: PreparedStatement, _ subject: TermID, _ predicate: TermID, _ object: TermID
    ) -> Bool {
        guard subject == node, statement.graph.isNone, parts.count < Reification.most else {
            return false
        }
        parts.append(
            Part(
                role: statement.role, predicate: predicate, object: object, place: statement.start..<statement.end))
        return true
    }

    /// The statement that was taken; nil where it was none, and the gate has its triples or what is wrong with it.
    func fact(_ gate: FactGate, file: Int) throws -> ReadFact? {
        func only(_ role: ReificationRole) -> TermID? {
            let found = parts.filter { $0.role == role }
            return found.count == 1 ? found[0].object : nil
        }
        guard let subject = only(.subject), let predicate = only(.predicate), let object = only(.object),
            subject.kind == .entity, predicate.kind == .entity,
            Set(parts.map(\.predicate)).count == parts.count
        else {
            try gate.add(.isA, node, type, at: .input(file, start))
            for part in parts { try gate.add(part.predicate, node, part.object, at: .input(file, part.place)) }
            return nil
        }
        let relation = try gate.name(predicate)
        var plain: [FactGate.Entry] = []
        var evidence: [FactGate.Entry] = []
        for part in parts where part.role == .qualifier {
            let name = try gate.name(part.predicate)
            guard try gate.admits(qualifier: name, part.object, on: relation, at: .input(file, part.place)) else {
                return nil
            }
            if Schema.evidenceQualifiers.contains(name) {
                evidence.append((part.predicate, part.object))
            } else {
                plain.append((part.predicate, part.object))
            }
        }
        return ReadFact(
            predicate: predicate, subject: subject, object: object, qualifiers: plain, evidence: evidence, place: start)
    }
}

/// What a predicate is in a reified statement.
enum ReificationRole: UInt8 {
    case subject, predicate, object, qualifier

    private static let namespace = Array("<http://www.w3.org/1999/02/22-rdf-syntax-ns#".utf8)
    private static let names: [([UInt8], ReificationRole)] = [
        (Array("subject>".utf8), .subject), (Array("predicate>".utf8), .predicate), (Array("object>".utf8), .object),
    ]

    /// - Parameter iri: with its angle brackets.
    init(predicate iri: UnsafeRawBufferPointer) {
        self = .qualifier
        guard let name = ReificationRole.name(iri) else { return }
        self = ReificationRole.names.first { name.elementsEqual($0.0) }?.1 ?? .qualifier
    }

    /// Whether an IRI is the class of reified statements.
    static func isStatement(_ iri: UnsafeRawBufferPointer) -> Bool {
        name(iri)?.elementsEqual("Statement>".utf8) ?? false
    }

    private static func name(_ iri: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        guard iri.count > namespace.count, iri[namespace.count - 1] == UInt8(ascii: "#"),
            iri.starts(with: namespace)
        else { return nil }
        return iri[namespace.count...]
    }
}
