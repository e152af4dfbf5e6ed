/// What `Docs/errors.md` tells of a code, with a text that brings it about.
package struct CatalogueEntry: Sendable {
    package let code: DiagnosticCode
    /// What is wrong, in a few words.
    package let title: String
    /// What to do about it.
    package let advice: String
    package let example: Example

    /// A text with the mistake, and what is then reported.
    package struct Example: Sendable {
        package enum Use: Sendable {
            /// Checked only.
            case check
            /// Run, and its questions answered.
            case run
            /// Loaded into a store with its own declarations.
            case load
            /// Its saved query asked, with parameters in source form.
            case ask(String, [String: String])
            /// Loaded, and behind it a file of another format.
            case file(String, String)
        }

        package let text: String
        package let use: Use
        /// The message; the whole of it.
        package let message: String
        /// The part of the text, or of the file, that is pointed at; nil where there is no place.
        package let part: String?
    }

    init(
        _ code: DiagnosticCode, _ title: String, _ advice: String, _ text: String, _ use: Example.Use = .check,
        at part: String?, _ message: String
    ) {
        self.code = code
        self.title = title
        self.advice = advice
        example = Example(text: text, use: use, message: message, part: part)
    }

    /// Every code, in order.
    package static let all: [CatalogueEntry] = tokens + syntax + names + meaning + data
}
