import Formats
import Glibc
import Language
import Store
import Terms

/// Loads N-Triples, N-Quads, Turtle and TriG: every statement is a fact, the name of its graph the source of the fact.
///
/// Where the file is large, one thread reads and makes ready for the dictionary, and this one does the rest.
final class RDFInput {
    private var reified: Reification?
    /// The last line, and further ones of the same triple.
    private var held: Line?
    private var more: [Line] = []
    private static let mostHeld = 256
    private let gate: FactGate
    private let writer: Writer
    private let number: Int
    private let source: TermID
    private var subject = TermID.none
    /// The ids of the nodes that have numbers.
    private let known: UnsafeMutablePointer<TermID>
    /// Triples that wait to be handed to the gate.
    private let plain = RawBuffer<TripleKey>()
    private let takesAnything: Bool
    private let hashes = RawBuffer<UInt64>()

    /// A triple that was read, without anything that is counted: a million of them pass here.
    private struct Line: BitwiseCopyable {
        let predicate: TermID
        let subject: TermID
        let object: TermID
        /// `TermID.none` for no graph.
        let graph: TermID
        let start: Int
        let end: Int

        func isOf(_ predicate: TermID, _ subject: TermID, _ object: TermID) -> Bool {
            self.subject == subject && self.object == object && self.predicate == predicate
        }
    }

    private init(gate: FactGate, number: Int) throws {
        self.gate = gate
        writer = gate.writer
        self.number = number
        source = try gate.writer.intern(.entity("source"))
        takesAnything = gate.takesAnything
        known = .allocate(capacity: KnownIRIs.most)
        known.initialize(repeating: .none, count: KnownIRIs.most)
    }

    deinit {
        known.deallocate()
        plain.deallocate()
        hashes.deallocate()
    }

    /// Reads a file through the gate. The first mistake in Turtle or TriG ends the reading with an error, since they
    /// have no lines to go on at.
    static func load(_ file: DataFile, _ number: Int, into gate: FactGate, _ progress: LoadProgress?) throws {
        let input = try RDFInput(gate: gate, number: number)
        let texts = try NodeTexts(gate.writer, gate.namespaces, file: number)
        let window = try file.open(counting: progress)
        let reading: (RDFSink) throws -> Void
        var turtle: TurtleReader?
        switch file.format {
        case .nt, .nq:
            try input.numberPredicates(of: file)
            let reader = NTriplesReader(window, hasGraphs: file.format == .nq)
            reading = { sink in try reader.read({ try sink.take($0) }, report: { try sink.take($0) }) }
        default:
            let reader = TurtleReader(window, hasGraphs: file.format == .trig, base: base(of: file))
            turtle = reader
            reading = { sink in try reader.read { try sink.take($0) } }
        }
        // What waits for a pipe could not be told to stop.
        if let size = file.size, size > RDFInput.leastForTwo {
            try input.takeWhileReading(texts, progress, reading)
        } else {
            let sink = RDFSink(texts) { batch in
                try input.take(batch)
                batch.removeAll()
                return batch
            }
            try reading(sink)
            try sink.flush()
        }
        try input.finishReified()
        try input.storeHeld()
        try input.handPlain()
        if let turtle { try input.keep(turtle.declaredPrefixes, of: file) }
    }

    /// Gives predicates that stand in samples of a large file the next numbers, before the terms between which they
    /// stand: each entity is kept with its predicates, and small numbers take one byte there in place of three.
    private func numberPredicates(of file: DataFile) throws {
        let lines = file.sampledLines()
        guard !lines.isEmpty else { return }
        let texts = try NodeTexts(gate.writer, gate.namespaces, file: number)
        let batch = RDFBatch()
        let contents = batch.contents
        try NTriplesReader(InputWindow(lines), hasGraphs: file.format == .nq).read(
            { texts.append($0, to: contents) }, report: { _ in })
        for statement in contents.statements.elements where statement.predicate.form == .text {
            let predicate = statement.predicate
            _ = try writer.intern(predicate.kind, contents.text(predicate), hash: predicate.bits)
        }
    }

