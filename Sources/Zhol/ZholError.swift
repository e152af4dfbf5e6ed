import Engine
import Language
import Store

/// What went wrong, with the class of failure that decides a command's exit code.
public struct ZholError: Error, Sendable, CustomStringConvertible {
    /// The classes of failure; the raw value is the exit code of the command line.
    public enum Kind: Int32, Sendable {
        /// Wrong usage of the library or the command line.
        case usage = 2
        /// The program, query, schema or data is wrong.
        case wrongInput = 65
        /// An input or a store is missing or cannot be read.
        case missingInput = 66
        /// The store is locked, too new, too old, or damaged.
        case storeUnavailable = 69
        /// A defect in zhol.
        case defect = 70
        /// Output could not be written.
        case cannotWrite = 74
        /// Out of time or of the memory budget.
        case outOfBudget = 75
        case interrupted = 130
    }

    public let kind: Kind
    /// One sentence.
    public let message: String
    /// What the language has to say about texts, with their places.
    package let diagnostics: [Diagnostic]

    package init(_ kind: Kind, _ message: String, diagnostics: [Diagnostic] = []) {
        self.kind = kind
        self.message = message
        self.diagnostics = diagnostics
    }

    /// Several mistakes in a text.
    package init(diagnostics: [Diagnostic]) {
        let errors = diagnostics.filter { $0.severity == .error }
        let isUsage =
            !errors.isEmpty && errors.allSatisfy { $0.code == .missingParameter || $0.code == .wrongParameter }
        let isMissing = errors.contains { $0.code == .missingFile }
        self.init(
            isUsage ? .usage : isMissing ? .missingInput : .wrongInput, errors.first?.message ?? "the text is wrong",
            diagnostics: diagnostics)
    }

    /// The message, and pictures of the places where it has any.
    public var description: String {
        diagnostics.isEmpty
            ? message
            : diagnostics.map { DiagnosticRenderer().text(of: $0) }.joined(separator: "\n")
    }

    /// Turns whatever a lower layer throws into one kind of error.
    package static func wrapping(_ error: any Error) -> ZholError {
        switch error {
        case let error as ZholError: return error
        case let error as Diagnostics: return ZholError(diagnostics: error.all)
        case let error as Diagnostic: return ZholError(diagnostics: [error])
        case let error as StoreError: return ZholError(kind(of: error), error.message)
        case let error as Interruption:
            switch error {
            case .interrupted: return ZholError(.interrupted, "interrupted")
            case .outOfTime(let seconds):
                return ZholError(.outOfBudget, "out of time: the limit was \(text(seconds)) s")
            case .outOfMemory(let what):
                return ZholError(.outOfBudget, "out of memory: \(what.isEmpty ? "the limit is used up" : what)")
            }
        default: return ZholError(.defect, "an error that zhol does not expect: \(error)")
        }
    }

    /// Without a fraction where there is none.
    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map { String($0) } ?? String(seconds)
    }

    private static func kind(of error: StoreError) -> Kind {
        switch error.kind {
        case .notFound, .readOnly: .missingInput
        case .forgotten: .usage
        case .notAStore, .damaged, .tooNew, .tooOld, .locked: .storeUnavailable
        case .full, .io: .cannotWrite
        }
    }
}
