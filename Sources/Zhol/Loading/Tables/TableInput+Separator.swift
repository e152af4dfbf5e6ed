import Formats
import Language

extension TableInput {
    /// That a file called CSV has something else than commas between its fields.
    static func otherSeparator(
        _ header: [(text: String, place: Range<Int>)], _ separator: Character, _ number: Int
    ) -> Finding {
        Finding(
            .otherSeparator, "the fields of this table stand between \(named(separator)), and it is read so",
            at: place(of: header, number),
            notes: [.init("'--separator ,' reads it with commas, as the format has it")])
    }

    /// That nothing of a table became a fact, and what may be the reason.
    static func factless(
        _ header: [(text: String, place: Range<Int>)], _ separator: Character, _ number: Int
    ) -> Finding {
        var hints = hints(header.map(\.text), separator)
        if hints.isEmpty, header.count == 1 {
            hints.append(.init("its one column is the subject; a fact needs another column, or a map ('--map FILE')"))
        }
        return Finding(.nothingFound, "no fact is found in this table", at: place(of: header, number), notes: hints)
    }

    /// What else may stand between fields, where these texts are those of a row.
    static func hints(_ fields: [String], _ separator: Character) -> [Diagnostic.Note] {
        for other in DelimitedReader.separators where other != separator {
            let count = fields.reduce(0) { $0 + $1.count { $0 == other } }
            guard count >= fields.count else { continue }
            let value = other == "\t" ? "tab" : "'\(other)'"
            return [
                .init(
                    "it is read with \(named(separator)) between fields; --as csv --separator \(value) "
                        + "reads it with \(named(other))")
            ]
        }
        return []
    }

    private static func place(of header: [(text: String, place: Range<Int>)], _ number: Int) -> FactPlace {
        .input(number, (header.first?.place.lowerBound ?? 0)..<(header.last?.place.upperBound ?? 0))
    }

    private static func named(_ separator: Character) -> String {
        switch separator {
        case ",": "commas"
        case ";": "semicolons"
        case "\t": "tabs"
        case "|": "bars"
        default: "'\(separator)'"
        }
    }
}

extension DelimitedReader {
    /// A reader of a table of a format.
    ///
    /// - Parameter separator: what stands between the fields of CSV; nil for what its start tells.
    static func table(
        _ window: InputWindow, _ format: DataFormat, _ separator: Character?
    ) throws(FormatError) -> DelimitedReader {
        if format == .tsv { return DelimitedReader(window, separator: "\t") }
        guard let separator else { return try .csv(window) }
        return DelimitedReader(window, separator: separator, isQuoted: true)
    }
}
