/// One command of the command line. Help, parsing and the completions of shells are all made from `Command.all`.
struct Command {
    /// Under which heading `zhol help` lists it.
    enum Group: String, CaseIterable {
        case ask = "Ask"
        case store = "Stores"
        case files = "Files of the language"
        case other = "Help"
    }

    /// What its words are, for completion.
    enum Words {
        case none
        case files
        case words([String])
    }

    let name: String
    let group: Group
    /// What follows the name in a line of usage.
    let arguments: String
    /// How many words it takes.
    let count: ClosedRange<Int>
    let words: Words
    let summary: String
    /// Sentences that say more than the summary.
    let details: String
    let options: [String]
    /// Command lines, with what each does.
    let examples: [(line: String, note: String)]

    init(
        _ name: String, _ group: Group, arguments: String = "", takes count: ClosedRange<Int> = 0...0,
        words: Words = .none, _ summary: String, details: String = "", options: [String],
        examples: [(line: String, note: String)]
    ) {
        self.name = name
        self.group = group
        self.arguments = arguments
        self.count = count
        self.words = words
        self.summary = summary
        self.details = details
        self.options = options
        self.examples = examples
    }

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }
}
