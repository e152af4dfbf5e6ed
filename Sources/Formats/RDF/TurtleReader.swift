/// Reads Turtle and TriG (W3C Recommendations of 25 February 2014), strictly, while the input streams by.
///
/// Neither has a structure of lines to start again at, so the first mistake ends the reading.
package final class TurtleReader {
    let window: InputWindow
    let hasGraphs: Bool
    var arena = ByteArena()
    var base: IRIReference?
    var prefixes = PrefixTable()
    private(set) var constants = Constants()
    private var graph: Node?
    private var isInGraph = false
    private var anonymous = 0
    private var depth = 0
    private var receive: (RDFStatement) throws -> Void = { _ in }
    private var statementStart = 0
    /// Brackets and parentheses within one another.
    private static let deepest = 200

    /// Places in the arena.
    struct Node {
        var kind = RDFNode.Kind.iri
        var text = 0..<0
        var language = 0..<0
        var datatype = 0..<0
    }

    /// IRIs that the syntax implies, at the start of the arena.
    struct Constants {
        var type = 0..<0
        var first = 0..<0
        var rest = 0..<0
        var empty = 0..<0
        var integer = 0..<0
        var decimal = 0..<0
        var double = 0..<0
        var boolean = 0..<0
        var end = 0
    }

    /// - Parameters:
    ///   - hasGraphs: whether the text is TriG.
    ///   - base: the IRI of the text itself, against which relative ones are resolved.
    package init(_ window: InputWindow, hasGraphs: Bool, base: String) {
        self.window = window
        self.hasGraphs = hasGraphs
        self.base = IRIReference(base: base.utf8)
        constants.type = constant("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
        constants.first = constant("<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>")
        constants.rest = constant("<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>")
        constants.empty = constant("<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>")
        constants.integer = constant("<http://www.w3.org/2001/XMLSchema#integer>")
        constants.decimal = constant("<http://www.w3.org/2001/XMLSchema#decimal>")
        constants.double = constant("<http://www.w3.org/2001/XMLSchema#double>")
        constants.boolean = constant("<http://www.w3.org/2001/XMLSchema#boolean>")
        constants.end = arena.count
    }

    private func constant(_ text: StaticString) -> Range<Int> {
        let start = arena.count
        arena.append(text)
        return start..<arena.count
    }

    /// The prefixes that the text declared so far, in no order.
    package var declaredPrefixes: [(name: String, iri: String)] {
        prefixes.all.map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.iri, as: UTF8.self)) }
    }

    /// Hands every statement over. Throws `FormatError`, or what the receiver throws.
    package func read(_ receive: @escaping (RDFStatement) throws -> Void) throws {
        self.receive = receive
        defer { self.receive = { _ in } }
        try window.skipByteOrderMark()
        while let byte = try nextByte() {
            arena.cut(to: constants.end)
            statementStart = window.offset
            try statement(byte)
        }
    }

    // MARK: Statements

    private func statement(_ byte: UInt8) throws {
        if byte == UInt8(ascii: "@") { return try atDirective() }
        if try takesKeyword("prefix") { return try prefixDirective() }
        if try takesKeyword("base") { return try baseDirective() }
        if hasGraphs {
            if byte == UInt8(ascii: "{") { return try graphBlock(nil) }
            if try takesKeyword("graph") {
                _ = try nextByte()
                return try graphBlock(try graphName())
            }
        }
        if try triples(mayNameGraph: hasGraphs) { try expect(".", "at the end of a statement") }
    }

    private func atDirective() throws {
        let start = window.offset
        window.position += 1
        if try takesKeyword("prefix", matchesCase: true) {
            try prefixDirective()
        } else if try takesKeyword("base", matchesCase: true) {
            try baseDirective()
        } else {
            throw FormatError("only @prefix and @base start with '@' here", at: start)
        }
        try expect(".", "at the end of a directive that starts with '@'")
    }

    private func prefixDirective() throws {
        _ = try nextByte()
        let mark = arena.count
        let start = window.offset
        try prefixName()
        guard try window.peek() == UInt8(ascii: ":") else {
            throw FormatError("a prefix and ':' are expected", at: start)
        }
        window.position += 1
        let name = Array(arena.bytes(mark..<arena.count))
        let iri = try directiveIRI()
        prefixes.declare(name, Array(arena.bytes((iri.lowerBound + 1)..<(iri.upperBound - 1))))
        arena.cut(to: mark)
    }

    private func baseDirective() throws {
        let iri = try directiveIRI()
        base = IRIReference(base: arena.bytes((iri.lowerBound + 1)..<(iri.upperBound - 1)))
    }

    private func directiveIRI() throws -> Range<Int> {
        guard try nextByte() == UInt8(ascii: "<") else {
            throw FormatError("an IRI in angle brackets is expected", at: window.offset)
        }
        return try iri()
    }

    /// The name behind `GRAPH`.
    private func graphName() throws -> Node {
        let start = window.offset
        if try window.peek() == UInt8(ascii: "[") {
            window.position += 1
            guard try nextByte() == UInt8(ascii: "]") else {
                throw FormatError("a graph is named by an IRI or a blank node", at: start)
            }
            window.position += 1
            return newBlank()
        }
        if try window.peek() == UInt8(ascii: "(") {
            throw FormatError("a graph is named by an IRI or a blank node", at: start)
        }
        return try resource("a graph is named by an IRI or a blank node")
    }

    private func graphBlock(_ name: Node?) throws {
        try expect("{", "before the statements of a graph")
        graph = name
        isInGraph = true
        defer {
            graph = nil
            isInGraph = false
        }
        let mark = arena.count
        while true {
            guard let byte = try nextByte() else {
                throw FormatError("this graph is not closed: '}' is missing", at: statementStart)
            }
            if byte == UInt8(ascii: "}") { break }
            arena.cut(to: mark)
            _ = try triples(mayNameGraph: false)
            let next = try nextByte()
            if next == UInt8(ascii: ".") {
                window.position += 1
            } else if next != UInt8(ascii: "}") {
                throw FormatError("'.' or '}' is expected", at: window.offset)
            }
        }
        window.position += 1
    }

    /// A subject with its predicates and objects, or in TriG a graph with its name, and then false.
    private func triples(mayNameGraph: Bool) throws -> Bool {
        let subject: Node
        switch try window.peek() {
        case UInt8(ascii: "[")?:
            let (node, isBare) = try bracketed()
            subject = node
            let next = try nextByte()
            if !isBare, next == UInt8(ascii: ".") || isInGraph && next == UInt8(ascii: "}") { return true }
            if isBare, mayNameGraph, next == UInt8(ascii: "{") {
                try graphBlock(subject)
                return false
            }
        case UInt8(ascii: "(")?: subject = try collection()
        default:
            subject = try resource("a subject is expected: an IRI, a blank node or a collection")
            if mayNameGraph, try nextByte() == UInt8(ascii: "{") {
                try graphBlock(subject)
                return false
            }
        }
        try predicates(of: subject)
        return true
    }

    private func predicates(of subject: Node) throws {
        let mark = arena.count
        while true {
            let predicate = try verb()
            let objects = arena.count
            while true {
                try emit(subject, predicate, try object())
                arena.cut(to: objects)
                guard try nextByte() == UInt8(ascii: ",") else { break }
                window.position += 1
            }
            arena.cut(to: mark)
            guard try nextByte() == UInt8(ascii: ";") else { return }
            while try nextByte() == UInt8(ascii: ";") { window.position += 1 }
            switch try nextByte() {
            case UInt8(ascii: ".")?, UInt8(ascii: "]")?, UInt8(ascii: "}")?, nil: return
            default: break
            }
        }
    }

    private func verb() throws -> Node {
        guard let byte = try nextByte() else { throw FormatError("a predicate is expected", at: window.offset) }
        if byte == UInt8(ascii: "a"), try takesKeyword("a", matchesCase: true) {
            return Node(kind: .iri, text: constants.type)
        }
        let start = window.offset
        guard byte != UInt8(ascii: "_") else { throw FormatError("a blank node cannot be a predicate", at: start) }
        return try resource("a predicate is expected: an IRI or 'a'")
    }
}

