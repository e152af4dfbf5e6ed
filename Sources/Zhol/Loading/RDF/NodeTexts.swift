import Formats
import Glibc
import Store
import Terms

/// The nodes of one RDF file as the dictionary has them. It knows nothing of the store, so that it can work on another
/// thread than the writer.
final class NodeTexts {
    private let hashing: TermHashing
    private let namespaces: Namespaces
    private let storeBase: [UInt8]
    /// What the names of this file's blank nodes start with, so that they are no other file's.
    private let blankPrefix: [UInt8]
    private var scratch: [UInt8] = []
    private let lastSubject = RawBuffer<UInt8>()
    /// What is known of the IRIs that the reader numbers.
    private let known: UnsafeMutablePointer<KnownNode>

    private struct KnownNode: BitwiseCopyable {
        /// How it is handed over; nil as long as it was not.
        var node: PreparedNode?
        var role: ReificationRole?
        var datatype: InlineDatatype?
    }

    private static let type = Array("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>".utf8)
    private static let bare = Array("<\(RDFText.bareNames)".utf8)
    private static let xsd = Array("<\(Term.xsd)".utf8)

    /// - Parameter number: of the file within the load.
    init(_ writer: Writer, _ namespaces: Namespaces, file number: Int) throws {
        hashing = writer.hashing
        self.namespaces = namespaces
        storeBase = Array("<\(namespaces.storeBase ?? "")".utf8)
        var prefix = "_:b\(writer.transactionNumber + 1)f\(number + 1)"
        while try !writer.entities(prefix: prefix, limit: 1).isEmpty { prefix += "x" }
        blankPrefix = Array(prefix.utf8)
        known = .allocate(capacity: KnownIRIs.most)
        known.initialize(repeating: KnownNode(), count: KnownIRIs.most)
    }

    deinit {
        lastSubject.deallocate()
        known.deallocate()
    }

    /// Appends a statement to a batch.
    func append(_ statement: RDFStatement, to batch: RDFBatch.Contents) {
        let subject: PreparedNode
        if statement.repeatsSubject {
            subject = .repeated
        } else if statement.subject.kind == .iri {
            if batch.statements.count > 0, NodeTexts.isSame(lastSubject, statement.subject.text) {
                subject = .repeated
            } else {
                subject = iri(statement.subject.text, batch)
                NodeTexts.keep(lastSubject, statement.subject.text)
            }
        } else {
            subject = node(statement.subject, batch)
            lastSubject.removeAll()
        }
        let predicate = node(statement.predicate, batch)
        let isType = predicate.form == .ready && predicate.bits == TermID.isA.rawValue
        batch.statements.append(
            PreparedStatement(
                subject: subject, predicate: predicate, object: node(statement.object, batch),
                graph: statement.graph.map { node($0, batch) } ?? .none,
                role: isType ? .qualifier : role(of: statement.predicate),
                beginsReification: isType && statement.subject.kind == .blank && statement.graph == nil
                    && statement.object.kind == .iri && ReificationRole.isStatement(statement.object.text),
                start: statement.start, end: statement.end))
    }

    private func role(of predicate: RDFNode) -> ReificationRole {
        guard predicate.known >= 0 else { return ReificationRole(predicate: predicate.text) }
        if let role = known[predicate.known].role { return role }
        let role = ReificationRole(predicate: predicate.text)
        known[predicate.known].role = role
        return role
    }

    private static func isSame(_ buffer: RawBuffer<UInt8>, _ text: UnsafeRawBufferPointer) -> Bool {
        guard buffer.count == text.count, let start = text.baseAddress else { return false }
        return memcmp(buffer.base, start, text.count) == 0
    }

    private static func keep(_ buffer: RawBuffer<UInt8>, _ text: UnsafeRawBufferPointer) {
        buffer.removeAll()
        buffer.append(text)
    }

    private func node(_ node: RDFNode, _ batch: RDFBatch.Contents) -> PreparedNode {
        switch node.kind {
        case .iri: node.known >= 0 ? knownIRI(node, batch) : iri(node.text, batch)
        case .blank: blank(node.text, batch)
        case .literal: literal(node, batch)
        }
    }

    @inline(__always)
    private func text(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, _ batch: RDFBatch.Contents) -> PreparedNode {
        batch.text(kind, text, hash: hashing.hash(kind, text))
    }

