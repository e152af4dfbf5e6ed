/// Gives programs their canonical layout: `zhol fmt`.
///
/// Only space changes: every token and every comment stays as it is written, in its order. A statement takes one line
/// where it fits; else its conditions take one each. Facts take one line however long they are. Single empty lines
/// between statements stay. What comes out means the same, and to format it again changes nothing.
package enum Formatter {
    /// Columns of a line.
    package static let width = 100

    /// The text of a source in canonical layout.
    ///
    /// Throws `Diagnostics` with everything that is wrong where the source is no program.
    package static func format(_ source: SourceFile) throws(Diagnostics) -> String {
        var parser = Parser(source)
        parser.passed = []
        let (program, diagnostics) = parser.parseProgram()
        let errors = diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        let comments = (program.comments + parser.lexer.documentation).sorted { $0.range.start < $1.range.start }
        var layout = ProgramLayout(source: source)
        layout.append(program.statements, parser.passed ?? [], comments)
        return layout.text.text
    }
}

/// The text of a program as it grows, and the line of the source that it has come to.
private struct ProgramLayout {
    let source: SourceFile
    var text = LaidOutText()
    /// The line of the source where the last item ended; nil before the first.
    private var lastLine: Int?
    /// Whether the next item must not stand right below, for a comment would turn into its documentation.
    private var mustStandApart = false

    init(source: SourceFile) { self.source = source }

    mutating func append(_ statements: [Statement], _ tokens: [Token], _ comments: [Comment]) {
        var comment = 0
        var token = 0
        for statement in statements {
            while comment < comments.count, comments[comment].range.start < statement.range.start {
                append(comments[comment])
                comment += 1
            }
            let firstComment = comment
            while comment < comments.count, comments[comment].range.start < statement.range.end { comment += 1 }
            while token < tokens.count, tokens[token].start < statement.range.start { token += 1 }
            let firstToken = token
            while token < tokens.count, tokens[token].start < statement.range.end { token += 1 }
            append(statement, Array(tokens[firstToken..<token]), Array(comments[firstComment..<comment]))
        }
        while comment < comments.count {
            append(comments[comment])
            comment += 1
        }
    }

    private mutating func append(_ statement: Statement, _ tokens: [Token], _ comments: [Comment]) {
        startItem(at: source.lineIndex(at: statement.range.start))
        var (pieces, following) = FormatToken.tokens(tokens, comments, in: source)
        // Behind the dot, a comment breaks no line of the statement.
        let behind = pieces.last?.atEnd ?? []
        if !behind.isEmpty { pieces[pieces.count - 1].atEnd = [] }
        let (layout, isFact) = StatementLayout.layout(pieces)
        text.append(layout, width: isFact ? .max / 2 : Formatter.width)
        for comment in behind { text.appendBehind(comment) }
        for comment in following { appendAlone(comment) }
        lastLine = source.lineIndex(at: max(statement.range.start, statement.range.end - 1))
        if let last = following.last { mustStandApart = last.text.hasPrefix("%%") }
    }

    private mutating func append(_ comment: Comment) {
        let line = source.lineIndex(at: comment.range.start)
        if line == lastLine, !text.endsInLineComment {
            text.appendBehind(comment.text)
        } else {
            let isBehind = line == lastLine
            startItem(at: line)
            appendAlone(comment)
            mustStandApart = isBehind && comment.text.hasPrefix("%%")
        }
        lastLine = source.lineIndex(at: max(comment.range.start, comment.range.end - 1))
    }

    private mutating func appendAlone(_ comment: Comment) {
        text.append(.commentAlone(comment.text.replacing("\r\n", with: "\n")), width: .max / 2)
    }

    private mutating func startItem(at line: Int) {
        if let lastLine, mustStandApart || line > lastLine + 1 { text.appendEmptyLine() }
        mustStandApart = false
    }
}