/// Nodes that are written as structure, and what is handed over.
extension TurtleReader {
    private func emit(_ subject: Node, _ predicate: Node, _ object: Node) throws {
        try receive(
            RDFStatement(
                subject: rdf(subject), predicate: rdf(predicate), object: rdf(object), graph: graph.map { rdf($0) },
                start: statementStart, end: window.offset))
    }

    private func rdf(_ node: Node) -> RDFNode {
        RDFNode(
            kind: node.kind, text: arena.bytes(node.text), language: arena.bytes(node.language),
            datatype: arena.bytes(node.datatype))
    }

    /// A blank node without a label in the text; no label that can be written starts with a dot.
    func newBlank() -> Node {
        let start = arena.count
        anonymous += 1
        arena.append(UInt8(ascii: "."))
        arena.append(Array(String(anonymous).utf8))
        return Node(kind: .blank, text: start..<arena.count)
    }

    private func descend() throws {
        depth += 1
        guard depth <= TurtleReader.deepest else {
            throw FormatError("brackets are nested more than \(TurtleReader.deepest) deep here", at: window.offset)
        }
    }

    /// `[ … ]`, and whether it was empty.
    func bracketed() throws -> (node: Node, isBare: Bool) {
        let start = window.offset
        window.position += 1
        let node = newBlank()
        if try nextByte() == UInt8(ascii: "]") {
            window.position += 1
            return (node, true)
        }
        try descend()
        try predicates(of: node)
        depth -= 1
        guard try nextByte() == UInt8(ascii: "]") else {
            throw FormatError("']' is expected; the bracket was opened here", at: start)
        }
        window.position += 1
        return (node, false)
    }

    /// `( … )` as a linked list.
    func collection() throws -> Node {
        let start = window.offset
        window.position += 1
        try descend()
        let first = Node(text: constants.first)
        let rest = Node(text: constants.rest)
        let empty = Node(text: constants.empty)
        var head: Node?
        var last: Node?
        while true {
            guard let byte = try nextByte() else {
                throw FormatError("this collection is not closed: ')' is missing", at: start)
            }
            if byte == UInt8(ascii: ")") { break }
            let item = newBlank()
            if let last { try emit(last, rest, item) }
            let mark = arena.count
            try emit(item, first, try object())
            arena.cut(to: mark)
            if head == nil { head = item }
            last = item
        }
        window.position += 1
        depth -= 1
        if let last { try emit(last, rest, empty) }
        return head ?? empty
    }
}
