/// A token as it stands in the source, with the comments beside it.
struct FormatToken {
    let token: Token
    var text: String
    /// Comments on lines of their own above it.
    var above: [String] = []
    /// `/* … */` on its line before and behind it.
    var before: [String] = []
    var behind: [String] = []
    /// Comments behind it that end its line.
    var atEnd: [String] = []

    /// Tokens of a statement with the comments between them; nothing comes before the first. The comments that end up
    /// behind the last are given apart.
    static func tokens(
        _ tokens: [Token], _ comments: [Comment], in source: SourceFile
    ) -> (tokens: [FormatToken], following: [Comment]) {
        var result = tokens.map { FormatToken(token: $0, text: source.text($0.start..<$0.end)) }
        var following: [Comment] = []
        var next = 0
        // The token above which the last comment was put: a later comment must not come before it.
        var last = 0
        for comment in comments {
            while next < tokens.count, tokens[next].start < comment.range.start { next += 1 }
            guard next > 0, next < tokens.count else { continue }
            let startsLine =
                source.lineIndex(at: tokens[next - 1].end - 1) < source.lineIndex(at: comment.range.start)
            let endsLine = source.lineIndex(at: comment.range.end - 1) < source.lineIndex(at: tokens[next].start)
            let isBlock = comment.text.hasPrefix("/*")
            // A comma or a dot stays with what stands before it.
            var place = next
            while place < tokens.count, tokens[place].isSymbol(.comma) || tokens[place].isSymbol(.dot) { place += 1 }
            let isBehindComment = result[place - 1].atEnd.last?.hasPrefix("%") ?? false
            if startsLine && endsLine || comment.text.contains("\n") || next <= last || isBehindComment {
                if place < tokens.count {
                    result[place].above.append(comment.text)
                } else {
                    following.append(comment)
                }
                last = place
            } else if isBlock, tokens[next].closesOrSeparates {
                result[next - 1].behind.append(comment.text)
            } else if isBlock, !endsLine {
                result[next].before.append(comment.text)
            } else {
                result[place - 1].atEnd.append(comment.text)
            }
        }
        return (result, following)
    }

    /// The token alone, with what stands on its line.
    var layout: Layout {
        let comments = before.map { $0 + " " }.joined()
        return .sequence(
            above.map { .commentAlone($0) } + [.text(comments + text + behind.map { " " + $0 }.joined())]
                + atEnd.map { .commentBehind($0) })
    }
}

extension Token {
    fileprivate var closesOrSeparates: Bool {
        guard case .symbol(let symbol) = kind else { return false }
        switch symbol {
        case .comma, .dot, .semicolon, .rightParenthesis, .rightBracket, .rightBrace: return true
        default: return false
        }
    }
}
