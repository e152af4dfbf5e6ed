/// Something to tell about a text: what is wrong, where, and what to do.
package struct Diagnostic: Error, Sendable {
    package enum Severity: String, Sendable { case error, warning }

    /// A further place that explains the first.
    package struct Note: Sendable {
        package let message: String
        package let range: SourceRange?

        package init(_ message: String, at range: SourceRange? = nil) {
            self.message = message
            self.range = range
        }
    }

    package let code: DiagnosticCode
    package let severity: Severity
    /// One sentence without a full stop: what is wrong and, where known, the nearest right name.
    package let message: String
    package let range: SourceRange?
    package var notes: [Note]

    package init(
        _ code: DiagnosticCode, _ message: String, at range: SourceRange?, severity: Severity = .error,
        notes: [Note] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.range = range
        self.notes = notes
    }
}

/// One or several diagnostics that end a step.
package struct Diagnostics: Error, Sendable {
    package let all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }
    package init(_ one: Diagnostic) { all = [one] }
}
