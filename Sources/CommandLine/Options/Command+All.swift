/// The commands of the command line.
extension Command {
    /// Options that every command takes.
    static let common = ["quiet", "no-color", "help"]
    private static let showing = ["format", "no-header", "no-pager"]
    private static let asking =
        ["db"] + showing + [
            "cite", "why", "all", "min-confidence", "as-of", "without-source", "resolve", "diff", "limit", "timeout",
            "memory",
            "threads", "facts", "out-dir",
            "fail-if-empty", "fail-if-any", "stats", "plain",
        ]
    private static let planning = [
        "db", "format", "query", "param", "min-confidence", "as-of", "without-source", "resolve", "limit", "timeout",
        "memory", "threads", "facts", "plain",
    ]
    private static let many = 0...Int.max

    static let all: [Command] = [
        Command(
            "repl", .ask, "ask at a prompt; what zhol does without a command",
            details: "On a terminal: a prompt with history and completion; ':help' there lists its commands. "
                + "From a pipe: each statement is done in turn; one that fails does not stop the next, "
                + "and the exit code is then that of the last failure.",
            options: ["db", "bail"] + showing,
            examples: [
                ("zhol --db graph.zhol", "a prompt on a store"),
                ("zhol --db graph.zhol --bail <changes.dl", "a script of facts and questions"),
            ]),
        Command(
            "query", .ask, arguments: "'GOAL or program'", takes: 1...1, "answer a question given as text",
            details: "The text is a goal, with or without '?-' and the final dot, or a whole program with facts, rules "
                + "and questions. Single quotes keep a shell from reading it.",
            options: asking,
            examples: [
                ("zhol query 'project(P), financed_by(P, cdb)'", "who and what"),
                ("zhol query --cite 'owns(X, altyn_bank) {share: S}'", "with the sources of each answer"),
                ("zhol query 'lender(L, B) select B, count as n order by n desc limit 5'", "the largest lenders"),
            ]),
        Command(
            "run", .ask, arguments: "[FILE.dl]", takes: 0...1, words: .files,
            "answer the questions of a file, or one of its saved queries",
            details: "A file that asks nothing and has one saved query runs that one. Without a store named or found, "
                + "the program runs on its own facts. Without a file, '--query' names a saved query of the store.",
            options: asking + ["query", "param"],
            examples: [
                ("zhol run Queries/elite_projects.dl", "its saved query, with the defaults"),
                (
                    "zhol run Queries/elite_projects.dl --query elite_projects --param country=russia --cite",
                    "one by name, with a parameter"
                ),
            ]),
        Command(
            "why", .ask, arguments: "'FACT' [FILE.dl …]", takes: 1...Int.max, words: .files,
            "prove a fact: the rules, and the statements and sources at the end of them",
            details:
                "The best proof: of those with the surest facts the smallest. With variables, each answer is proved "
                + "('--limit', else 10). The rules are those of the store and of the files; what the files ask is left out. "
                + "A tree, or with '--format markdown' numbered sentences with footnotes, or json (Docs/proofs.md). "
                + "A fact that does not hold: exit code 1.",
            options: [
                "db", "all", "format", "min-confidence", "as-of", "without-source", "resolve", "limit", "timeout",
                "memory", "facts", "no-pager",
            ],
            examples: [
                ("zhol why 'owns(X, altyn_bank)'", "who says so"),
                ("zhol why 'elite_link(P, timur_kulibayev, C)' Queries/elite_projects.dl", "by the rules of a file"),
                ("zhol why --format markdown 'parent(atf_bank, X)' Queries/rules/control.dl", "for a report"),
            ]),
        Command(
            "why-not", .ask, arguments: "'FACT' [FILE.dl …]", takes: 1...Int.max, words: .files,
            "show what a missing fact lacks",
            details:
                "For each rule that could have given it: the literals that hold together, and the first one that fails, "
                + "with the facts that would be needed; and facts of its relation that differ in one place. "
                + "A fact that does hold: exit code 1.",
            options: [
                "db", "format", "min-confidence", "as-of", "without-source", "resolve", "timeout", "memory", "facts",
                "no-pager",
            ],
            examples: [
                ("zhol why-not 'owns(cosco_shipping, altyn_bank)'", "what is stored that is near"),
                ("zhol why-not 'controlled_from(ktz, china)' Queries/rules/control.dl", "by the rules of a file"),
            ]),
        Command(
            "draw", .ask, arguments: "'GOAL' [FILE.dl …]", takes: 1...Int.max, words: .files,
            "draw the graph of answers, or of their proofs",
            details:
                "Entities and the relations between them that the goal found; with '--why' each fact above what it "
                + "rests on. The ending of the file tells the format: svg, dot, graphml, or png where Graphviz is installed.",
            options: [
                "db", "output", "why", "min-confidence", "as-of", "without-source", "resolve", "limit", "timeout",
                "memory",
                "facts",
            ],
            examples: [
                ("zhol draw 'owns(X, Y)' -o owners.svg", "who owns whom"),
                ("zhol draw --why 'parent(atf_bank, X)' Queries/rules/control.dl -o parent.svg", "a proof"),
            ]),
        Command(
            "report", .ask, arguments: "FILE.dl", takes: 1...1, words: .files,
            "answer every query of a file as a report in Markdown, with charts and numbered sources",
            details: "Each file that is included and asks is a section; '%%' lines at its start are title and "
                + "introduction. A query whose first column is 'verdict' gives the section's verdict. A line "
                + "'chart: line year usd by partner' (or bar) above a query draws its columns. With -o, into a folder "
                + "with the charts beside the text; else the text alone goes to standard output.",
            options: [
                "db", "output", "min-confidence", "as-of", "resolve", "limit", "timeout", "memory", "threads", "facts",
            ],
            examples: [
                ("zhol report Queries/report.dl -o report", "report/report.md and its charts"),
                ("zhol report Queries/claims/c01_trade.dl", "one section, without charts"),
            ]),
        Command(
            "explain", .ask, arguments: "'GOAL' or FILE.dl", takes: 1...1, words: .files,
            "show how a question would be answered",
            details:
                "Strata from the bottom up; for each rule its literals in the order in which they are joined, with "
                + "the rows to expect for each row before. Nothing is evaluated: what rules derive counts as large.",
            options: planning, examples: [("zhol explain 'project(P), financed_by(P, cdb)'", "the plan")]),
        Command(
            "profile", .ask, arguments: "'GOAL' or FILE.dl", takes: 1...1, words: .files,
            "answer a question and show what that took",
            details:
                "As explain, with the rows, rounds, time and memory that it really took, and the estimate that was "
                + "furthest off.",
            options: planning,
            examples: [
                ("zhol profile Queries/elite_projects.dl", "where the time goes"),
                ("zhol profile --format json 'project(P)'", "the same for a program to read"),
            ]),
        Command(
            "init", .store, arguments: "[SCHEMA.dl …]", takes: many, words: .files, "make a store, with these schemas",
            details: "A file that is there already is left alone, with exit code 2.",
            options: ["db"], examples: [("zhol init --db graph.zhol Schema/schema.dl", "an empty store with a schema")]),
        Command(
            "load", .store, arguments: "FILE …", takes: 1...Int.max, words: .files,
            "load facts, schema, rules and saved queries",
            details: "All files are one transaction: where one fact does not fit, nothing of the load is kept. "
                + "The store is made where it is missing. '-' is standard input and needs --as. Each file may be packed "
                + "with gzip or Zstandard. Docs/loading.md tells what each format means.",
            options: ["db", "as", "map", "separator", "dry-run", "keep-going", "report", "memory", "stats"],
            examples: [
                ("zhol load --db graph.zhol Schema/schema.dl Seeds/kazakhstan.dl", "schema and facts"),
                ("zhol load --db graph.zhol graph.nt.gz", "RDF, packed"),
                ("zhol load --map aid.map --dry-run aid.csv", "what a table would give"),
                ("curl -s https://example.org/g.ttl | zhol load --as ttl -", "from a pipe"),
            ]),
        Command(
            "export", .store, "write everything, or what a goal with three columns finds",
            details:
                "As dl with the schema, qualifiers and evidence, so that a load gives the same store; as jsonl all "
                + "facts; Docs/loading.md tells what the other formats hold. Without --as the ending of the file decides.",
            options: ["db", "output", "as", "goal"],
            examples: [
                ("zhol export -o all.dl", "the whole store"),
                ("zhol export --as nt --goal 'owns(X, Y), P = owns select X, P, Y'", "some of it, as N-Triples"),
            ]),
        Command(
            "schema", .store, arguments: "[NAME …]", takes: many, "show classes, relations and enumerations",
            details: "On a terminal an overview, or all of the names given; in a pipe, and with --format dl, the "
                + "declarations as they can be loaded.",
            options: ["db"] + showing,
            examples: [
                ("zhol schema", "an overview"), ("zhol schema financed_by", "one relation, with what it means"),
            ]),
        Command(
            "info", .store, "sizes and counts of a store",
            details: "While another process reads a moment of the store, pages that were used then stay: a reader that "
                + "never ends makes the file grow. The oldest is named.",
            options: ["db"] + showing,
            examples: [("zhol info --db graph.zhol", "one line for each"), ("zhol info --format json", "for a script")]),
        Command(
            "log", .store, arguments: "[TRANSACTION]", takes: 0...1,
            "what was stored when; or all that one transaction did",
            details: "The newest first. With a number, each fact that the transaction added ('+') and withdrew ('-'), "
                + "with its evidence. What a source says anew replaces what it said before, which is shown as withdrawn.",
            options: ["db"] + showing + ["limit", "fail-if-empty", "fail-if-any"],
            examples: [("zhol log --limit 10", "the last ten"), ("zhol log 17", "what the seventeenth did")]),
        Command(
            "diff", .store, arguments: "A B ['GOAL']", takes: 2...3, "what two moments of the store differ in",
            details: "A and B are numbers of transactions, dates or 'now'. Without a goal: the facts lost ('-') and "
                + "gained ('+') from A to B. With one: its answers, each with the changed facts to blame, those "
                + "without whose change it would be as before; none where several did it together.",
            options: ["db"] + showing + [
                "min-confidence", "without-source", "resolve", "timeout", "fail-if-empty", "fail-if-any",
            ],
            examples: [
                ("zhol diff 16 now", "the facts"),
                ("zhol diff 2026-01-01 now 'owns(X, altyn_bank)'", "the answers of a goal"),
            ]),
        Command(
            "audit", .store, arguments: "[FILE …]", takes: many, words: .files,
            "check everything stored against the schema and every 'deny'",
            details:
                "Finds two values of a 'one' relation at a time, missing 'required' values, entities of 'disjoint' "
                + "classes, periods that end before they start, shares over 100 %, cycles of ownership, wrong classes "
                + "and types, facts without a source, and what each 'deny' of the store and the files finds: each "
                + "violation with its sources. Exits with 1 if there is any. In csv, tsv and json the violations of all "
                + "checks are one table.",
            options: ["db"] + showing + ["facts", "as-of", "min-confidence", "without-source", "resolve", "timeout"],
            examples: [
                ("zhol audit", "the checks of the schema and of the store"),
                ("zhol audit Queries/audit.dl", "those of a file too"),
            ]),
        Command(
            "match", .store, arguments: "[CLASS]", takes: 0...1,
            "propose entities that may be the same, by their names",
            details:
                "Compares labels in every language and the names of entities: across Kazakh and Russian in Cyrillic "
                + "and Latin letters, in another order of words, with initials for first names, without legal forms. "
                + "Each candidate has a score and the reason. With --format dl they are facts of 'same' with a "
                + "confidence: read them, take out what is wrong, load the rest, and ask with --resolve.",
            options: ["db", "min-score", "limit"] + showing + ["fail-if-empty", "fail-if-any"],
            examples: [
                ("zhol match person", "persons with two names"),
                ("zhol match --min-score 0.85 --format dl >same.dl", "candidates to review and to load"),
            ]),
        Command(
            "verify", .store, "check that a store is sound: every page, block, count and reference",
            details:
                "The exit code is 1 where it is not; what is wrong is listed. Others may read and write meanwhile.",
            options: ["db"] + showing, examples: [("zhol verify --db graph.zhol", "before a backup is trusted")]),
        Command(
            "backup", .store, arguments: "DEST", takes: 1...1, words: .files,
            "copy a store as it is now, while others read and write it",
            details: "The copy appears when it is complete. A file that is there already is left alone.",
            options: ["db"], examples: [("zhol backup --db graph.zhol /backup/graph.zhol", "")]),
        Command(
            "compact", .store, "write a store anew without free pages",
            details: "Nobody else may have it open. The history stays, but for what --forget-before names.",
            options: ["db", "forget-before"],
            examples: [
                ("zhol compact", "all is kept"),
                ("zhol compact --forget-before 2026-01-01", "and what it held before then is forgotten"),
            ]),
        Command(
            "upgrade", .store, arguments: "[STORE]", takes: 0...1, words: .files,
            "write a store of an older zhol anew, in the format of this one",
            details:
                "Facts, history and declarations stay. The store as it was is kept beside the new one, as "
                + "STORE.format1 where that was its format; with -o it is left alone. The new one is checked before it "
                + "appears, and whatever fails leaves all as it was. Nobody else may have the store open, but with -o.",
            options: ["db", "output"],
            examples: [
                ("zhol upgrade graph.zhol", "and graph.zhol.format1 is the old one"),
                ("zhol upgrade old.zhol -o new.zhol", "a store beside the old one"),
            ]),
        Command(
            "queries", .files, arguments: "[DIR or FILE …]", takes: many, words: .files,
            "list saved queries with what they mean and their parameters",
            details: "Of files and of the files in folders; without any, of the store.",
            options: ["db"] + showing,
            examples: [("zhol queries Queries", "all of a folder"), ("zhol queries", "those kept in the store")]),
        Command(
            "check", .files, arguments: "FILE …", takes: 1...Int.max, words: .files,
            "parse, resolve and type-check; run nothing",
            details: "Each file is checked by itself, with what it includes, against the schema of the store where one "
                + "is named or found, and that of '--schema'. A folder stands for the .dl files below it. Of files with facts in other formats "
                + "it is checked whether they can be read.",
            options: ["db", "as", "schema"],
            examples: [
                ("zhol check Queries", "every file below a folder"),
                (
                    "zhol check --schema Schema/aiddata.dl Queries",
                    "without a store, or for another schema than its own"
                ),
            ]),
        Command(
            "parse", .files, arguments: "FILE", takes: 1...1, words: .files,
            "show the syntax tree of a program as JSON, or the program of a tree",
            details: "Docs/syntax-tree.md describes the form. '-' is standard input.",
            options: ["json", "from-json"],
            examples: [
                ("zhol parse --json Queries/elite_projects.dl", "every statement, with its place"),
                ("zhol parse --from-json tree.json", "the text of the program, in canonical layout"),
            ]),
        Command(
            "fmt", .files, arguments: "FILE …", takes: 1...Int.max, words: .files,
            "give programs their canonical layout",
            details:
                "Only space changes: every comment stays, and the meaning. A folder stands for the .dl files below "
                + "it, '-' for standard input. A file that is wrong is left as it is, and its mistakes are reported.",
            options: ["check"],
            examples: [
                ("zhol fmt Queries", "every file below a folder, in place"),
                ("zhol fmt --check Queries", "list the files that are not formatted, for scripts"),
            ]),
        Command(
            "help", .other, arguments: "[COMMAND or TOPIC]", takes: 0...1, words: .words(Topic.all.map(\.name)),
            "how a command is used, or about a topic", options: [],
            examples: [("zhol help run", "a command"), ("zhol help language", "the language on a page")]),
        Command(
            "completions", .other, arguments: "bash|zsh|fish", takes: 1...1, words: .words(["bash", "zsh", "fish"]),
            "a script that completes zhol's words in a shell", options: [],
            examples: [
                ("eval \"$(zhol completions bash)\"", "in ~/.bashrc"),
                ("zhol completions zsh >\"${fpath[1]}/_zhol\"", "once"),
                ("zhol completions fish >~/.config/fish/completions/zhol.fish", "once"),
            ]),
    ]
}
