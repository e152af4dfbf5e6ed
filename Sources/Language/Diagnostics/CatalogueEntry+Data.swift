/// Data against the schema, evaluation, and warnings.
extension CatalogueEntry {
    private static let schema = "class bank.\nrelation label(bank, string) one required.\n"

    static let data: [CatalogueEntry] = [
        CatalogueEntry(
            .factAgainstSchema, "a fact that does not fit its declaration",
            "Correct the fact or the declaration; with "
                + "`--keep-going` the good facts are kept.", schema + "label(halyk, \"Halyk\").", .load,
            at: "label(halyk, \"Halyk\")",
            "'halyk' is not known to be of class 'bank', which 'label' asks for"),
        CatalogueEntry(
            .missingRequired, "an entity without a required value", "State the value in the same load.",
            schema + "bank(halyk).", .load, at: "bank(halyk)", "halyk of class 'bank' has no 'label', which is required"
        ),
        CatalogueEntry(
            .tooManyValues, "two values where one is declared",
            "Withdraw the old value, or give both their periods with "
                + "`from` and `to`.", schema + "bank(halyk).\nlabel(halyk, \"A\").\nlabel(halyk, \"B\").", .load,
            at: "label(halyk, \"B\")", "halyk has two values of 'label' at a time: \"A\" and \"B\""),
        CatalogueEntry(
            .malformedRow, "a row of a table that cannot be read",
            "The message names the line; with `--keep-going` the good "
                + "rows are kept.", schema, .file("rows.csv", "bank,label\nhalyk\n"), at: "halyk",
            "the row has 1 field and the header 2"),
        CatalogueEntry(
            .malformedData, "data that is not of its format", "Correct the file, or name its format with `--as`.", "",
            .file("data.jsonl", "{\"id\": \"halyk\", }\n"), at: "}", "a key in quotes is expected"),
        CatalogueEntry(
            .disjointClasses, "an entity of two disjoint classes",
            "Withdraw one of the classes; two things of one name need two names.",
            "class bank.\nclass person.\ndisjoint bank, person.\nbank(halyk).\nperson(halyk).", .load,
            at: "person(halyk)", "halyk is of class 'bank' and of class 'person', which are disjoint"),
        CatalogueEntry(
            .overflow, "an exact result that does not fit", "Make one of the numbers a float, as in `float(X)`.",
            "?- X = 9223372036854775807 + 1.", .run, at: "X = 9223372036854775807 + 1",
            "'+' overflows here: the result has no exact number"),
        CatalogueEntry(
            .wrongParameter, "a value that a parameter does not take", "The message says what it takes.",
            "bank(a).\nquery banks($n: int) ?- bank(X) limit $n.", .ask("banks", ["n": "\"x\""]), at: "$n: int",
            "parameter 'n' takes an int, not \"x\""),
        CatalogueEntry(
            .missingParameter, "a parameter without a value", "Give it: `--param n=3`.",
            "bank(a).\nquery banks($n: int) ?- bank(X) limit $n.", .ask("banks", [:]), at: "$n: int",
            "query 'banks' needs a value for 'n'"),
        CatalogueEntry(
            .negativeContribution, "a negative number in a recursive sum",
            "Recursion through `sum` needs numbers from 0.",
            "n(a, -1).\nt(X, sum(V)) :- n(X, V).\nt(X, sum(V)) :- t(X, V), V < 0.\n?- t(X, V).", .run, at: "sum(V)",
            "'sum' is part of a recursion and met -1"),
        CatalogueEntry(
            .notEvaluatedYet, "something that the language has and this version does not do",
            "Write it in another way.", "bank(a).\np(X, X) {share: 3} :- bank(X).", at: "p(X, X)",
            "qualifiers in the head of a rule are not evaluated yet"),
        CatalogueEntry(
            .variableOnce, "a variable that occurs once",
            "Write `_`, or correct the name; a name that starts with `_` is not "
                + "warned of.", "owns(a, b).\nowner(X) :- owns(X, Y).", at: "Y",
            "variable 'Y' occurs only once; write '_' if any value will do"),
        CatalogueEntry(
            .undefinedValue, "an expression without a value",
            "What has no value does not match. Test for it first, or use "
                + "`coalesce`.", "n(0). n(2).\n?- n(X), Y = 1 / X.", .run, at: "Y = 1 / X",
            "'/' was undefined for 1 binding, which did not match"),
        CatalogueEntry(
            .unlikeValue, "a comparison with a value of another kind",
            "No value equals one of another kind, and all are on the same side of it. In a comparison a year alone is a "
                + "number: compare `year(D)`, or write a whole date.",
            "declare paid(thing, date).\npaid(a, 2017-05-14).\n?- paid(X, D), D > 2016.", at: "D > 2016",
            "D is a date, which is never a number"),
        CatalogueEntry(
            .otherSeparator, "a table with other separators than commas",
            "Nothing, where the columns are right. `--separator ';'` says what stands between fields, and the warning goes.",
            "", .file("banks.csv", "bank;founded\nhalyk;1923\n"), at: "bank;founded",
            "the fields of this table stand between semicolons, and it is read so"),
        CatalogueEntry(
            .nothingFound, "a file without any fact",
            "The note says what may be the reason, where one is known: another separator, or one column only.",
            "", .file("banks.csv", "bank\nhalyk\n"), at: "bank", "no fact is found in this table"),
    ]
}
