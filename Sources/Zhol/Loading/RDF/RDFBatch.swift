import Formats
import Store
import Terms

/// A node of a statement, made ready for the dictionary.
struct PreparedNode: BitwiseCopyable {
    enum Form: UInt8 {
        /// `bits` is the id.
        case ready
        /// The node of the statement before, in the same place.
        case repeated
        /// A text of the batch with a hash, `bits`.
        case text
        /// The node that had this number first.
        case known
    }

    let bits: UInt64
    private let start: UInt32
    private let length: UInt32
    /// For a text, the number under which the node comes again, plus one; 0 where it has none.
    private(set) var number: UInt16
    let form: Form
    let kind: TermID.Kind

    static let none = PreparedNode(ready: .none)
    /// Whether there is no node.
    var isNone: Bool { form == .ready && bits == TermID.none.rawValue }
    static let repeated = PreparedNode(.repeated, .none, bits: 0)

    init(ready id: TermID) { self.init(.ready, .none, bits: id.rawValue) }

    init(known number: Int) {
        self.init(.known, .none, bits: 0)
        self.number = UInt16(truncatingIfNeeded: number)
    }

    /// A text at a place of the batch, which takes far less than 4 GiB.
    init(_ kind: TermID.Kind, hash: UInt64, start: Int, length: Int) {
        self.init(.text, kind, bits: hash, start: start, length: length)
    }

    private init(_ form: Form, _ kind: TermID.Kind, bits: UInt64, start: Int = 0, length: Int = 0) {
        self.form = form
        self.kind = kind
        self.bits = bits
        self.start = UInt32(truncatingIfNeeded: start)
        self.length = UInt32(truncatingIfNeeded: length)
        number = 0
    }

    /// The same text, which comes again under a number.
    func remembered(_ number: Int) -> PreparedNode {
        var node = self
        node.number = UInt16(truncatingIfNeeded: number + 1)
        return node
    }

    var range: (start: Int, length: Int) { (Int(start), Int(length)) }
}

/// A statement, made ready for the dictionary. It has nothing that is counted: millions pass by.
struct PreparedStatement: BitwiseCopyable {
    let subject: PreparedNode
    let predicate: PreparedNode
    let object: PreparedNode
    /// `TermID.none` for no graph.
    let graph: PreparedNode
    /// What the predicate is in a reified statement.
    let role: ReificationRole
    /// Whether it says that a blank node is a reified statement.
    let beginsReification: Bool
    let start: Int
    let end: Int
}

/// Some statements on their way from the reader of a file to the gate, and what is wrong between them.
final class RDFBatch: @unchecked Sendable {
    /// Statements, and the texts of their nodes.
    struct Contents: BitwiseCopyable {
        let statements = RawBuffer<PreparedStatement>()
        let bytes = RawBuffer<UInt8>()

        var isFull: Bool { statements.count >= RDFBatch.most || bytes.count >= RDFBatch.mostBytes }

        @inline(__always) func text(
            _ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, hash: UInt64
        ) -> PreparedNode {
            let start = bytes.count
            bytes.append(text)
            return PreparedNode(kind, hash: hash, start: start, length: text.count)
        }

        @inline(__always) func text(_ node: PreparedNode) -> UnsafeRawBufferPointer {
            let (start, length) = node.range
            return UnsafeRawBufferPointer(start: bytes.base + start, count: length)
        }
    }

    let contents = Contents()
    /// Mistakes, each with the number of statements before it.
    private(set) var mistakes: [(statements: Int, error: FormatError)] = []

    private static let most = 2048
    private static let mostBytes = 1 << 18

    deinit {
        contents.statements.deallocate()
        contents.bytes.deallocate()
    }

    var isEmpty: Bool { contents.statements.count == 0 && mistakes.isEmpty }

    func append(_ error: FormatError) { mistakes.append((contents.statements.count, error)) }

    func removeAll() {
        contents.statements.removeAll()
        contents.bytes.removeAll()
        mistakes = []
    }
}
