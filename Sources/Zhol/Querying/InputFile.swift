import Engine
import Formats
import Language
import Terms

/// The files that `input` names in one run, each read once.
final class InputFiles {
    /// Where `--facts` says they are; nil for beside the program.
    private let folder: String?
    private var bytes: [String: [UInt8]] = [:]
    /// Files that were read without a mistake, by the statement that names them.
    private var read: [Int: FactColumns] = [:]

    init(folder: String?) { self.folder = folder }

    /// Where an input of a program lies: relative to `--facts`, else to the file that names it.
    private func place(_ path: String, _ range: SourceRange) -> String {
        if path.hasPrefix("/") { return path }
        let base = folder ?? (range.file.name.hasPrefix("<") ? "" : FileBytes.folder(of: range.file.name))
        return base.isEmpty ? path : base + "/" + path
    }

    /// The file's bytes. Throws a diagnostic at the statement where it cannot be read.
    private func contents(_ path: String, _ range: SourceRange) throws -> (name: String, bytes: [UInt8]) {
        let full = place(path, range)
        if let known = bytes[full] { return (full, known) }
        do {
            let found = try FileBytes.read(full)
            bytes[full] = found
            return (full, found)
        } catch {
            throw Diagnostics(Diagnostic(.missingFile, error.message, at: range))
        }
    }

    /// How many columns a file has by its first row; nil where it has none or cannot be read.
    func columns(_ path: String, _ statement: Statement) -> Int? {
        guard let (_, bytes) = try? contents(path, statement.range) else { return nil }
        return FactReader.firstRow(bytes, InputFiles.layout(path))?.count
    }

    private static func layout(_ path: String) -> FactLayout {
        let ending = path.lastIndex(of: ".").map { path[path.index(after: $0)...].lowercased() }
        switch ending {
        case "csv": return .csv
        case "facts": return .plainTabs
        default: return .tsv
        }
    }

    /// The facts of every input of a program. Throws `ZholError` with what is wrong in the files.
    func read(
        _ program: ResolvedProgram, _ schema: Schema, _ namespaces: Namespaces, _ control: Control
    ) throws -> [RelationID: [FactColumns]] {
        var found: [RelationID: [FactColumns]] = [:]
        var errors: [Diagnostic] = []
        for input in program.inputs {
            if let known = read[input.position] {
                found[input.relation, default: []].append(known)
                continue
            }
            let (name, bytes) = try contents(input.path, input.range)
            let fields = fields(input.types, schema, namespaces)
            let layout = InputFiles.layout(input.path)
            let (facts, mistakes) = try FactReader.read(
                bytes, fields, layout, isHeader: { layout == .csv && input.headers.contains($0) },
                check: control.check)
            found[input.relation, default: []].append(facts)
            guard !mistakes.isEmpty else {
                read[input.position] = facts
                self.bytes[name] = nil
                continue
            }
            let source = SourceFile(name: name, bytes: bytes)
            errors += mistakes.map { mistake in
                Diagnostic(
                    .malformedRow, mistake.message,
                    at: SourceRange(file: source, start: mistake.start, end: mistake.end),
                    notes: [.init("'\(input.name)' is read here", at: input.range)])
            }
        }
        guard errors.isEmpty else { throw ZholError(diagnostics: errors) }
        return found
    }

    private func fields(_ types: [ValueType], _ schema: Schema, _ namespaces: Namespaces) -> [FactField] {
        var kinds: [ValueType: Int] = [:]
        return types.map { type in
            let kind = kinds[type] ?? kinds.count
            kinds[type] = kind
            let takesInts: Bool =
                switch type {
                case .any, .int, .decimal, .number: true
                default: false
                }
            return FactField(takesInts: takesInts, kind: kind, described: type.described) { text in
                FieldText.term(text, as: type, schema, namespaces)
            }
        }
    }
}
