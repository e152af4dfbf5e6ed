import Testing

@testable import Patterns

/// Patterns with texts in which they match, and texts in which they do not.
private let cases: [(pattern: String, matching: [String], other: [String])] = [
    ("", ["", "a"], []),
    ("abc", ["abc", "xxabcxx"], ["", "ab", "acb"]),
    ("^abc$", ["abc"], ["xabc", "abcx", "abc\n"]),
    ("^K.*z", ["Kyzylorda az", "Kz"], ["kz", " Kz", "K\nz"]),
    ("a|b|", ["", "a", "q"], []),
    ("^(ab|cd)+$", ["ab", "abcdab"], ["", "abc", "aab"]),
    ("^a?b*c+$", ["c", "abbc", "bccc"], ["", "ab", "aac"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
    ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
    ("^a{0}b$", ["b"], ["ab"]),
    ("^a{,2}$", ["a{,2}"], ["", "a", "aa"]),
    ("x{a", ["x{a"], ["xa"]),
    ("^(a*)*$", ["", "aaa"], ["b"]),
    ("^(a|b*)*?c$", ["c", "abbac"], ["abd"]),
    ("a.c", ["abc", "aқc", "a😀c"], ["ac", "a\nc"]),
    ("(?s)a.c", ["a\nc"], ["ac"]),
    ("^b$", ["b"], ["a\nb\nc"]),
    ("(?m)^b$", ["b", "a\nb\nc", "b\na", "a\nb"], ["ab\nc"]),
    ("\\Ab\\z", ["b"], ["a\nb"]),
    ("(?m)\\Ab\\z", ["b"], ["a\nb"]),
    ("[a-c]", ["xbx"], ["xdx", ""]),
    ("^[^a-c]$", ["d", "\n", "қ"], ["b", "dd"]),
    ("^[]a]$", ["]", "a"], ["b"]),
    ("^[^]a]$", ["b"], ["]", "a"]),
    ("^[a-]$", ["a", "-"], ["b"]),
    ("^[a\\]b]$", ["]", "a"], ["\\"]),
    ("^[\\d,]+$", ["1,2"], ["1.2"]),
    ("^[[:alpha:]_]+$", ["ab_c"], ["ab1", "қ"]),
    ("^[[:^digit:]]+$", ["ab", "қ"], ["a1"]),
    ("^[^\\D]+$", ["12"], ["a"]),
    ("^\\d+$", ["2016"], ["", "20a", "٣"]),
    ("^\\w+$", ["Khorgos_1", "Қорғас", "中"], ["a-b", ""]),
    ("^\\W$", ["-", " "], ["a", "қ", "_"]),
    ("^\\s+$", [" \t\n", "\u{a0}"], ["a"]),
    ("^\\S+$", ["a-b"], ["a b"]),
    ("\\bsteel\\b", ["steel", "a steel mill", "(steel)"], ["steels", "mysteel"]),
    ("\\bқор\\b", ["бұл қор еді"], ["қорғас"]),
    ("\\Bee\\B", ["steel"], ["see", "ee"]),
    ("^\\p{L}+$", ["abcҚ中"], ["a1"]),
    ("^\\pL\\PL$", ["a1"], ["ab"]),
    ("^\\p{Lu}\\p{Ll}+$", ["Қазақ", "Astana"], ["қазақ", "ASTANA"]),
    ("^\\p{Cyrillic}+$", ["Қорғас", "Самрук"], ["Samruk", "Қ1"]),
    ("^\\p{Latin}+$", ["Şymkent"], ["Қ", "µ"]),
    ("^\\p{Han}+$", ["中国"], ["Zhongguo"]),
    ("^\\p{^Lu}$", ["a"], ["A"]),
    ("(?i)khorgos", ["KHORGOS Gateway", "Khorgos"], ["Khorgas"]),
    ("(?i)қорғас", ["ҚОРҒАС", "Қорғас"], ["Коргас"]),
    ("(?i)^[a-c]+$", ["AbC"], ["D"]),
    ("(?i)^[^k]$", ["a"], ["k", "K", "\u{212a}"]),
    ("(?i)straße", ["STRA\u{1e9e}E"], ["strasse"]),
    ("(?i)^Σ$", ["σ", "ς"], ["s"]),
    ("(?i)^i$", ["I"], ["\u{131}", "\u{130}"]),
    ("a(?i)b", ["ab", "aB"], ["Ab"]),
    ("(?i:a)b", ["Ab"], ["aB"]),
    ("(?i)a(?-i)b", ["Ab"], ["aB"]),
    ("(?i)a|b", ["B"], ["c"]),
    ("(a(?i)b)c", ["aBc"], ["aBC"]),
    ("(?P<name>a)(?<other>b)(?:c)", ["abc"], ["ab"]),
    ("a+?b*?c??", ["a"], ["b"]),
    ("\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\$\\\\", [".*+?()[]{}|^$\\"], [""]),
    ("\\x41\\x{49B}\\t\\n", ["Aқ\t\n"], ["A"]),
    ("^\\-\\/\\ $", ["-/ "], [""]),
    ("a$b|^c", ["c"], ["ab", "a\nb"]),
    ("^$", [""], ["a", "\n"]),
    ("(|a)+b", ["b", "aab"], ["a"]),
]

@Suite struct PatternTests {
    @Test("a pattern is found where it matches, and only there", arguments: cases)
    func search(pattern: String, matching: [String], other: [String]) throws {
        let compiled = try Pattern(pattern)
        // Twice: what the first search keeps must not change the second.
        for _ in 0..<2 {
            for text in matching { #expect(compiled.matches(text), "\(pattern) in \(text.debugDescription)") }
            for text in other { #expect(!compiled.matches(text), "\(pattern) in \(text.debugDescription)") }
        }
    }

    @Test(
        "what is no pattern is refused, with the place",
        arguments: [
            ("a(b", "this group is not closed: ')' is missing", 1..<2),
            ("a)b", "this ')' closes no group; as a character it is written \\)", 1..<2),
            ("[a-", "this class is not closed: ']' is missing", 0..<1),
            ("x[]", "this class is not closed: ']' is missing", 1..<2),
            ("[z-a]", "a range in a class goes from a lower character to a higher one, as in [a-z]", 1..<4),
            ("[\\d-z]x[z-\\d]", "a range in a class goes from a lower character to a higher one, as in [a-z]", 8..<12),
            ("*a", "there is nothing before '*' to repeat; as a character it is written \\*", 0..<1),
            ("a|+", "there is nothing before '+' to repeat; as a character it is written \\+", 2..<3),
            ("a**", "what is repeated cannot be repeated once more; put it in a group: (?:…)", 1..<3),
            ("a{2}{3}", "what is repeated cannot be repeated once more; put it in a group: (?:…)", 1..<7),
            ("a{3,2}", "the second number of a repetition is not less than the first", 1..<6),
            ("a{1001}", "a part is repeated at most 1000 times", 1..<7),
            ("қ\\", "a backslash at the end of a pattern stands for nothing", 1..<2),
            ("\\q", "there is no escape \\q in a pattern", 0..<2),
            ("(a)\\1", "there is no reference back to a group, for it cannot be done in linear time", 3..<5),
            ("(?=a)", "there is no looking ahead, for it cannot be done in linear time", 0..<3),
            ("(?!a)", "there is no looking ahead, for it cannot be done in linear time", 0..<3),
            ("(?<=a)", "there is no looking behind, for it cannot be done in linear time", 0..<4),
            ("(?<!a)", "there is no looking behind, for it cannot be done in linear time", 0..<4),
            ("(?x)a", "the flags of a group are i, m, s and U, as in (?i)", 0..<3),
            ("(?i", "this group is not closed: ')' is missing", 0..<3),
            ("(?P=a)", "a named group is written (?P<name>…)", 0..<4),
            ("(?P<>a)", "a named group is written (?P<name>…)", 0..<4),
            ("\\x{110000}", "a character by its number is written \\x2F or \\x{1F600}", 0..<10),
            ("\\p{Lu", "this property is not closed: '}' is missing", 0..<5),
            ("[[:alfa:]]", "there is no class [:alfa:]; there are [:alpha:], [:digit:], [:space:] and others", 1..<9),
        ])
    func malformed(pattern: String, message: String, range: Range<Int>) {
        #expect(throws: PatternError(message: message, range: range)) { _ = try Pattern(pattern) }
    }

    @Test("an unknown property is refused with those that exist")
    func unknownProperty() {
        let error = #expect(throws: PatternError.self) { _ = try Pattern("\\p{Kazakh}") }
        #expect(error?.message.hasPrefix("there is no property 'Kazakh'; there are categories such as L, Lu") == true)
        #expect(error?.range == 0..<10)
    }

    @Test(
        "a pattern that is too large, written out, is refused at once",
        arguments: [
            "((a{1000}){1000}){1000}", "((((){1000}){1000}){1000}){1000}", "(a{100}){100}",
            String(repeating: "a", count: 2_049),
            String(repeating: "(", count: 101) + String(repeating: ")", count: 101),
            String(repeating: "a{1000}", count: 6),
        ])
    func tooLarge(pattern: String) {
        #expect(throws: PatternError.self) { _ = try Pattern(pattern) }
    }

    @Test(
        "patterns that make backtracking engines take exponential time take little",
        arguments: [
            ("^(a+)+$", "a"), ("^(a|aa)+$", "a"), ("(a*)*b", "a"), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
            ("(x+x+)+y", "x"), ("^(.*)*.*.*.*=.*$", "x"), ("(a?){500}a{500}$", "a"),
        ])
    func hostile(pattern: String, piece: String) throws {
        let compiled = try Pattern(pattern)
        let text = String(repeating: piece, count: 3_000) + "!"
        #expect(!compiled.matches(text))
    }

    @Test("memory stays bounded where a text has a new state for each character")
    func manyStates() throws {
        // The states of this pattern are the last hundred places of a's: as many as there are texts.
        let compiled = try Pattern("a.{100}b$")
        var random = SystemRandomNumberGenerator()
        var text = ""
        for _ in 0..<6_000 { text += Bool.random(using: &random) ? "a" : "c" }
        #expect(!compiled.matches(text))
        let end = String(repeating: "c", count: 100) + "b"
        #expect(compiled.matches(text + "a" + end))
        #expect(!compiled.matches(text + "c" + end))
    }

    @Test("a text in many scripts gives a class to each scalar that the pattern tells apart")
    func manyClasses() throws {
        let letters = (0x4e00..<0x4e00 + 1_500).compactMap { Unicode.Scalar($0) }
        let text = String(String.UnicodeScalarView(letters))
        let compiled = try Pattern("^" + text + "$")
        #expect(compiled.matches(text))
        #expect(!compiled.matches(String(text.dropLast())))
        #expect(!compiled.matches(text + "x"))
    }
}
