import Formats
import Glibc
import Language
import Store
import Zhol

/// `load`.
extension Context {
    func load() throws -> Int32 {
        let started = ContinuousClock.now
        var loader = Loader()
        for path in arguments.words { try loader.add(path: path, format: arguments.value("as")) }
        let options = try loadOptions()
        let isNew = !FileBytes.exists(storePath)
        return try whereNewRemoved {
            let report = try withProgress(options) {
                try loader.load(into: Store(path: storePath, access: .create), $0)
            }
            warn(report.warnings)
            try tell(report, started, options)
            if options.isDryRun, isNew { removeStore() }
            return 0
        }
    }

    /// Does a load with a bar on the terminal.
    func withProgress(_ options: Loader.Options, _ load: (Loader.Options) throws -> Loader.Report) throws
        -> Loader.Report
    {
        let bar = ProgressBar(isAllowed: !isQuiet)
        defer { bar.finish() }
        var options = options
        options.progress = bar.progress()
        return try load(options)
    }

    private func loadOptions() throws -> Loader.Options {
        var options = Loader.Options()
        options.keepsGoing = arguments.has("keep-going")
        options.isDryRun = arguments.has("dry-run")
        options.memory = try arguments.memory()
        options.separator = try arguments.separator()
        options.map = try arguments.value("map").map { SourceFile(name: $0, bytes: try FileBytes.read($0)) }
        if arguments.has("report"), !options.keepsGoing {
            throw ZholError(.usage, "'--report' goes with '--keep-going'")
        }
        return options
    }

    private func tell(
        _ report: Loader.Report, _ started: ContinuousClock.Instant, _ options: Loader.Options
    ) throws {
        if report.leftOut > 0 { try tellLeftOut(report) }
        if options.isDryRun {
            for fact in report.preview { try output.write(fact + "\n") }
            try output.flush()
        }
        let withdrawn = report.withdrawn > 0 ? ", \(report.withdrawn) withdrawn" : ""
        note(
            "\(options.isDryRun ? "would load" : "loaded") \(counted(report.facts, "fact")) (\(report.added) new\(withdrawn)) "
                + "and \(counted(report.declarations, "declaration")) into '\(storePath)' in "
                + Terminal.elapsed(since: started))
    }

    /// Bad rows that are shown on the terminal; all are in the report.
    private static let shownMistakes = 20

    private func tellLeftOut(_ report: Loader.Report) throws {
        if let path = arguments.value("report") {
            try OutputFile.write(path) { sink in try report.writeLeftOut(to: sink) }
        }
        let shown = report.left.prefix(Context.shownMistakes)
        Terminal.message(Terminal.renderer(arguments).text(of: Array(shown)))
        let rest = report.leftOut > shown.count ? "; the first \(shown.count) are shown" : ""
        Terminal.message("\nwarning: \(counted(report.leftOut, "fact")) left out\(rest)\n")
    }
}
