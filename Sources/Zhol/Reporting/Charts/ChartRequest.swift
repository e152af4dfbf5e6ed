import Language

/// What a line of documentation asks for: `chart: line year usd by partner`.
///
/// Behind the kind stand the column along the axis, one or more columns of numbers, and where a column tells the series
/// apart, `by` and that column, and last `in` and what the numbers are, where no column says so. A name with spaces
/// stands in single quotes.
package struct ChartRequest {
    package enum Kind: String, CaseIterable, Sendable { case line, bar }

    /// What a line of documentation begins with that asks for a chart.
    package static let mark = "chart:"

    package let kind: Kind
    /// Places of columns.
    let along: Int
    let values: [Int]
    let by: Int?
    /// What the numbers of several columns are: `percent`.
    let unit: String?

    /// Throws `ZholError` of kind `wrongInput`, with what is wrong, at a place of the program.
    init(_ text: String, columns: [String], at range: SourceRange) throws(ZholError) {
        func failure(_ message: String) -> ZholError {
            ZholError(
                .wrongInput, "\(range.file.name):\(range.file.position(at: range.start).line): \(message)")
        }
        var words = ChartRequest.words(of: text)[...]
        guard let kind = words.popFirst().flatMap(Kind.init(rawValue:)) else {
            throw failure("a chart is 'line' or 'bar', as in: chart: line year usd by partner")
        }
        var places: [Int] = []
        var by: Int?
        var unit: String?
        while let word = words.popFirst() {
            if word == "in", places.count >= 2 {
                guard let name = words.popFirst() else { throw failure("the chart says 'in' and no unit behind it") }
                unit = name
                break
            }
            guard by == nil else { throw failure(ChartRequest.form) }
            let isBy = word == "by" && places.count >= 2
            guard let name = isBy ? words.popFirst() : word else {
                throw failure("the chart says 'by' and no column behind it")
            }
            guard let place = columns.firstIndex(of: name) else {
                throw failure(
                    "the chart asks for a column '\(name)'; there are \(columns.joined(separator: ", "))")
            }
            if isBy {
                by = place
                continue
            }
            places.append(place)
        }
        guard places.count >= 2, words.isEmpty else {
            throw failure(ChartRequest.form)
        }
        self.kind = kind
        along = places[0]
        values = Array(places.dropFirst())
        self.by = by
        self.unit = unit
    }

    private static let form =
        "a chart needs a column along its axis and one of numbers, as in: chart: line year usd by partner"

    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            if character == "'" {
                isQuoted.toggle()
            } else if character.isWhitespace, !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