    /// Bytes of a file for which a thread is worth its while.
    private static let leastForTwo = 1 << 19

    /// Takes batches while another thread fills the next ones.
    private func takeWhileReading(
        _ texts: NodeTexts, _ progress: LoadProgress?, _ reading: @escaping (RDFSink) throws -> Void
    ) throws {
        let queue = BatchQueue<RDFBatch>(room: 16)
        let worker = Worker {
            do {
                let sink = RDFSink(texts) { try queue.send($0) ?? RDFBatch() }
                try reading(sink)
                try sink.flush()
                queue.finish()
            } catch {
                queue.finish(error)
            }
        }
        defer { queue.abandon() }
        guard worker != nil else { throw ZholError(.missingInput, "the system gives no thread to read with") }
        while let batch = try queue.receive() {
            try take(batch)
            progress?.show()
            batch.removeAll()
            queue.recycle(batch)
        }
    }

    private func take(_ batch: RDFBatch) throws {
        var row = 0
        for mistake in batch.mistakes {
            try take(batch, row..<mistake.statements)
            row = mistake.statements
            try gate.findings.add(mistake.error, number)
        }
        try take(batch, row..<batch.contents.statements.count)
    }

    private func take(_ batch: RDFBatch, _ rows: Range<Int>) throws {
        let contents = batch.contents
        var row = rows.lowerBound
        while row < rows.upperBound {
            let end = min(rows.upperBound, row + RDFInput.expected)
            hashes.removeAll()
            for row in row..<end {
                let statement = contents.statements.base[row]
                if statement.subject.form == .text { hashes.append(statement.subject.bits) }
                if statement.object.form == .text { hashes.append(statement.object.bits) }
            }
            writer.expect(hashes: hashes.elements)
            for row in row..<end { try take(contents.statements.base[row], contents) }
            row = end
        }
        try handPlain()
    }

    /// Statements whose terms are looked for at a time.
    private static let expected = 256

    @inline(__always) private func id(_ node: PreparedNode, _ batch: RDFBatch.Contents) throws -> TermID {
        switch node.form {
        case .ready: return TermID(rawValue: node.bits)
        case .repeated: return subject
        case .known: return known[Int(node.number)]
        case .text:
            let id = try writer.intern(node.kind, batch.text(node), hash: node.bits)
            if node.number > 0 { known[Int(node.number) - 1] = id }
            return id
        }
    }

    @inline(__always) private func take(_ statement: PreparedStatement, _ batch: RDFBatch.Contents) throws {
        let predicate = try id(statement.predicate, batch)
        let subject = try id(statement.subject, batch)
        let object = try id(statement.object, batch)
        self.subject = subject
        if reified != nil {
            if reified?.take(statement, subject, predicate, object) == true { return }
            try finishReified()
        }
        if statement.beginsReification {
            reified = Reification(node: subject, type: object, place: statement.start..<statement.end)
            return
        }
        let line = Line(
            predicate: predicate, subject: subject, object: object, graph: try id(statement.graph, batch),
            start: statement.start, end: statement.end)
        if let first = held {
            if first.isOf(predicate, subject, object), more.count + 1 < RDFInput.mostHeld {
                more.append(line)
                return
            }
            try storeHeld()
        }
        held = line
    }

    private func finishReified() throws {
        guard let waiting = reified else { return }
        reified = nil
        try handPlain()
        guard let fact = try waiting.fact(gate, file: number) else { return }
        // The lines before say the same with less.
        if held?.isOf(fact.predicate, fact.subject, fact.object) == true {
            held = nil
            more.removeAll(keepingCapacity: true)
        }
        try storeHeld()
        try handPlain()
        try gate.add(
            fact.predicate, fact.subject, fact.object, qualifiers: fact.qualifiers, evidence: fact.evidence,
            at: .input(number, fact.place))
    }

