import Engine
import Foundation
import Language
import Store
import Terms
import Zhol

/// What running a case gave.
struct GoldenRun {
    private(set) var output = ""
    private(set) var report = ""

    /// Runs the case as `zhol run` does, in this process.
    init(_ golden: GoldenCase) {
        do {
            report = try "exit 0\n" + run(golden)
        } catch {
            let wrapped = ZholError.wrapping(error)
            output = ""
            report = "exit \(wrapped.kind.rawValue)\n" + GoldenRun.text(of: wrapped)
        }
        // What is reported names files; a case does not depend on where it lies.
        let folder = golden.program.deletingLastPathComponent().path + "/"
        report = report.replacingOccurrences(of: folder, with: "")
    }

    private static func text(of error: ZholError) -> String {
        error.diagnostics.isEmpty
            ? "error: \(error.message)\n" : DiagnosticRenderer().text(of: error.diagnostics)
    }

    /// Gives what was warned of.
    private mutating func run(_ golden: GoldenCase) throws -> String {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-case-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let database = try database(golden, in: scratch)
        var reader = ProgramReader()
        try reader.read(path: golden.program.path)
        let run = try database.run(reader, GoldenRun.options(golden.words, reader, database.catalogue.namespaces))
        output = run.answers.map { GoldenRun.table($0, run.namespaces) }.joined(separator: "\n")
        let warnings = run.warnings.filter { $0.severity == .warning }
        return warnings.isEmpty ? "" : DiagnosticRenderer().text(of: warnings)
    }

    private func database(_ golden: GoldenCase, in folder: URL) throws -> Database {
        guard golden.text("load.dl") != nil else { return Database() }
        let store = try Store(path: folder.appendingPathComponent("case.zhol").path, access: .create)
        for ending in ["load.dl", "load2.dl", "load3.dl"] where golden.text(ending) != nil {
            var loader = Loader()
            try loader.add(path: golden.file(ending).path, format: nil)
            _ = try loader.load(into: store)
        }
        return try Database(store: store)
    }

    /// The options that cases use. A word that is not known is a mistake in the case.
    private static func options(
        _ words: [String], _ reader: ProgramReader, _ namespaces: Namespaces
    ) throws -> Database.RunOptions {
        var options = Database.RunOptions()
        options.savedQuery = onlySavedQuery(reader)
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--cite" {
                options.cites = true
                continue
            }
            if word == "--resolve" || word == "--diff" {
                if word == "--resolve" { options.resolves = true } else { options.showsChanges = true }
                continue
            }
            guard let value = rest.popFirst() else { throw ZholError(.usage, "'\(word)' in .args needs a value") }
            switch word {
            case "--query": options.savedQuery = value
            case "--as-of": options.asOf = PartialDate(value)
            case "--without-source": options.withoutSources.append(value)
            case "--limit": options.limit = Int(value)
            case "--min-confidence":
                options.confidence = (Schema.confidences.firstIndex(of: value) ?? -1) + 1
            case "--param":
                let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw ZholError(.usage, "'\(value)' in .args is no parameter") }
                options.parameters[parts[0]] = ParameterText.term(parts[1], namespaces)
            default: throw ZholError(.usage, "'\(word)' in .args is not known")
            }
        }
        return options
    }

    /// The saved query of a file that asks nothing else is what `run` answers.
    private static func onlySavedQuery(_ reader: ProgramReader) -> String? {
        var names: [String] = []
        for statement in reader.statements {
            if case .query = statement.kind { return nil }
            if case .savedQuery(let query) = statement.kind { names.append(query.name.range.text) }
        }
        return names.count == 1 ? names[0] : nil
    }

    private static func table(_ answers: Answers, _ namespaces: Namespaces) -> String {
        ([answers.columns] + answers.rows.map { row in row.map { $0.plainText(namespaces) } }).map { row in
            row.map(field).joined(separator: "\t") + "\n"
        }.joined()
    }

    private static func field(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\t", with: "\\t")
            .replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\r", with: "\\r")
    }
}
