/// A page of help that belongs to no command.
struct Topic {
    let name: String
    let summary: String
    let text: String

    static func named(_ name: String) -> Topic? { all.first { $0.name == name } }

    static let all: [Topic] = general.prefix(1) + evidence + general.dropFirst()

    private static let general: [Topic] = [
        Topic(
            name: "language", summary: "facts, rules and questions on a page",
            text: """
                The language on a page; Docs/language.md has the whole of it.

                  Names        khorgos_gateway  'Фонд Самрук'  wd:Q1  <https://example.org/x>
                  Variables    an uppercase first letter: Project;  _ is any value
                  Values       "text"  42  12.75  1e9  2016-05-10  2016-05  true

                Facts end with a dot; what stands in braces qualifies them.
                  project(khorgos_gateway).
                  owns(alpha, beta) {share: 51, from: 2019-05, source: doc12}.

                Rules say what follows: ',' is and, ';' is or, 'not' is not.
                  reach(X, Y) :- owns(X, Y).
                  reach(X, Z) :- reach(X, Y), owns(Y, Z).
                  unsourced(P) :- project(P), not financed_by(P, _).

                Questions start with '?-'; each variable is a column.
                  ?- project(P), financed_by(P, cdb).
                  ?- owns(X, altyn_bank) {share: S}, S > 20.
                  ?- owns+(X, altyn_bank).                       any number of steps
                  ?- project(P), optional (label(P, L)).         L may be none
                  ?- lender(L, B), amount(L, V)
                     select B, sum(V) as total, count as loans
                     order by total desc limit 10.
                  ?- holds_office(X, O) as of 2016-01-01.
                  ?- owns(X, altyn_bank) without source doc12.
                  what if { owns(beta, delta). } ?- owns+(alpha, X).
                '--diff' shows what the last two change. 'same(a, b).' says that two names
                are of one thing; '--resolve' answers them as one.

                Saved queries have a name, parameters and documentation.
                  %% Projects that a bank pays for.
                  query paid_by($bank: bank = cdb) ?- project(P), financed_by(P, $bank).

                """),
        Topic(
            name: "formats", summary: "how answers are written and files are read",
            text: """
                Formats of answers (--format, ':mode' at the prompt)

                  table      boxes, fitted to the terminal (the default there)
                  csv        RFC 4180 with a header; lines end with a line feed
                  tsv        a header; tab, newline and backslash as \\t, \\n, \\\\
                             (the default in a pipe)
                  json       one array of objects; numbers and truth values as such
                  jsonl      one object a line
                  markdown   a table for a report
                  line       a line for each column: for rows that are wide
                  dl         facts, as the language reads them
                  nt         N-Triples; for answers of three columns

                An entity prints as its name, a string as its text (quoted in dl and
                nt), a date in ISO form with the precision it has. What 'optional'
                did not find is an empty cell in csv and tsv, and null in json.

                A file with several questions prints them in order. With csv, tsv and
                json one of them is named with --query, or --out-dir DIR gets a file
                for each.

                Formats of files to load: by the ending, or --as. Each may be packed with
                gzip (.gz) or Zstandard (.zst). Docs/loading.md tells what each means.

                  dl                  the language
                  csv, tsv            a header; the first column is the subject, the others
                                      name relations; 'a' gives the class; source,
                                      confidence, from, to, url, note and seen qualify each
                                      fact of the row; --map FILE for anything else
                  nt, nq, ttl, trig   RDF; a named graph is the source of its facts
                  jsonl               an object for each entity: 'id' is its name, 'a' its
                                      classes, every other key a relation

                """),
        Topic(
            name: "exit-codes", summary: "what each exit code says",
            text: """
                Exit codes

                    0   done; no answers is still 0
                    1   the check that was asked for failed (audit, verify, why,
                        why-not, fmt --check, --fail-if-empty, --fail-if-any)
                    2   wrong usage: an option, a parameter, a word
                   65   the program, query, schema or data is wrong
                   66   an input or a store is missing or cannot be read
                   69   the store is locked, too new or too old, damaged, or no store
                   70   a defect in zhol
                   74   output could not be written
                   75   out of time (--timeout) or memory (--memory)
                  130   interrupted with Ctrl-C

                Answers go to standard output, all else to standard error. A reader
                that closes the pipe ends zhol quietly, with 0.

                """),
        Topic(
            name: "environment", summary: "variables that zhol looks at",
            text: """
                Environment

                  ZHOL_DB          the store where --db names none
                  NO_COLOR         no colours, whatever its value
                  PAGER            shows long answers on a terminal; 'less -FRSX' where
                                   it is not set, none where it is 'cat'
                  XDG_STATE_HOME   the prompt's history is in zhol/history below it;
                                   else below ~/.local/state
                  ~/.editrc        keys of the prompt, as editrc(5) says

                """),
        Topic(
            name: "prompt", summary: "the commands of the prompt", text: SessionCommand.overview),
        Topic(
            name: "advanced", summary: "options for those who look inside",
            text: "Options that change no answer\n\n"
                + Option.all.filter(\.isAdvanced).map { Help.line($0.usage, $0.help, indent: 2, column: 28) }.joined()),
    ]
}
