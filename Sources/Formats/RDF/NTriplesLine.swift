import Glibc

/// One line of N-Triples or N-Quads, taken apart.
///
/// Nodes without escapes are parts of the line itself, the others are put together in an arena.
struct NTriplesLine: ~Copyable {
    var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    var position = 0
    var arena = ByteArena()
    private var start = 0
    private var subject = Node()
    private var predicate = Node()
    private var object = Node()
    private var graph = Node()
    private var hasGraph = false
    private var isChecked = false
    var known = KnownIRIs()
    /// The subject of the statement before as it stands in its line; empty where it cannot be told by its bytes.
    private var lastSubject = ByteArena()
    private var repeatsSubject = false

    /// Bytes in the line or in the arena.
    struct Piece {
        private(set) var start: Int32 = 0
        private(set) var end: Int32 = 0
        private(set) var isInArena = false

        init() {}

        // No line is longer than 64 MiB.
        init(start: Int, end: Int, isInArena: Bool = false) {
            self.start = Int32(truncatingIfNeeded: start)
            self.end = Int32(truncatingIfNeeded: end)
            self.isInArena = isInArena
        }

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    struct Node {
        var kind = RDFNode.Kind.iri
        var text = Piece()
        var language = Piece()
        var datatype = Piece()
        /// As in `RDFNode`.
        var known = -1
    }

    mutating func begin(_ line: UnsafeRawBufferPointer) {
        bytes = line
        position = 0
        isChecked = false
    }

    func error(_ message: String, _ start: Int, _ end: Int? = nil) -> FormatError {
        FormatError(message, at: start, to: min(end ?? start + 1, max(bytes.count, start)))
    }

    @inline(__always) var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Reads the next statement of the line; false at its end. Throws `FormatError` with offsets in the line.
    mutating func next(hasGraphs: Bool) throws(FormatError) -> Bool {
        if !isChecked {
            isChecked = true
            if let flaw = UTF8Text.firstFlaw(bytes) { throw error("this is no UTF-8", flaw) }
        }
        arena.cut(to: 0)
        // A carriage return ends a line of N-Triples too.
        while let next = byte {
            if next == UInt8(ascii: "#") { skipComment() }
            guard let next = byte, next == 0x20 || next == 0x09 || next == 0x0d else { break }
            position += 1
        }
        guard byte != nil else { return false }
        start = position
        repeatsSubject = isLastSubject
        if repeatsSubject {
            position += lastSubject.count
            subject = Node(text: Piece(start: start, end: position))
        } else {
            subject = try node("a subject is an IRI or a blank node")
            guard subject.kind != .literal else { throw error("a literal cannot be a subject", start, position) }
        }
        skipBlanks()
        if byte == UInt8(ascii: "<") {
            predicate = try knownIRI()
        } else {
            let second = position
            predicate = try node("a predicate is an IRI")
            throw error("a predicate is an IRI", second, position)
        }
        skipBlanks()
        object =
            predicate.known == KnownIRIs.type && byte == UInt8(ascii: "<")
            ? try knownIRI() : try node("an object is an IRI, a blank node or a literal")
        skipBlanks()
        hasGraph = false
        if hasGraphs, byte != UInt8(ascii: ".") {
            let fourth = position
            graph = try node("'.' or the name of a graph is expected")
            guard graph.kind != .literal else { throw error("a literal cannot name a graph", fourth, position) }
            hasGraph = true
            skipBlanks()
        }
        guard byte == UInt8(ascii: ".") else { throw error("'.' is expected at the end of a statement", position) }
        position += 1
        try finish()
        if !repeatsSubject { keepSubject() }
        return true
    }

    private var isLastSubject: Bool {
        let count = lastSubject.count
        guard count > 0, bytes.count - position >= count, let base = bytes.baseAddress else { return false }
        return memcmp(base + position, lastSubject.base, count) == 0
    }

    private mutating func keepSubject() {
        lastSubject.cut(to: 0)
        guard subject.kind == .iri, !subject.text.isInArena, let base = bytes.baseAddress else { return }
        let range = subject.text.range
        lastSubject.append(
            (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count)
    }

    /// An IRI that is likely to have stood before.
    mutating func knownIRI() throws(FormatError) -> Node {
        let start = position
        if let (number, end) = known.number(bytes, at: position) {
            position = end
            return Node(text: Piece(start: start, end: end), known: number)
        }
        let text = try iri()
        guard !text.isInArena else { return Node(text: text) }
        return Node(text: text, known: known.insert(UnsafeRawBufferPointer(rebasing: bytes[text.range])))
    }

    /// Behind the dot only a comment may follow on the line.
    private mutating func finish() throws(FormatError) {
        skipBlanks()
        if byte == UInt8(ascii: "#") { skipComment() }
        guard byte == nil || byte == 0x0d else { throw error("one statement stands on a line", position, bytes.count) }
    }

    func statement(at offset: Int) -> RDFStatement {
        RDFStatement(
            subject: rdf(subject), predicate: rdf(predicate), object: rdf(object), graph: hasGraph ? rdf(graph) : nil,
            start: offset + start, end: offset + position, repeatsSubject: repeatsSubject)
    }

    private func rdf(_ node: Node) -> RDFNode {
        RDFNode(
            kind: node.kind, text: piece(node.text), language: piece(node.language), datatype: piece(node.datatype),
            known: node.known)
    }

    private func piece(_ piece: Piece) -> UnsafeRawBufferPointer {
        piece.isInArena
            ? arena.bytes(piece.range) : UnsafeRawBufferPointer(rebasing: bytes[piece.range])
    }

    @inline(__always) private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    private mutating func skipComment() { while let next = byte, next != 0x0d { position += 1 } }

    private mutating func node(_ expectation: String) throws(FormatError) -> Node {
        switch byte {
        case UInt8(ascii: "<")?: return Node(kind: .iri, text: try iri())
        case UInt8(ascii: "_")?: return Node(kind: .blank, text: try blankLabel())
        case UInt8(ascii: "\"")?: return try literal()
        default: throw error(expectation, position)
        }
    }
}