    private func storeHeld() throws {
        guard let line = held else { return }
        held = nil
        try store(line)
        guard !more.isEmpty else { return }
        for line in more { try store(line) }
        more.removeAll(keepingCapacity: true)
    }

    @inline(__always) private func store(_ line: Line) throws {
        if takesAnything, line.graph == .none, line.predicate != .isA || line.object.kind == .entity {
            plain.append(TripleKey(predicate: line.predicate, subject: line.subject, object: line.object))
            return
        }
        try handPlain()
        if line.graph == .none {
            try gate.add(line.predicate, line.subject, line.object, at: .input(number, line.start..<line.end))
        } else {
            try gate.add(
                line.predicate, line.subject, line.object, evidence: [(source, line.graph)],
                at: .input(number, line.start..<line.end))
        }
    }

    /// Hands over the triples that wait.
    private func handPlain() throws {
        guard plain.count > 0 else { return }
        try gate.add(plain.elements)
        plain.removeAll()
    }

    /// The IRI of the file itself, against which a relative one is resolved where the text declares no base.
    private static func base(of file: DataFile) -> String {
        guard !file.name.hasPrefix("<") else { return "file:///dev/stdin" }
        var iri = "file://"
        for byte in FileBytes.realPath(file.name).utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                iri.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                iri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return iri
    }

    /// Prefixes of the text become the store's where that is harmless: where the name is one of the language and free.
    /// They change how entities print, never which entity is meant.
    private func keep(_ prefixes: [(name: String, iri: String)], of file: DataFile) throws {
        for (name, iri) in prefixes.sorted(by: { $0.name < $1.name })
        where isBareName(name) && gate.namespaces.prefixes[name] == nil && !iri.isEmpty {
            let text = "prefix \(name): <\(iri)>."
            guard Parser.parse(SourceFile(name: file.name, text: text)).diagnostics.isEmpty else { continue }
            let known = try gate.writer.declarations()
            guard !known.contains(where: { $0.kind == "prefix" && $0.name == name }) else { continue }
            try gate.writer.put(Declaration(kind: "prefix", name: name, text: text, origin: file.name))
        }
    }
}

/// Fills batches with what a reader hands over.
final class RDFSink {
    private let texts: NodeTexts
    private var batch = RDFBatch()
    /// What the batch has, behind a pointer: millions of statements pass here, and each look at a variable of a class is
    /// noted.
    private let contents: UnsafeMutablePointer<RDFBatch.Contents>
    private let send: (RDFBatch) throws -> RDFBatch

    /// - Parameter send: passes a batch on and gives an empty one.
    init(_ texts: NodeTexts, _ send: @escaping (RDFBatch) throws -> RDFBatch) {
        self.texts = texts
        self.send = send
        contents = .allocate(capacity: 1)
        contents.initialize(to: batch.contents)
    }

    deinit { contents.deallocate() }

    @inline(__always) func take(_ statement: RDFStatement) throws {
        let contents = contents.pointee
        texts.append(statement, to: contents)
        if contents.isFull { try pass() }
    }

    private func pass() throws {
        batch = try send(batch)
        contents.pointee = batch.contents
    }

    /// A mistake is told at once: whoever types the input waits for it.
    func take(_ error: FormatError) throws {
        guard error.kind == .text else { throw error }
        batch.append(error)
        try pass()
    }

    /// Passes on what is left.
    func flush() throws { if !batch.isEmpty { try pass() } }
}

/// A fact as it was read.
struct ReadFact {
    let predicate: TermID
    let subject: TermID
    let object: TermID
    let qualifiers: [FactGate.Entry]
    let evidence: [FactGate.Entry]
    let place: Range<Int>
}

extension Findings {
    /// A mistake in the text of a file. Throws where it is no use to go on.
    func add(_ error: FormatError, _ file: Int) throws {
        guard error.kind == .text else { throw error }
        try add(Finding(.malformedData, error.message, at: .input(file, error.offset..<error.end)))
    }
}
