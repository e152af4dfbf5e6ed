import Formats
import Language

/// Reads program files with what they include, each file once.
package struct ProgramReader {
    package private(set) var statements: [Statement] = []
    package private(set) var diagnostics: [Diagnostic] = []
    /// What wrong statements would have stated or declared.
    package private(set) var brokenNames: Set<String> = []
    /// The files read, by the names that places have.
    package private(set) var files: Set<String> = []
    /// Real names of the files read, so that an include is taken once.
    private var seen: Set<String> = []

    package init() {}

    /// Statements that were read before.
    package init(statements: [Statement]) { self.statements = statements }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Reads a file named by the user; a missing one throws `ZholError` of kind `missingInput`.
    package mutating func read(path: String) throws {
        let bytes = try FileBytes.read(path)
        guard seen.insert(FileBytes.realPath(path)).inserted else { return }
        read(SourceFile(name: path, bytes: bytes))
    }

    /// Reads a text that came from no file; includes are relative to the working folder.
    package mutating func read(text: String, name: String) { read(SourceFile(name: name, text: text)) }

    package mutating func read(_ source: SourceFile) {
        files.insert(source.name)
        let (program, found) = Parser.parse(source)
        add(program, found)
    }

    /// Takes a parsed program, and the files it includes.
    package mutating func add(_ program: Program, _ found: [Diagnostic]) {
        diagnostics += found
        brokenNames.formUnion(program.brokenNames)
        for statement in program.statements {
            guard case .include(let path, let range) = statement.kind else {
                statements.append(statement)
                continue
            }
            include(path, at: range, from: program.source)
        }
    }

    private mutating func include(_ path: String, at range: SourceRange, from source: SourceFile) {
        let folder = source.name.hasPrefix("<") ? "" : FileBytes.folder(of: source.name)
        let full = path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
        guard seen.insert(FileBytes.realPath(full)).inserted else { return }
        do {
            read(SourceFile(name: ProgramReader.shortened(full), bytes: try FileBytes.read(full)))
        } catch {
            let reason = ZholError.wrapping(error).message
            diagnostics.append(Diagnostic(.missingFile, "cannot include \"\(path)\": \(reason)", at: range))
        }
    }

    /// A path without `folder/..`, as a reader would write it, where that is the same file: behind a link to a folder it
    /// may not be.
    private static func shortened(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if part == "..", let last = parts.last, last != "..", last != ".", !last.isEmpty {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        let short = parts.joined(separator: "/")
        return !short.isEmpty && FileBytes.realPath(short) == FileBytes.realPath(path) ? short : path
    }
}
