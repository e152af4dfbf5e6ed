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
    }

    let form: Form
    let kind: TermID.Kind
    let bits: UInt64
    let start: Int
    let length: Int

    static let none = PreparedNode(ready: .none)
    /// Whether there is no node.
    var isNone: Bool { form == .ready && bits == TermID.none.rawValue }
    static let repeated = PreparedNode(form: .repeated, kind: .none, bits: 0, start: 0, length: 0)

    init(ready id: TermID) { self.init(form: .ready, kind: .none, bits: id.rawValue, start: 0, length: 0) }

    init(form: Form, kind: TermID.Kind, bits: UInt64, start: Int, length: Int) {
        self.form = form
        self.kind = kind
        self.bits = bits
        self.start = start
        self.length = length
    }
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
    private(set) var statements = RawBuffer<PreparedStatement>()
    private(set) var bytes = RawBuffer<UInt8>()
    /// Mistakes, each with the number of statements before it.
    private(set) var mistakes: [(statements: Int, error: FormatError)] = []

    private static let most = 2048
    private static let mostBytes = 1 << 18

    deinit {
        statements.free()
        bytes.free()
    }

    var isFull: Bool { statements.count >= RDFBatch.most || bytes.count >= RDFBatch.mostBytes }
    var isEmpty: Bool { statements.count == 0 && mistakes.isEmpty }

    func append(_ statement: PreparedStatement) { statements.append(statement) }

    func append(_ error: FormatError) { mistakes.append((statements.count, error)) }

    @inline(__always) func text(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, hash: UInt64) -> PreparedNode {
        let start = bytes.count
        bytes.append(text)
        return PreparedNode(form: .text, kind: kind, bits: hash, start: start, length: text.count)
    }

    @inline(__always) func text(_ node: PreparedNode) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes.base + node.start, count: node.length)
    }

    func removeAll() {
        statements.removeAll()
        bytes.removeAll()
        mistakes = []
    }
}
