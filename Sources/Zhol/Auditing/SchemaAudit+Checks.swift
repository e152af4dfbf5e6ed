extension SchemaAudit {
    /// Each check with what it is about and the columns of its violations.
    static let checks: [(name: String, documentation: String, columns: [String])] = [
        (
            "one", "Two values at a time of a relation that has one.",
            ["relation", "subject", "first", "first_sources", "second", "second_sources"]
        ),
        (
            "required", "Members of a class without the value that each must have.",
            ["relation", "class", "subject", "sources"]
        ),
        (
            "disjoint", "Entities of two classes that are declared disjoint.",
            ["entity", "first", "first_sources", "second", "second_sources"]
        ),
        (
            "period", "Statements that end before they start.",
            ["relation", "subject", "object", "from", "to", "sources"]
        ),
        (
            "share",
            "Shares of one thing that are more than 100 % at a time; where sources differ, the least share of a holder counts.",
            ["relation", "object", "date", "total", "holders", "sources"]
        ),
        (
            "cycle", "Things that own themselves through others at a time: one cycle of each group.",
            ["relation", "cycle", "date", "sources"]
        ),
        (
            "class", "Entities that are not of the class that a relation asks for.",
            ["relation", "subject", "object", "entity", "class", "sources"]
        ),
        (
            "type", "Values that are not of the type that a relation asks for.",
            ["relation", "subject", "object", "value", "type", "sources"]
        ),
        (
            "source", "Facts that no source states, in a store where others have one.",
            ["relation", "subject", "object"]
        ),
    ]
}
