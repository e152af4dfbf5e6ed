/// Tokens and syntax.
extension CatalogueEntry {
    static let tokens: [CatalogueEntry] = [
        CatalogueEntry(
            .unexpectedCharacter, "a character or sign that the language does not have",
            "Write the sign that the message names. Quotes, dashes and brackets of word processors are not the plain ones.",
            "?- owns(X, Y) && bank(X).", at: "&&", "'and' is written ',', not '&&'"),
        CatalogueEntry(
            .unterminatedString, "a string without its closing quote",
            "Close it on its line, or write a text of several lines between `\"\"\"`.", "label(a, \"Khorgos).",
            at: "\"Khorgos).",
            "this string is not closed on its line: '\"' is missing; over several lines it is \"\"\"text\"\"\""),
        CatalogueEntry(
            .unterminatedComment, "a comment without its end",
            "Close it with `*/`; a comment of one line starts with `%`.",
            "/* open", at: "/*", "this comment is not closed: '*/' is missing"),
        CatalogueEntry(
            .invalidEscape, "an escape that strings do not have",
            "A backslash is written `\\\\`, in regular expressions too: `matches(S, \"\\\\d+\")`.",
            "label(a, \"\\d\").",
            at: "\\d", "there is no escape '\\d'; a backslash itself is '\\\\', and others are \\\" \\n \\t \\r"),
        CatalogueEntry(
            .invalidNumber, "a number that is written wrong",
            "Put underscores between digits only; quote a name that starts "
                + "with a digit.", "n(1__000).", at: "1__000",
            "an underscore in a number stands between two digits, as in 1_500_000"),
        CatalogueEntry(
            .numberOutOfRange, "a number that does not fit",
            "Ints have 64 bits and decimals 18 digits; with an exponent a "
                + "number is a float, as in `1e20`.", "n(99999999999999999999).", at: "99999999999999999999",
            "this int does not fit 64 bits: it is between -9223372036854775808 and 9223372036854775807"),
        CatalogueEntry(
            .invalidDate, "a date that does not exist",
            "Dates are `2016-05-10` or `2016-05`, a year is `date(2016)`; put "
                + "spaces around the minus of a difference.", "opened(a, 2016-13-01).", at: "2016-13-01",
            "'2016-13-01' is no date; a date is 2016-05-10 or 2016-05, and a difference of numbers has spaces: "
                + "2016 - 13-01"),
        CatalogueEntry(
            .invalidUTF8, "bytes that are no UTF-8", "Save the file as UTF-8.", "label(a, \"\u{fffd}\").",
            at: "\u{fffd}",
            "the text is no UTF-8 here; save the file as UTF-8"),
        CatalogueEntry(
            .unterminatedName, "a quoted name without its closing quote",
            "Close it on its line; a string stands in double "
                + "quotes.", "bank('Halyk).", at: "'Halyk).",
            "this quoted name is not closed on its line: \"'\" is missing"),
        CatalogueEntry(
            .invalidIRI, "an IRI that is none", "Write the whole IRI, with its scheme.", "prefix wd: <entity>.",
            at: "<entity>",
            "an IRI is absolute, as in <https://example.org/x>; a name under the base is quoted, as in 'x'"),
    ]

    static let syntax: [CatalogueEntry] = [
        CatalogueEntry(
            .expectedToken, "something else was expected here", "The message says what could stand here.", "owns(a b).",
            at: "b", "found 'b' where ',' or ')' was expected"),
        CatalogueEntry(
            .unexpectedEnd, "the text ends inside a statement", "Every statement ends with a dot.", "owns(a, b)",
            at: "",
            "a '.' is missing at the end of this statement"),
        CatalogueEntry(
            .keywordAsName, "a keyword where a name should be", "Quote it: `'order'`.", "bank(order).", at: "order",
            "'order' is a keyword; as a name it is written in single quotes, like this: 'order'"),
        CatalogueEntry(
            .nestingTooDeep, "a statement that nests too deep", "Split it into several rules.",
            "?- " + String(repeating: "not ", count: 201) + "r(X).", at: "r",
            "this is nested more than 200 levels deep; split it into several rules"),
        CatalogueEntry(
            .misplacedClause, "a clause of a query before its conditions",
            "Write the conditions first: "
                + "`?- bank(X) select X.`", "?- select X.", at: "select",
            "the keyword 'select' stands behind the conditions of a query"),
        CatalogueEntry(
            .repeatedClause, "a clause that stands twice", "Leave one of them out.", "?- bank(X) limit 3 limit 4.",
            at: "limit", "'limit' cannot stand twice"),
    ]
}
