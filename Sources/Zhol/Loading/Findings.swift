import Formats
import Language

/// Where a fact stands: in a program, or at bytes of one of the files that are loaded.
enum FactPlace {
    case source(SourceRange)
    case input(Int, Range<Int>)

    /// Places of one file by their order in it; programs come before other files.
    static func < (left: FactPlace, right: FactPlace) -> Bool {
        switch (left, right) {
        case (.source(let one), .source(let other)):
            (one.file.name, one.start) < (other.file.name, other.start)
        case (.source, .input): true
        case (.input, .source): false
        case (.input(let file, let bytes), .input(let otherFile, let others)):
            (file, bytes.lowerBound) < (otherFile, others.lowerBound)
        }
    }
}

/// Something wrong with what is loaded.
struct Finding {
    let code: DiagnosticCode
    let message: String
    let place: FactPlace?
    let notes: [Diagnostic.Note]

    init(_ code: DiagnosticCode, _ message: String, at place: FactPlace?, notes: [Diagnostic.Note] = []) {
        self.code = code
        self.message = message
        self.place = place
        self.notes = notes
    }
}

/// What is wrong with a load, gathered until it is too much.
final class Findings {
    /// Ends a load early: its findings say why.
    struct Enough: Error {}

    private let keepsGoing: Bool
    private(set) var all: [Finding] = []
    /// How many there are, those that are not kept counted too.
    private(set) var count = 0
    /// How many are told before a load that does not keep going gives up.
    private static let patience = 20
    /// How many are kept in memory for the report.
    private static let kept = 100_000

    init(keepsGoing: Bool) { self.keepsGoing = keepsGoing }

    /// What is no mistake, and still to be told.
    private var warned: [Finding] = []

    /// Forgets all, to begin anew.
    func removeAll() {
        all = []
        warned = []
        count = 0
    }

    func warn(of finding: Finding) { warned.append(finding) }

    func collect(_ finding: Finding) {
        count += 1
        if all.count < Findings.kept { all.append(finding) }
    }

    /// Throws `Enough` where it is no use to go on.
    func add(_ finding: Finding) throws {
        collect(finding)
        if !keepsGoing, count >= Findings.patience { throw Enough() }
    }

    /// The findings with their lines, in the order of the files and places.
    func diagnostics(_ inputs: [DataFile]) -> [Diagnostic] { diagnostics(all, .error, inputs) }

    /// The warnings with their lines.
    func warnings(_ inputs: [DataFile]) -> [Diagnostic] { diagnostics(warned, .warning, inputs) }

    private func diagnostics(
        _ all: [Finding], _ severity: Diagnostic.Severity, _ inputs: [DataFile]
    ) -> [Diagnostic] {
        var ranges: [Int: SourceRange] = [:]
        for (number, input) in inputs.enumerated() {
            var rows: [Int] = []
            var places: [Range<Int>] = []
            for (row, finding) in all.enumerated() {
                guard case .input(number, let bytes)? = finding.place else { continue }
                rows.append(row)
                places.append(bytes)
            }
            if rows.isEmpty { continue }
            for (row, range) in zip(rows, input.ranges(of: places)) { ranges[row] = range }
        }
        return all.enumerated().map { row, finding in
            var range = ranges[row]
            if case .source(let known)? = finding.place { range = known }
            return Diagnostic(
                finding.code, finding.message, at: range, severity: severity, notes: finding.notes)
        }
    }
}
