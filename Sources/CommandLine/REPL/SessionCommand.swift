import Formats

/// One command of the prompt. Help and completion are made from this table.
struct SessionCommand {
    enum Group: String, CaseIterable {
        case ask = "Ask"
        case look = "Look around"
        case store = "Change the store"
        case session = "This session"
    }

    /// What its words are, for completion.
    enum Words {
        case none
        case files
        case filesAndQueries
        case names
        case entities
        case words([String])
    }

    let name: String
    let group: Group
    let arguments: String
    let words: Words
    let summary: String
    let details: String

    init(
        _ name: String, _ group: Group, arguments: String = "", words: Words = .none, _ summary: String,
        details: String = ""
    ) {
        self.name = name
        self.group = group
        self.arguments = arguments
        self.words = words
        self.summary = summary
        self.details = details
    }

    static let all: [SessionCommand] = [
        SessionCommand(
            ":run", .ask, arguments: "QUERY or FILE.dl [QUERY] [p=v …]", words: .filesAndQueries,
            "answer a saved query, or a file of questions",
            details: "A query of this session or of the store by its name; of a file where one is named. "
                + "Parameters are given as name=value: ':run elite_projects country=russia'."),
        SessionCommand(":last", .ask, "show the last answers again, in the mode of now"),
        SessionCommand(
            ":export", .ask, arguments: "FILE", words: .files, "write the last answers to a file",
            details: "In the format of its ending: csv, tsv, json, jsonl, md, dl, nt or txt for a table. "
                + "To write the whole store: 'zhol export'."),
        SessionCommand(
            ":cite", .ask, arguments: "[on|off]", words: .words(["on", "off"]),
            "add sources, confidence and independent to answers",
            details: "Those of the best proof of each answer, and how many proofs share no source; ':help cite' tells "
                + "what they mean. Without a word it turns them on or off. ':why N' shows the proof itself."),
        SessionCommand(
            ":resolve", .ask, arguments: "[on|off]", words: .words(["on", "off"]),
            "take entities that 'same' says to be one for one",
            details:
                "Questions that follow see same(a, b) as one entity, under the first name of all. No fact is touched; "
                + "':help resolve' tells more."),
        SessionCommand(
            ":as-of", .ask, arguments: "[DATE|now]", words: .words(["now"]), "ask about the world as it was at a date",
            details: "Questions that follow see each stored relation as it was then; ':as-of now' ends it."),
        SessionCommand(
            ":why", .ask, arguments: "N or FACT [--all]", "prove a row of the last answer, or a fact",
            details:
                "The rules, and the statements and sources at the end of them: ':why 2', ':why owns(X, altyn_bank)'. "
                + "With --all up to ten proofs, the surest first. In the modes json and markdown as these."),
        SessionCommand(
            ":why-not", .ask, arguments: "FACT", "show what a missing fact lacks",
            details: "For each rule that could have given it, the first condition that fails."),
        SessionCommand(
            ":draw", .ask, arguments: "FILE [--why] [N or GOAL]", words: .files,
            "draw the graph of a goal, of the last question or of row N of its answers",
            details: "As svg, png, dot or graphml, by the ending: ':draw owners.svg owns(X, Y)'. With --why the proof: "
                + "each fact above what it rests on, as in ':draw proof.svg --why 2'."),
        SessionCommand(
            ":explain", .ask, arguments: "[GOAL]", "show how a question, or the last one, is answered",
            details: "The order in which literals are joined, with the rows to expect. Nothing is evaluated."),
        SessionCommand(
            ":profile", .ask, arguments: "[GOAL]", "answer it and show what that took",
            details: "As ':explain', with the rows and the time that it really took."),
        SessionCommand(
            ":schema", .look, arguments: "[NAME …]", words: .names,
            "classes, enumerations and relations; or all of some"),
        SessionCommand(":relations", .look, "the relations with how many triples they have"),
        SessionCommand(
            ":describe", .look, arguments: "ENTITY", words: .entities, "all that the store says of an entity",
            details: "With qualifiers, the time that a fact held and its sources. '←' marks facts that point to it."),
        SessionCommand(
            ":queries", .look, arguments: "[FILE or DIR …]", words: .files,
            "saved queries, of this session and the store or of files"),
        SessionCommand(":rules", .look, "rules and queries of this session"),
        SessionCommand(
            ":load", .store, arguments: "FILE …", words: .files, "load files into the store",
            details: "All of them or, where one fact does not fit, nothing. The store is made where there is none."),
        SessionCommand(
            ":save", .store, arguments: "[NAME …]", "keep the session's rules and queries in the store",
            details: "All of them, or those of some names."),
        SessionCommand(
            ":begin", .store, "gather changes until ':commit'",
            details: "Facts stated and withdrawn from then on are stored together, by ':commit', or not at all. "
                + "Questions see them already."),
        SessionCommand(":commit", .store, "store what was gathered since ':begin'"),
        SessionCommand(":rollback", .store, "forget what was gathered since ':begin'"),
        SessionCommand(
            ":mode", .session, arguments: "[FORMAT]", words: .words(Option.answerFormats), "how answers are shown",
            details: Option.answerFormats.joined(separator: ", ") + "."),
        SessionCommand(
            ":timing", .session, arguments: "[on|off]", words: .words(["on", "off"]), "tell how long each input took"),
        SessionCommand(":help", .session, arguments: "[COMMAND or TOPIC]", "this list, or more about one"),
        SessionCommand(":quit", .session, "leave; Ctrl-D does the same"),
    ]

    static func named(_ name: String) -> SessionCommand? { all.first { $0.name == name } }

    /// `:help`
    static var overview: String {
        var text = """
            A statement ends with a dot and may take several lines.
              ?- project(P), financed_by(P, cdb).     asks
              project(new_port).                      states a fact, and stores it
              -project(new_port).                     withdraws it
              reach(X, Y) :- owns(X, Y).              is a rule of this session

            Tab completes names, Ctrl-R searches what was typed before, Ctrl-C stops a
            question or drops a line, Ctrl-D leaves.


            """
        for group in Group.allCases {
            text += group.rawValue + "\n"
            for command in all where command.group == group {
                text += Help.line(command.usage, command.summary, indent: 2, column: 30)
            }
            text += "\n"
        }
        return text + "':help NAME' tells more of a command, ':help language' of the language.\n"
    }

    var usage: String { arguments.isEmpty ? name : name + " " + arguments }

    /// `:help NAME`
    var help: String {
        var text =
            usage + "\n"
            + Help.paragraph(summary.prefix(1).uppercased() + summary.dropFirst() + ".", indent: 4, first: 4)
        if !details.isEmpty { text += Help.paragraph(details, indent: 4, first: 4) }
        return text
    }
}
