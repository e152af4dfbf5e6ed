import Language
import Terms

/// A report: the questions of a file and of those it includes, in order, with what is said of them, their answers, and
/// where these are from.
///
/// Each file that asks is a section. What stands in lines of `%%` at the start of a file, before an empty line, is its title
/// and introduction; what stands above a question is said above its table. A question whose first column is `verdict` gives
/// the verdict of its section. A line `chart: …` asks for a chart (`ChartRequest`).
package struct Report {
    package struct Section {
        /// Nil for what the main file asks itself.
        package let title: String?
        package let introduction: String?
        package var parts: [Part] = []

        package var verdicts: [Part] { parts.filter(\.isVerdict) }
    }

    /// One question with its answers, cited.
    package struct Part {
        /// The name of the saved query; nil for a question.
        package let name: String?
        /// Lines of documentation, without what they ask for.
        package let text: String?
        package let chart: ChartRequest?
        package let answers: Answers

        /// Whether the first column is `verdict`.
        package var isVerdict: Bool { answers.columns.first == "verdict" }
    }

    package let title: String
    package let introduction: String?
    /// What the options leave out of every answer, as sentences; empty where all is told.
    package internal(set) var conditions: [String] = []
    package internal(set) var sections: [Section] = []
    package internal(set) var warnings: [Diagnostic] = []
    package internal(set) var namespaces = Namespaces()
    /// The label of each entity of the answers that has one.
    package internal(set) var labels: [Term: String] = [:]
    /// What is known of each source that an answer cites, by its name.
    package internal(set) var documents: [String: SourceDocument] = [:]
}

/// A document as a report lists it.
package struct SourceDocument {
    var title: String?
    var publisher: String?
    var author: String?
    var published: String?
    var page: String?
}

/// Title and introduction of a file: the lines of `%%` at its start, before an empty line. The first paragraph is the title.
struct FileDocumentation {
    let title: String
    let introduction: String?

    /// Nil where the file starts otherwise, or where the lines are about the statement right below.
    init?(_ file: SourceFile) {
        var lines: [Substring] = []
        var ends = false
        for line in file.text(0..<file.bytes.count).split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.last == "\r" ? line.dropLast() : line
            guard line.hasPrefix("%%"), !line.hasPrefix("%%%") else {
                ends = line.allSatisfy(\.isWhitespace)
                break
            }
            let text = line.dropFirst(2)
            lines.append(text.first == " " ? text.dropFirst() : text)
        }
        guard ends, let first = lines.first, !first.allSatisfy(\.isWhitespace) else { return nil }
        let title = lines.prefix { !$0.allSatisfy(\.isWhitespace) }
        self.title = title.joined(separator: " ")
        let rest = lines.dropFirst(title.count).drop { $0.allSatisfy(\.isWhitespace) }
        introduction = rest.isEmpty ? nil : rest.joined(separator: "\n")
    }
}
