import Formats
import Glibc
import Language
import Store
import Terms
import Zhol

/// `draw`: the graph of answers, or of their proofs.
extension Context {
    func draw() throws -> Int32 {
        let picture = try Picture(arguments.value("output") ?? "", option: "-o")
        let database = try optionalDatabase()
        let (goal, statements) = try factAndRules()
        var options = try runOptions()
        options.proofs = ProofRequest()
        let run = try database.run(ProgramReader(statements: statements + goal), options)
        warn(run.warnings)
        try picture.draw(run, database, proofs: arguments.has("why"))
        return 0
    }
}

/// A file for a picture, in the format of its ending.
struct Picture {
    private let path: String
    private let ending: String

    private static let endings = ["svg", "png", "dot", "graphml"]

    /// Throws `ZholError` of kind `usage` for another ending.
    init(_ path: String, option: String) throws {
        self.path = path
        ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard path.contains("."), Picture.endings.contains(ending) else {
            throw ZholError(
                .usage,
                path.isEmpty
                    ? "a picture needs a file: \(option) FILE.svg, .png, .dot or .graphml"
                    : "the ending of '\(path)' is none of \(Picture.endings.joined(separator: ", "))")
        }
    }

    /// Draws the answers of a run whose proofs were asked for.
    func draw(_ run: Database.Run, _ database: Database, proofs: Bool) throws {
        let drawing: Drawing
        if proofs {
            drawing = Drawing(proofsOf: run)
        } else {
            let reading = database.reading
            drawing = Drawing(answersOf: run) { try? reading?.label(of: $0) }
        }
        guard !drawing.nodes.isEmpty else { throw ZholError(.wrongInput, "there is nothing to draw: no answers") }
        guard drawing.nodes.count <= Drawing.greatestCount else {
            throw ZholError(
                .usage,
                "a picture of \(drawing.nodes.count) nodes cannot be read: draw at most \(Drawing.greatestCount)")
        }
        switch ending {
        case "svg": try OutputFile.write(path) { try drawing.writeSVG(to: $0) }
        case "dot": try OutputFile.write(path) { try drawing.writeDot(to: $0) }
        case "graphml": try OutputFile.write(path) { try drawing.writeGraphML(to: $0) }
        default: try writePNG(drawing)
        }
    }

    /// Graphviz paints: its `dot` reads the graph from a file of ours.
    private func writePNG(_ drawing: Drawing) throws {
        let graph = path + ".dot"
        let picture = path + ".part"
        try OutputFile.write(graph) { try drawing.writeDot(to: $0) }
        defer {
            unlink(graph)
            unlink(picture)
        }
        let code = Picture.run(["dot", "-Tpng", "-o", picture, graph])
        guard let code else {
            throw ZholError(
                .missingInput, "PNG needs Graphviz, which is not installed (apt install graphviz); .svg needs nothing")
        }
        guard code == 0, rename(picture, path) == 0 else {
            throw ZholError(.cannotWrite, "Graphviz could not write '\(path)'")
        }
    }

    /// Runs a program and waits; its exit code, nil where there is no such program.
    private static func run(_ words: [String]) -> Int32? {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, words[0], nil, nil, arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let code = status >> 8 & 0xff
        return code == 127 ? nil : status & 0x7f == 0 ? code : 1
    }
}

extension Snapshot {
    /// What an entity is called: its label, where it has one.
    func label(of term: Term) throws -> String? {
        guard let entity = try id(of: term), let label = try id(of: .entity("label")) else { return nil }
        var found: [UInt64] = []
        try seconds(of: label, order: .subject, first: entity, into: &found)
        let terms = try found.map { try self.term(of: TermID(rawValue: $0)) }
        let plain = terms.first { if case .string = $0 { true } else { false } } ?? terms.first
        switch plain {
        case .string(let text)?, .tagged(let text, _)?: return text
        default: return nil
        }
    }
}