    private func term(_ term: Term, _ batch: RDFBatch.Contents) -> PreparedNode {
        if let inline = TermID(inline: term) { return PreparedNode(ready: inline) }
        guard let (kind, bytes) = TermText.encode(term) else { return .none }
        return bytes.withUnsafeBytes { text(kind, $0, batch) }
    }

    private func iri(_ iri: UnsafeRawBufferPointer, _ batch: RDFBatch.Contents) -> PreparedNode {
        if storeBase.count > 1, begins(iri, with: storeBase) { return term(.entity(canonical(iri)), batch) }
        if begins(iri, with: NodeTexts.bare) {
            let name = RDFText.bareName(
                UnsafeRawBufferPointer(rebasing: iri[NodeTexts.bare.count..<(iri.count - 1)]))
            return term(.entity(name.isEmpty ? "<\(RDFText.bareNames)>" : name), batch)
        }
        if iri.count == NodeTexts.type.count, iri.elementsEqual(NodeTexts.type) { return PreparedNode(ready: .isA) }
        return text(.entity, iri, batch)
    }

    @inline(__always) private func knownIRI(_ node: RDFNode, _ batch: RDFBatch.Contents) -> PreparedNode {
        if let node = known[node.known].node { return node }
        let first = iri(node.text, batch)
        known[node.known].node = first.form == .ready ? first : PreparedNode(known: node.known)
        return first.form == .ready ? first : first.remembered(node.known)
    }

    /// Whether an IRI starts so, with more behind it.
    private func begins(_ text: UnsafeRawBufferPointer, with start: [UInt8]) -> Bool {
        guard text.count > start.count + 1, let base = text.baseAddress else { return false }
        return start.withUnsafeBytes { $0.baseAddress.map { memcmp(base, $0, start.count) == 0 } ?? false }
    }

    private func canonical(_ iri: UnsafeRawBufferPointer) -> String {
        namespaces.canonical(iri: String(decoding: iri.dropFirst().dropLast(), as: UTF8.self))
    }

    /// `_:b7f1_label`, or `_:b7f1g3` for one without a label. What a name of the language cannot hold is written in
    /// hexadecimal between underscores, and an underscore as two.
    private func blank(_ label: UnsafeRawBufferPointer, _ batch: RDFBatch.Contents) -> PreparedNode {
        scratch.removeAll(keepingCapacity: true)
        scratch += blankPrefix
        if label.first == UInt8(ascii: ".") {
            scratch.append(UInt8(ascii: "g"))
            scratch += label.dropFirst()
        } else {
            scratch.append(UInt8(ascii: "_"))
            for byte in label {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    scratch.append(byte)
                case UInt8(ascii: "_"): scratch += [byte, byte]
                default:
                    scratch.append(UInt8(ascii: "_"))
                    scratch += String(byte, radix: 16).utf8
                    scratch.append(UInt8(ascii: "_"))
                }
            }
        }
        return scratch.withUnsafeBytes { text(.entity, $0, batch) }
    }

    private func literal(_ node: RDFNode, _ batch: RDFBatch.Contents) -> PreparedNode {
        if node.language.isEmpty, node.datatype.isEmpty {
            if let inline = TermID(inlineString: node.text) { return PreparedNode(ready: inline) }
            return text(.string, node.text, batch)
        }
        if node.known >= 0, let id = datatype(node).inlineID(node.text) { return PreparedNode(ready: id) }
        let lexical = String(decoding: node.text, as: UTF8.self)
        if !node.language.isEmpty {
            return term(.tagged(lexical, language: String(decoding: node.language, as: UTF8.self)), batch)
        }
        if node.datatype.starts(with: NodeTexts.xsd) {
            let name = String(
                decoding: node.datatype[NodeTexts.xsd.count..<(node.datatype.count - 1)], as: UTF8.self)
            if let value = Term.xsdValue(lexical, name) { return term(value, batch) }
        }
        return term(.typed(lexical, datatype: canonical(node.datatype)), batch)
    }

    private func datatype(_ literal: RDFNode) -> InlineDatatype {
        if let datatype = known[literal.known].datatype { return datatype }
        var datatype = InlineDatatype.other
        if literal.datatype.starts(with: NodeTexts.xsd) {
            datatype = InlineDatatype(
                xsd: String(
                    decoding: literal.datatype[NodeTexts.xsd.count..<(literal.datatype.count - 1)], as: UTF8.self))
        }
        known[literal.known].datatype = datatype
        return datatype
    }
}
