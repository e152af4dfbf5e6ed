import Formats
import Zhol

/// One option of the command line. Help, parsing and the completions of shells are all made from this table.
struct Option {
    /// What a value is, for completion.
    enum Values {
        case free
        case files
        case folders
        case words([String])
    }

    let name: String
    let short: String?
    /// What stands for its value in help; nil for a switch.
    let value: String?
    let values: Values
    let help: String
    /// Left out of a command's list of options, but for `zhol help advanced`.
    let isAdvanced: Bool

    init(
        _ name: String, short: String? = nil, value: String? = nil, takes values: Values = .free,
        advanced: Bool = false,
        _ help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.values = values
        self.help = help
        isAdvanced = advanced
    }

    static let answerFormats = AnswerFormat.allCases.map(\.rawValue)
    static let inputFormats = ["dl", "nt", "nq", "ttl", "trig", "csv", "tsv", "jsonl"]
    static let exportFormats = ExportFormat.allCases.map(\.rawValue)

    static let all: [Option] = [
        Option("db", value: "PATH", takes: .files, "the store; else $ZHOL_DB, else ./graph.zhol"),
        Option(
            "schema", value: "FILE", takes: .files,
            "check against this schema, too; may be given for several files"),
        Option("query", value: "NAME", "the saved query to answer"),
        Option(
            "param", value: "NAME=VALUE", "a value for a parameter of the saved query; may be given for each of them"),
        Option(
            "format", value: "FORMAT", takes: .words(answerFormats),
            "how answers are written: \(answerFormats.joined(separator: ", ")); "
                + "else table on a terminal and tsv in a pipe"),
        Option("cite", "add the columns sources, confidence and independent to each answer"),
        Option("why", "prove each answer below the table"),
        Option("all", "further proofs of each answer too, up to ten"),
        Option(
            "min-confidence", value: "LEVEL", takes: .words(["low", "medium", "high"]),
            "answer as if evidence weaker than low, medium or high were not there"),
        Option("as-of", value: "DATE", "the world as it was at a date: 2016, 2016-05 or 2016-05-10"),
        Option(
            "without-source", value: "SOURCE",
            "answer as if a source had stated nothing; may be given for several sources"),
        Option("resolve", "take entities that 'same' says to be one for one, under the first by name"),
        Option(
            "diff",
            "show only what 'what if', 'without source', another time or '--min-confidence' gains ('+') and loses ('-') "
                + "against the graph; what else is given holds for both sides"),
        Option("min-score", value: "SCORE", "candidates from a score on, between 0 and 1; else 0.8"),
        Option("limit", value: "N", "at most N rows of each answer"),
        Option("timeout", value: "TIME", "stop after a time: 30s, 500ms, 2m; exit code 75"),
        Option(
            "memory", value: "SIZE",
            "stop before more memory is used: 512M, 4G; exit code 75; a load goes on with files beside the store"),
        Option("threads", value: "N", "threads to evaluate with; the answers do not depend on it"),
        Option("facts", value: "DIR", takes: .folders, "where 'input' looks for its files"),
        Option(
            "out-dir", value: "DIR", takes: .folders,
            "where 'output' writes; with csv, tsv or json also a file for each of several answers"),
        Option("no-header", "leave the names of the columns out of csv, tsv and table"),
        Option("fail-if-empty", "exit with 1 where there are no answers"),
        Option("fail-if-any", "exit with 1 where there are answers"),
        Option("stats", "say on standard error how many rows it were and how long it took"),
        Option("plain", advanced: true, "evaluate without any optimisation, to compare"),
        Option(
            "as", value: "FORMAT", takes: .words(inputFormats + ["dot", "graphml"]),
            "the format of the files, where their ending does not tell it: \(inputFormats.joined(separator: ", ")); "
                + "of an export also dot or graphml"),
        Option("map", value: "FILE", takes: .files, "what the columns of a CSV or TSV file mean"),
        Option(
            "separator", value: "SIGN", takes: .words([",", ";", "|", "tab"]),
            "what stands between the fields of CSV; else what its first line shows"),
        Option("dry-run", "check everything, show the first facts of each file, and write nothing"),
        Option("keep-going", "keep the good facts and report the bad ones, instead of keeping none"),
        Option("report", value: "FILE", takes: .files, "with --keep-going, where the bad ones are listed, as TSV"),
        Option(
            "output", short: "o", value: "FILE", takes: .files,
            "write to a file; it is replaced when all is written. Of a report, the folder"),
        Option("json", "write the syntax tree as JSON; this is what is done without it, too"),
        Option("from-json", "the other way round: read the JSON form, and write the program"),
        Option("check", "change nothing: list the files that are not formatted, and exit with 1 if there are any"),
        Option("goal", value: "GOAL", "export what a goal with three columns finds, and not everything"),
        Option(
            "forget-before", value: "WHEN",
            "forget what transactions before this one, or before a date, changed; the facts stay"),
        Option("bail", "in a script on standard input, stop at the first mistake"),
        Option("no-pager", "never show long answers in a pager"),
        Option("quiet", short: "q", "no messages but errors"),
        Option("no-color", "no colours; $NO_COLOR does the same"),
        Option("help", short: "h", "how the command is used"),
        Option("version", "the version"),
    ]

    static func named(_ name: String) -> Option? { all.first { $0.name == name } }

    /// `-o, --output FILE`
    var usage: String { (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "") }
}
