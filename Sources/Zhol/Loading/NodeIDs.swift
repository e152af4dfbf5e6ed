import Formats
import Glibc
import Store
import Terms

/// The ids of the nodes of one RDF file.
final class NodeIDs {
    private let writer: Writer
    private let namespaces: Namespaces
    private let storeBase: [UInt8]
    /// What the names of this file's blank nodes start with, so that they are no other file's.
    private let blankPrefix: [UInt8]
    private var scratch: [UInt8] = []
    private var subject = RecentName()
    private var predicates = Array(repeating: RecentName(), count: 64)

    private static let type = Array("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>".utf8)
    private static let bare = Array("<\(RDFText.bareNames)".utf8)
    private static let xsd = Array("<\(Term.xsd)".utf8)

    /// - Parameter number: of the file within the load.
    init(_ writer: Writer, _ namespaces: Namespaces, file number: Int) throws {
        self.writer = writer
        self.namespaces = namespaces
        storeBase = Array("<\(namespaces.storeBase ?? "")".utf8)
        var prefix = "_:b\(writer.transactionNumber + 1)f\(number + 1)"
        while try !writer.entities(prefix: prefix, limit: 1).isEmpty { prefix += "x" }
        blankPrefix = Array(prefix.utf8)
    }

    func id(_ node: RDFNode) throws -> TermID {
        switch node.kind {
        case .iri: try iri(node.text)
        case .blank: try blank(node.text)
        case .literal: try literal(node)
        }
    }

    /// The id of a subject: the same one often stands on many lines.
    func id(subject node: RDFNode) throws -> TermID {
        guard node.kind == .iri else { return try id(node) }
        if let known = subject.id(node.text) { return known }
        let id = try iri(node.text)
        subject.keep(node.text, id)
        return id
    }

    /// The id of a predicate: there are few.
    func id(predicate node: RDFNode) throws -> TermID {
        let count = node.text.count
        guard node.kind == .iri, count > 8 else { return try id(node) }
        // The last letters of two predicates are rarely the same.
        let tail = node.text.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        let place = Int(truncatingIfNeeded: (tail &* 0x9e37_79b9_7f4a_7c15) >> 58)
        if let known = predicates[place].id(node.text) { return known }
        let id = try iri(node.text)
        predicates[place].keep(node.text, id)
        return id
    }

    private func iri(_ text: UnsafeRawBufferPointer) throws -> TermID {
        if storeBase.count > 1, begins(text, with: storeBase) {
            return try writer.intern(.entity(canonical(text)))
        }
        if begins(text, with: NodeIDs.bare) {
            let name = RDFText.bareName(
                UnsafeRawBufferPointer(rebasing: text[NodeIDs.bare.count..<(text.count - 1)]))
            return try writer.intern(.entity(name.isEmpty ? "<\(RDFText.bareNames)>" : name))
        }
        if text.count == NodeIDs.type.count, text.elementsEqual(NodeIDs.type) { return .isA }
        return try writer.intern(entity: text)
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
    private func blank(_ label: UnsafeRawBufferPointer) throws -> TermID {
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
        return try scratch.withUnsafeBytes { try writer.intern(entity: $0) }
    }

    private func literal(_ node: RDFNode) throws -> TermID {
        if node.language.isEmpty, node.datatype.isEmpty { return try writer.intern(string: node.text) }
        let text = String(decoding: node.text, as: UTF8.self)
        if !node.language.isEmpty {
            return try writer.intern(.tagged(text, language: String(decoding: node.language, as: UTF8.self)))
        }
        if node.datatype.starts(with: NodeIDs.xsd) {
            let name = String(decoding: node.datatype[NodeIDs.xsd.count..<(node.datatype.count - 1)], as: UTF8.self)
            if let value = Term.xsdValue(text, name) { return try writer.intern(value) }
        }
        return try writer.intern(.typed(text, datatype: canonical(node.datatype)))
    }
}

/// A name and its id, to be found again without the dictionary.
private struct RecentName {
    private var name: [UInt8] = []
    private var id = TermID.none

    func id(_ text: UnsafeRawBufferPointer) -> TermID? {
        guard text.count == name.count, let start = text.baseAddress else { return nil }
        return name.withUnsafeBytes { $0.baseAddress.map { memcmp($0, start, text.count) == 0 } ?? false } ? id : nil
    }

    mutating func keep(_ text: UnsafeRawBufferPointer, _ id: TermID) {
        name.removeAll(keepingCapacity: true)
        name.append(contentsOf: text)
        self.id = id
    }
}
