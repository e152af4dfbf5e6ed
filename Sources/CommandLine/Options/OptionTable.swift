/// One option of the command line.
struct Option {
    let name: String
    let short: String?
    /// What stands for its value in help; nil for a switch.
    let value: String?
    let help: String

    init(_ name: String, short: String? = nil, value: String? = nil, _ help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }

    static let all: [Option] = [
        Option("db", value: "PATH", "the store; else $ZHOL_DB, else ./graph.zhol"),
        Option("format", value: "FORMAT", "table, csv, tsv, json, jsonl, markdown, line, dl or nt"),
        Option("cite", "add the sources and the confidence of each answer"),
        Option("param", value: "NAME=VALUE", "a value for a parameter of the saved query; may be repeated"),
        Option("query", value: "NAME", "the saved query to run"),
        Option("limit", value: "N", "at most N rows"),
        Option("as-of", value: "DATE", "the world as it was at a date"),
        Option("min-confidence", value: "LEVEL", "low, medium or high: leave weaker evidence out"),
        Option("facts", value: "DIR", "where 'input' looks for files; else beside the program"),
        Option("out-dir", value: "DIR", "where 'output' writes files; else here"),
        Option("timeout", value: "TIME", "stop after 30s, 500ms or 2m"),
        Option("no-header", "no line with the names of the columns"),
        Option("fail-if-empty", "exit 1 where there are no answers"),
        Option("fail-if-any", "exit 1 where there are answers"),
        Option("as", value: "FORMAT", "the format of the files: dl, csv or tsv; of an export: dl or nt"),
        Option("keep-going", "leave bad rows out and report them"),
        Option("output", short: "o", value: "FILE", "write to a file"),
        Option("goal", value: "GOAL", "export what a goal with three columns finds"),
        Option("stats", "say on standard error how long it took"),
        Option("quiet", short: "q", "no messages but errors"),
        Option("no-color", "no colours"),
        Option("help", short: "h", "this text"),
        Option("version", "the version"),
    ]

    static func named(_ name: String) -> Option? { all.first { $0.name == name } }
}

/// One command of the command line.
struct Command {
    let name: String
    let arguments: String
    let summary: String
    let options: [String]
    let examples: [String]

    static let common = ["quiet", "no-color", "help"]
    private static let asking = [
        "db", "format", "cite", "limit", "as-of", "min-confidence", "timeout", "no-header", "fail-if-empty",
        "fail-if-any", "stats",
    ]

    static let all: [Command] = [
        Command(
            name: "repl", arguments: "", summary: "ask questions at a prompt (what zhol does without a command)",
            options: ["db"], examples: ["zhol --db graph.zhol"]),
        Command(
            name: "init", arguments: "[SCHEMA.dl …]", summary: "make a store, with these schemas", options: ["db"],
            examples: ["zhol init --db graph.zhol Schema/schema.dl"]),
        Command(
            name: "load", arguments: "FILE …",
            summary: "load facts, schema, rules and saved queries; '-' is standard input",
            options: ["db", "as", "keep-going", "stats"],
            examples: ["zhol load --db graph.zhol Schema/schema.dl Seeds/kazakhstan.dl"]),
        Command(
            name: "query", arguments: "'GOAL or program'", summary: "answer a question given as text", options: asking,
            examples: ["zhol query 'project(P), financed_by(P, cdb)'", "zhol query --cite 'owns(X, altyn_bank)'"]),
        Command(
            name: "run", arguments: "FILE.dl", summary: "answer the questions of a file, or one of its saved queries",
            options: asking + ["query", "param", "facts", "out-dir"],
            examples: ["zhol run Queries/elite_projects.dl --query elite_projects --param country=russia --cite"]),
        Command(
            name: "queries", arguments: "[DIR or FILE …]", summary: "list saved queries with their parameters",
            options: ["db"], examples: ["zhol queries Queries"]),
        Command(
            name: "check", arguments: "FILE …", summary: "parse, resolve and type-check; run nothing", options: ["db"],
            examples: ["zhol check Queries/elite_projects.dl"]),
        Command(
            name: "schema", arguments: "[NAME …]", summary: "show classes, relations and enumerations", options: ["db"],
            examples: ["zhol schema financed_by"]),
        Command(
            name: "info", arguments: "", summary: "sizes and counts of a store", options: ["db"],
            examples: ["zhol info --db graph.zhol"]),
        Command(
            name: "export", arguments: "", summary: "write everything, or what a goal with three columns finds",
            options: ["db", "output", "as", "goal"], examples: ["zhol export --as dl -o all.dl"]),
        Command(
            name: "help", arguments: "[COMMAND]", summary: "how a command is used", options: [],
            examples: ["zhol help run"]),
    ]

    /// Commands of the contract that this version does not have.
    static let planned = [
        "fmt", "parse", "audit", "log", "diff", "explain", "profile", "why", "why-not", "draw", "verify", "backup",
        "compact", "completions", "match",
    ]

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }

    /// The text of `zhol COMMAND --help`.
    var help: String {
        var text = "\(summary.prefix(1).uppercased())\(summary.dropFirst()).\n\n"
        text += "usage: zhol \(name)\(arguments.isEmpty ? "" : " " + arguments) [options]\n\noptions:\n"
        for name in options + Command.common { if let option = Option.named(name) { text += option.line } }
        if !examples.isEmpty { text += "\nexamples:\n" + examples.map { "  \($0)\n" }.joined() }
        return text
    }

    /// The text of `zhol help`.
    static var overview: String {
        var text =
            "zhol: a knowledge graph that answers with its sources\n\nusage: zhol COMMAND [options]\n\ncommands:\n"
        for command in all {
            text += "  " + padded(command.name, 10) + command.summary + "\n"
        }
        return text + "\n'zhol COMMAND --help' tells how each is used.\n"
    }
}

extension Option {
    fileprivate var line: String {
        let left = (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "")
        return "  " + padded(left, 28) + help + "\n"
    }
}

/// A text with spaces up to a width.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.unicodeScalars.count))
}
