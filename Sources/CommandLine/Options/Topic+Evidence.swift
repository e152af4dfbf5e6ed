/// Pages on what supports an answer.
extension Topic {
    static let evidence: [Topic] = [
        Topic(
            name: "cite", summary: "the sources behind an answer, and its proof",
            text: """
                Sources of answers

                '--cite' (':cite on' at the prompt) adds columns to each answer:

                  sources      those of its best proof, parted by '; '
                  confidence   of the weakest fact of that proof: low, medium or high;
                               empty where a fact of it has none
                  independent  how many proofs share no source. So many sources at least
                               must be withdrawn before the answer is lost
                  dates        only where it says 'uncertain': see 'zhol help dates'
                  search       only where it says 'cut short': there are too many proofs
                               to compare all, and there may be a surer one

                Facts of a program that name no evidence are the word of who asks, and left
                out of account.

                The best proof is the one with the surest facts, and of those the
                smallest. To see it:

                  zhol why 'FACT' [RULES.dl]     down to statements and their sources
                  zhol why --all 'FACT'          up to ten proofs
                  zhol query --why 'GOAL'        a proof below each answer
                  zhol draw --why 'GOAL' -o P.svg
                  zhol why-not 'FACT'            what a missing fact lacks
                  :why 2   :draw p.svg --why 2   row 2 of the last answer, at the prompt

                A fact names its source in braces, which can be asked for as well:

                  owns(alpha, beta) {source: doc12, confidence: high, url: "https://…"}.
                  ?- owns(X, beta) {source: S, confidence: C}.

                """),
        Topic(
            name: "confidence", summary: "how sure a fact and an answer are",
            text: """
                Confidence

                Each source that states a fact does so with a confidence: low, medium or
                high. Of several sources for one statement the surest counts. An answer is
                as sure as the weakest fact of its best proof, the best being the one whose
                weakest fact is the surest.

                  zhol query --cite 'GOAL'                      shows it
                  zhol query --min-confidence medium 'GOAL'     as if weaker evidence were
                                                                not there
                  ?- owns(X, Y) {confidence: high}.             what some source is sure of

                Evidence without a confidence counts as weaker than low. Facts that are
                written in the program itself count at every level.

                """),
        Topic(
            name: "dates", summary: "what held when, and what was known when",
            text: """
                Dates

                2016 and 2016-05 are whole periods. 'from' and 'to' say when a fact held;
                without them it holds always. Two clocks can be set:

                  ?- holds_office(X, O) as of 2016-01-01.     the world as it was then
                  ?- holds_office(X, O) @ 2016, owns(X, C).   one fact at a date
                  ?- owns(X, Y) known by 2020-06-01.          what the store held then
                  ?- owns(X, Y) known by 17.                  after transaction 17
                  zhol query --as-of 2016 'GOAL'  or  :as-of 2016

                A fact holds at a date where the first day of its 'from' is not after it
                and the last day of its 'to' not before. Where the dates of a fact leave
                that open, '--cite' says 'uncertain' in a column 'dates', and 'why' says so.

                  ?- owns(X, Y) {from: F, to: T}, T < 2015-01.
                  overlaps(F1, T1, F2, T2)       whether two periods have a day in common
                  D + 30, D2 - D1, year(D)       days later, days between, a part

                  zhol log                       the transactions, with their times
                  zhol diff 2026-01-01 now       what changed between two times

                """),
        Topic(
            name: "resolve", summary: "two names of one thing",
            text: """
                Two names of one thing

                  same(kmg, 'KazMunayGas JSC') {source: register, confidence: high}.

                says that two entities are one, and changes nothing by itself. With
                '--resolve' (':resolve on' at the prompt) a question takes them for one,
                under the first name of all. No fact is touched. An answer that needs the
                two to be one rests on the 'same' as well: '--cite' counts its source and
                confidence, 'why' shows it, and '--min-confidence', 'as of' and
                'without source' decide which 'same' counts.

                  zhol match person                        who may be the same, by name
                  zhol match --format dl >same.dl          to read, correct and load
                  zhol query --resolve --cite 'GOAL'

                """),
        Topic(
            name: "without", summary: "what falls with a source, and other suppositions",
            text: """
                What if a source were wrong

                  zhol query --without-source doc12 'GOAL'         as if it stated nothing
                  zhol query --without-source doc12 --diff 'GOAL'  what is lost without it
                  ?- owns(X, Y) without source doc12, doc13.

                A statement that another source supports stays, and so does one that names
                no source. The same for facts:

                  what if { -owns(alpha, beta). owns(gamma, beta). } ?- owns+(X, beta).

                Nothing is written. '--diff' shows answers lost ('-') and gained ('+').

                """),
    ]
}
