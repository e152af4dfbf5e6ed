import Formats
import Glibc
import Language
import Store
import Terms

/// Loads N-Triples, N-Quads, Turtle and TriG: every statement is a fact, the name of its graph the source of the fact.
final class RDFInput {
    private var reified: Reification?
    /// The last lines, which are of one triple.
    private var held: [Line] = []
    private static let mostHeld = 256
    private let gate: FactGate
    private let nodes: NodeIDs
    private let number: Int
    private let source: TermID

    /// A triple that was read, without anything that is counted: a million of them pass here.
    private struct Line {
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

    private init(gate: FactGate, nodes: NodeIDs, number: Int, source: TermID) {
        self.gate = gate
        self.nodes = nodes
        self.number = number
        self.source = source
    }

    /// Reads a file through the gate. The first mistake in Turtle or TriG ends the reading with an error, since they
    /// have no lines to go on at.
    static func load(_ file: DataFile, _ number: Int, into gate: FactGate, _ progress: LoadProgress?) throws {
        let input = RDFInput(
            gate: gate, nodes: try NodeIDs(gate.writer, gate.namespaces, file: number), number: number,
            source: try gate.writer.intern(.entity("source")))
        let window = try file.open(counting: progress)
        switch file.format {
        case .nt, .nq:
            try NTriplesReader(window, hasGraphs: file.format == .nq).read(
                { try input.take($0) }, report: { try gate.findings.add($0, number) })
        default:
            let reader = TurtleReader(window, hasGraphs: file.format == .trig, base: base(of: file))
            try reader.read { try input.take($0) }
            try input.keep(reader.declaredPrefixes, of: file)
        }
        try input.finishReified()
        try input.storeHeld()
    }

    private func finishReified() throws {
        guard let waiting = reified else { return }
        reified = nil
        guard let fact = try waiting.fact(gate, file: number) else { return }
        // The lines before say the same with less.
        if held.first?.isOf(fact.predicate, fact.subject, fact.object) == true { held.removeAll(keepingCapacity: true) }
        try storeHeld()
        try gate.add(
            fact.predicate, fact.subject, fact.object, qualifiers: fact.qualifiers, evidence: fact.evidence,
            at: .input(number, fact.place))
    }

    private func storeHeld() throws {
        for line in held {
            let place = line.start..<line.end
            if line.graph == .none {
                try gate.add(line.predicate, line.subject, line.object, at: .input(number, place))
            } else {
                try gate.add(
                    line.predicate, line.subject, line.object, evidence: [(source, line.graph)],
                    at: .input(number, place))
            }
        }
        held.removeAll(keepingCapacity: true)
    }

    private func take(_ statement: RDFStatement) throws {
        let predicate = try nodes.id(predicate: statement.predicate)
        let subject = try nodes.id(subject: statement.subject)
        let object = try nodes.id(statement.object)
        if reified != nil {
            if reified?.take(statement, subject, predicate, object) == true { return }
            try finishReified()
        }
        if predicate == .isA, let begun = Reification(statement, subject, predicate, object) {
            reified = begun
            return
        }
        let line = Line(
            predicate: predicate, subject: subject, object: object,
            graph: try statement.graph.map { try nodes.id($0) } ?? .none, start: statement.start, end: statement.end)
        if let first = held.first,
            !first.isOf(line.predicate, line.subject, line.object) || held.count == RDFInput.mostHeld
        {
            try storeHeld()
        }
        held.append(line)
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
