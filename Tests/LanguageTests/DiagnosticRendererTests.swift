import Testing

@testable import Language

@Suite struct DiagnosticRendererTests {
    private func file(_ text: String, name: String = "t.dl") -> SourceFile { SourceFile(name: name, text: text) }

    /// The picture of an error at the first place of a word.
    private func picture(
        of word: String, in text: String, name: String = "t.dl", width: Int = 100, notes: [Diagnostic.Note] = []
    ) -> String {
        let source = file(text, name: name)
        let start = offset(of: word, in: source)
        let range = SourceRange(file: source, start: start, end: start + word.utf8.count)
        return DiagnosticRenderer(width: width).text(of: Diagnostic(.wrongType, "wrong", at: range, notes: notes))
    }

    private func offset(of word: String, in source: SourceFile) -> Int {
        let wanted = Array(word.utf8)
        return source.bytes.indices.first { source.bytes[$0...].starts(with: wanted) } ?? -1
    }

    @Test("the picture is the one of the contract")
    func contract() {
        let text = "\n\n\n?- project(P), financed_bye(P, A).\n"
        let source = file(text, name: "Queries/elite.dl")
        let start = offset(of: "financed_bye", in: source)
        let diagnostic = Diagnostic(
            .unknownRelation, "relation 'financed_bye' is not known; did you mean 'financed_by'?",
            at: SourceRange(file: source, start: start, end: start + 12))
        #expect(
            DiagnosticRenderer().text(of: diagnostic) == """
                error: relation 'financed_bye' is not known; did you mean 'financed_by'?
                  --> Queries/elite.dl:4:16
                   |
                 4 | ?- project(P), financed_bye(P, A).
                   |                ^^^^^^^^^^^^
                """)
    }

    @Test("the gutter is as wide as the number of the line", arguments: [9, 10, 99, 100, 1000])
    func gutter(line: Int) {
        let text = String(repeating: "\n", count: line - 1) + "bad(a)."
        let width = String(line).count
        let space = String(repeating: " ", count: width)
        #expect(
            picture(of: "bad", in: text) == """
                error: wrong
                \(space) --> t.dl:\(line):1
                \(space)  |
                 \(line) | bad(a).
                \(space)  | ^^^
                """)
    }

    @Test("tabs are expanded, so that the caret stands under its word")
    func tabs() {
        #expect(
            picture(of: "bad", in: "\ta,\tbad.") == """
                error: wrong
                  --> t.dl:1:5
                   |
                 1 |     a,  bad.
                   |         ^^^
                """)
    }

    @Test("wide characters count two columns, combining marks none")
    func wide() {
        #expect(
            picture(of: "bad", in: "霍尔果斯, bad.") == """
                error: wrong
                  --> t.dl:1:7
                   |
                 1 | 霍尔果斯, bad.
                   |           ^^^
                """)
        #expect(
            picture(of: "bad", in: "e\u{301}e\u{301}, bad.") == """
                error: wrong
                  --> t.dl:1:7
                   |
                 1 | e\u{301}e\u{301}, bad.
                   |     ^^^
                """)
        #expect(picture(of: "霍尔", in: "a(霍尔).").hasSuffix("|   ^^^^"))
    }

    @Test("control characters and marks that turn the direction of writing do not reach the terminal")
    func control() {
        let picture = picture(of: "bad", in: "a\u{1b}[31m\u{202e}b, bad.")
        #expect(!picture.contains("\u{1b}"))
        #expect(!picture.unicodeScalars.contains("\u{202e}"))
        #expect(picture.hasSuffix("|           ^^^"))
    }

    @Test("a long line is cut around what is meant")
    func longLine() {
        let long = String(repeating: "a", count: 300)
        #expect(
            picture(of: "bad", in: long + " bad " + long, width: 40) == """
                error: wrong
                  --> t.dl:1:302
                   |
                 1 | …aaaaaaaaaaaaaaaaa bad aaaaaaaaaaaaaaaa…
                   |                    ^^^
                """)
        #expect(
            picture(of: "bad", in: "bad " + long, width: 40) == """
                error: wrong
                  --> t.dl:1:1
                   |
                 1 | bad aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
                   | ^^^
                """)
        #expect(
            picture(of: "bad", in: long + " bad", width: 40) == """
                error: wrong
                  --> t.dl:1:302
                   |
                 1 | …aaaaaaaaaaaaaaaaa bad
                   |                    ^^^
                """)
    }

    @Test("the caret stands under its word wherever a long line is cut", arguments: 0..<120)
    func caretInLongLine(position: Int) {
        for filler in ["a", "霍", "\t"] {
            let text = String(repeating: filler, count: position) + "bad" + String(repeating: filler, count: 200)
            let lines = picture(of: "bad", in: text, width: 40).split(separator: "\n")
            let shown = lines[3]
            let column = shown.firstIndex(of: "b").map { DisplayWidth.columns(of: shown[..<$0]) }
            let caret = lines[4].firstIndex(of: "^").map { DisplayWidth.columns(of: lines[4][..<$0]) }
            #expect(column != nil && column == caret, "\(filler) \(position)\n\(lines.joined(separator: "\n"))")
            #expect(lines[4].hasSuffix(" ^^^"))
            #expect(DisplayWidth.columns(of: shown) <= 45)
        }
    }

    @Test("a range over several lines is marked to the end of its first")
    func severalLines() {
        let source = file("a(b,\n  c).")
        let range = SourceRange(file: source, start: 2, end: source.bytes.count)
        #expect(
            DiagnosticRenderer().text(of: Diagnostic(.wrongType, "wrong", at: range)) == """
                error: wrong
                  --> t.dl:1:3
                   |
                 1 | a(b,
                   |   ^^
                """)
    }

    @Test("an empty range has one caret, also at the end of the text", arguments: ["", "a", "a\n", "a\r\n"])
    func emptyRange(text: String) {
        let source = file(text)
        let range = SourceRange(file: source, start: source.bytes.count, end: source.bytes.count)
        let lines = DiagnosticRenderer().text(of: Diagnostic(.unexpectedEnd, "wrong", at: range)).split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines.last?.filter { $0 == "^" }.count == 1)
    }

    @Test("notes with a place are pictures, others lines; the gutter fits all")
    func notes() {
        let source = file(String(repeating: "\n", count: 9) + "first(a).")
        let place = SourceRange(file: source, start: 9, end: 14)
        let other = file("second(a).", name: "u.dl")
        let diagnostic = Diagnostic(
            .wrongArity, "wrong", at: SourceRange(file: other, start: 0, end: 6), severity: .warning,
            notes: [Diagnostic.Note("declared here", at: place), Diagnostic.Note("one name has one arity")])
        #expect(
            DiagnosticRenderer().text(of: [diagnostic]) == """
                warning: wrong
                   --> u.dl:1:1
                    |
                  1 | second(a).
                    | ^^^^^^
                note: declared here
                   --> t.dl:10:1
                    |
                 10 | first(a).
                    | ^^^^^
                    = note: one name has one arity

                """)
    }

    @Test("without a place there is the message alone; colours only where they are asked for")
    func plainAndColoured() {
        let diagnostic = Diagnostic(.missingFile, "wrong", at: nil)
        #expect(DiagnosticRenderer().text(of: diagnostic) == "error: wrong")
        #expect(
            DiagnosticRenderer(usesColor: true).text(of: diagnostic)
                == "\u{1b}[1;31merror\u{1b}[0m\u{1b}[1m: wrong\u{1b}[0m"
        )
        let warning = Diagnostic(.variableOnce, "wrong", at: nil, severity: .warning)
        #expect(DiagnosticRenderer(usesColor: true).text(of: warning).hasPrefix("\u{1b}[1;33mwarning"))
    }
}
