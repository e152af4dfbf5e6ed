/// Names, types, safety and strata.
extension CatalogueEntry {
    static let names: [CatalogueEntry] = [
        CatalogueEntry(
            .unknownRelation, "a relation that nothing knows",
            "Look at the nearest names in the message; `zhol schema` "
                + "lists those of a store. A relation of this program that may be empty is declared: `declare r(int).`",
            "owns(a, b).\n?- ownz(X, Y).", at: "ownz", "relation 'ownz' is not known; did you mean 'owns'?"),
        CatalogueEntry(
            .unknownPrefix, "a prefix that is not declared",
            "Declare it: `prefix wd: <http://www.wikidata.org/entity/>.`",
            "bank(wd:Q1).", at: "wd:Q1", "prefix 'wd' is not declared"),
        CatalogueEntry(
            .unknownClass, "a type that is not declared", "Declare the class or the enum, or correct its name.",
            "class actor.\nrelation owns(actor, acter).", at: "acter",
            "type 'acter' is not declared; did you mean 'actor'?"),
        CatalogueEntry(
            .unknownParameter, "a parameter that the query does not have",
            "Declare it behind the query's name: "
                + "`query q($country: country)`.", "bank(a).\nquery q($bank) ?- bank($banc).", at: "$banc",
            "parameter '$banc' is not declared; did you mean 'bank'?"),
        CatalogueEntry(
            .unknownFunction, "a function that does not exist",
            "Section 6 of the reference lists them. A relation does not "
                + "stand inside arguments.", "?- X = lenn(\"a\").", at: "lenn",
            "function 'lenn' is not known; did you mean 'len'?"),
        CatalogueEntry(
            .duplicateDeclaration, "two declarations of one name that differ", "Keep one of them.",
            "class a.\nrelation a(a, a).", at: "a", "'a' is a class and cannot be a relation too"),
        CatalogueEntry(
            .unknownQuery, "a saved query that does not exist", "`zhol queries FILE` lists those there are.",
            "bank(a).\nquery banks ?- bank(X).", .ask("bnaks", [:]), at: nil,
            "there is no saved query 'bnaks'; did you mean 'banks'?"),
        CatalogueEntry(
            .unknownQualifier, "a qualifier that the relation does not have",
            "Declare it in braces behind the relation's "
                + "types. `from`, `to` and the evidence qualifiers are built in.",
            "class a.\nrelation owns(a, a) {share: decimal}.\n?- owns(X, Y) {shares: S}.", at: "shares",
            "'owns' has no qualifier 'shares'; did you mean 'share'?"),
        CatalogueEntry(
            .missingFile, "a file that cannot be read", "Paths are relative to the file that names them.",
            "include \"no_such_file.dl\".", at: "\"no_such_file.dl\"",
            "cannot include \"no_such_file.dl\": cannot read 'no_such_file.dl': there is no such file"),
        CatalogueEntry(
            .impossibleClass, "a class below two disjoint ones", "Correct its parents, or what is declared disjoint.",
            "class person.\nclass company.\nclass trader < person, company.\ndisjoint person, company.", at: "trader",
            "class 'trader' is below 'person' and 'company', which are disjoint: it can have no members"),
        CatalogueEntry(
            .unknownSource, "a source that nothing names", "Write the source as the facts name it.",
            "owns(a, b) {source: report_16}.\n?- owns(X, Y) without source report_61.", .run, at: "report_61",
            "no fact has the source 'report_61'; did you mean 'report_16'?"),
    ]

    static let meaning: [CatalogueEntry] = [
        CatalogueEntry(
            .wrongArity, "a relation with another number of arguments", "One name has one number of arguments.",
            "owns(a, b).\nowns(a, b, c).", at: "owns", "'owns' has 3 arguments here and 2 arguments elsewhere"),
        CatalogueEntry(
            .wrongType, "a value of a type that does not fit",
            "An entity is written as a name, a string in double quotes.",
            "class bank.\nrelation label(bank, string).\n?- label(X, halyk).", at: "halyk",
            "halyk is an entity, but a string stands here"),
        CatalogueEntry(
            .wrongArgumentCount, "a function with another number of arguments",
            "Section 6 of the reference shows them.",
            "?- X = len(\"a\", \"b\").", at: "len(\"a\", \"b\")", "'len' takes 1 argument, not 2"),
        CatalogueEntry(
            .misplacedAggregate, "an aggregate where none can stand",
            "It stands in a head, in `select`, or has a group in "
                + "braces.", "bank(a).\n?- bank(X), count(X) > 3.", at: "count(X)",
            "an aggregate stands in a head, in 'select', or has a group: count { … }"),
        CatalogueEntry(
            .misplacedQualifiers, "qualifiers of something that has none",
            "Only stored relations and facts have them; give "
                + "the rule a column for the value.",
            "owns(a, b).\nparent(X, Y) :- owns(Y, X).\n?- parent(X, Y) {share: S}.",
            at: "parent(X, Y)", "only stored relations and facts have qualifiers, and 'parent' is a rule"),
        CatalogueEntry(
            .notBinary, "a relation that does not have two arguments",
            "Make a class of one argument, and an entity of what "
                + "has more than two roles.", "relation bank(string).", at: "bank",
            "a stored relation has two arguments; 'bank' is declared with 1"),
        CatalogueEntry(
            .invalidPattern, "a regular expression that is none", "Section 6 of the reference has the syntax.",
            "label(a, \"x\").\n?- label(X, L), matches(L, \"(a\").", at: "(",
            "in this pattern this group is not closed: ')' is missing"),
        CatalogueEntry(
            .unboundVariable, "a variable that nothing gives values to",
            "Name it in a relation that must hold, not only under "
                + "`not`, in a comparison or in the head.", "bank(a).\nbig(X, Y) :- bank(X).", at: "Y",
            "variable 'Y' of rule 'big' is not bound by a positive literal"),
        CatalogueEntry(
            .variableInFact, "a variable in a fact", "An entity starts with a lowercase letter or stands in quotes.",
            "bank(Halyk).", at: "Halyk", "a fact has no variables; 'Halyk' is one"),
        CatalogueEntry(
            .negativeCycle, "a relation that depends on its own negation",
            "Break the cycle that the message shows: let the "
                + "relation under `not` not depend on the head.", "bank(a).\nbig(X) :- bank(X), not big(X).",
            at: "big(X)", "'big' depends on itself through 'not'"),
        CatalogueEntry(
            .aggregateCycle, "a relation that depends on an aggregate of itself",
            "Only `min`, `max`, and `count` and `sum` of "
                + "what is never negative may be recursive.", "n(a, 1).\nn(X, avg(V)) :- n(X, V).",
            at: "n(X, avg(V))", "'n' depends on itself through an aggregate"),
        CatalogueEntry(
            .classCycle, "a class that is below itself", "Leave one of the classes' parents out.",
            "class a < b.\nclass b < a.", at: "a", "class 'a' is below itself"),
    ]
}
