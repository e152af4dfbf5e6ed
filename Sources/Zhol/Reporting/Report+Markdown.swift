import Terms

/// A report as Markdown with numbered sources.
package struct ReportPages {
    /// The text, with links to the charts.
    package private(set) var markdown = ""
    /// The charts as SVG, by the name of their file.
    package private(set) var charts: [(file: String, text: String)] = []
    private let report: Report
    private let names: ReportNames
    private let hasCharts: Bool
    /// Sources in the order in which they are cited, from 1.
    private var numbers: [String: Int] = [:]
    private var cited: [String] = []

    /// - Parameter hasCharts: whether charts are drawn and linked.
    package init(_ report: Report, hasCharts: Bool) {
        self.report = report
        self.hasCharts = hasCharts
        names = ReportNames(labels: report.labels, namespaces: report.namespaces)
        write()
    }

    private mutating func write() {
        paragraph("# " + report.title)
        if !report.conditions.isEmpty {
            paragraph("*" + ReportPages.escaped(report.conditions.joined(separator: " ")) + "*")
        }
        if let introduction = report.introduction { paragraph(introduction) }
        writeSummary()
        for section in report.sections {
            if let title = section.title { paragraph("## " + title) }
            if let introduction = section.introduction { paragraph(introduction) }
            for part in section.verdicts { write(verdict: part) }
            let prefix = ReportPages.commonPrefix(section.parts.compactMap(\.name))
            for part in section.parts where !part.isVerdict {
                if let name = part.name {
                    let text = ReportNames.spaced(String(name.dropFirst(prefix.count)))
                    paragraph("### " + text.prefix(1).uppercased() + text.dropFirst())
                }
                if let text = part.text { paragraph(text) }
                writeChart(part)
                write(table: part.answers)
            }
        }
        writeSources()
    }

    private mutating func paragraph(_ text: String) { markdown += text + "\n\n" }

    /// The verdicts of all sections at a glance.
    private mutating func writeSummary() {
        let rows = report.sections.flatMap { section in
            section.verdicts.flatMap { part in
                part.answers.rows.map { [section.title ?? report.title, names.text(of: $0[0])] }
            }
        }
        guard rows.count > 1 else { return }
        table(["section", "verdict"], [false, false], rows)
    }

    private mutating func write(verdict part: Report.Part) {
        let answers = part.answers
        if answers.rows.isEmpty { paragraph("**Verdict: none.** The query has no answer.") }
        let last = answers.ownColumns
        for (row, sources) in zip(answers.rows, answers.sources) {
            let reasons = row[1..<last].filter { $0 != .none }.map { ReportPages.escaped(names.text(of: $0)) }
            let numbers = note(sources)
            paragraph(
                (["**Verdict: \(ReportPages.escaped(names.text(of: row[0]))).**"] + reasons).joined(separator: " ")
                    + (numbers.isEmpty ? "" : " " + numbers))
        }
        if let text = part.text { paragraph(text) }
    }

    private mutating func writeChart(_ part: Report.Part) {
        guard hasCharts, let request = part.chart else { return }
        let chart = Chart(request, part.answers, names)
        guard !chart.isEmpty else { return }
        let name = (part.name ?? "chart_\(charts.count + 1)").unicodeScalars.map { scalar in
            let isPlain =
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
            return isPlain ? String(scalar) : "_"
        }.joined()
        charts.append((name + ".svg", chart.drawing()))
        paragraph("![\(ReportPages.escaped(chart.title))](\(name).svg)")
    }

    /// Sources and confidence are columns where rows differ in them, else a line below.
    private mutating func write(table answers: Answers) {
        guard !answers.rows.isEmpty else { return paragraph("*No answers.*") }
        let shown = answers.ownColumns
        let notes = answers.sources.map { note($0) }
        let levels = answers.rows.map { level($0, answers) }
        let sharesNotes = Set(notes).count == 1 && Set(levels).count == 1
        let isWide = !sharesNotes && shown < answers.columns.count
        var titles = answers.columns.prefix(shown).map { names.title(of: $0) }
        var isNumeric = (0..<shown).map { column in
            answers.rows.allSatisfy { $0[column].isNumber || $0[column] == .none }
                && answers.rows.contains { $0[column].isNumber }
        }
        var rows = answers.rows.map { row in row.prefix(shown).map { names.text(of: $0) } }
        if isWide {
            titles += ["confidence", "sources"]
            isNumeric += [false, false]
            for place in rows.indices { rows[place].append(levels[place]) }
        }
        table(titles, isNumeric, rows, raw: isWide ? notes : nil)
        if sharesNotes, let note = notes.first, !note.isEmpty {
            paragraph("Sources: \(note)" + (levels[0].isEmpty ? "" : ", confidence \(levels[0])") + ".")
        }
    }

    /// The confidence of a row, and behind it what else is told of its evidence: `high, 2 independent`.
    private func level(_ row: [Term], _ answers: Answers) -> String {
        guard let places = answers.citation else { return "" }
        var parts: [String] = []
        for place in places.dropFirst() where row[place] != .none {
            let text = names.text(of: row[place])
            switch answers.columns[place] {
            case "confidence": parts.append(text)
            case "independent": if row[place] != .int(0), row[place] != .int(1) { parts.append("\(text) independent") }
            default: parts.append("\(names.title(of: answers.columns[place])) \(text)")
            }
        }
        return parts.joined(separator: ", ")
    }

    /// - Parameter raw: a last cell of each row that is Markdown already.
    private mutating func table(_ titles: [String], _ isNumeric: [Bool], _ rows: [[String]], raw: [String]? = nil) {
        markdown += "| " + titles.map(ReportPages.escaped).joined(separator: " | ") + " |\n"
        markdown += "| " + isNumeric.map { $0 ? "---:" : "---" }.joined(separator: " | ") + " |\n"
        for (place, row) in rows.enumerated() {
            let cells = row.map(ReportPages.escaped) + (raw.map { [$0[place]] } ?? [])
            markdown += "| " + cells.joined(separator: " | ") + " |\n"
        }
        markdown += "\n"
    }

    /// `[1, 4–6]`; empty without sources.
    private mutating func note(_ sources: [String]) -> String {
        guard !sources.isEmpty else { return "" }
        var all: [Int] = []
        for source in sources {
            if let known = numbers[source] {
                all.append(known)
            } else {
                cited.append(source)
                numbers[source] = cited.count
                all.append(cited.count)
            }
        }
        return "[" + ReportPages.ranges(all.sorted()) + "]"
    }

    private static func ranges(_ numbers: [Int]) -> String {
        var parts: [(first: Int, last: Int)] = []
        for number in numbers {
            if let part = parts.last, part.last + 1 == number {
                parts[parts.count - 1].last = number
            } else if parts.last?.last != number {
                parts.append((number, number))
            }
        }
        return parts.map { part in
            switch part.last - part.first {
            case 0: "\(part.first)"
            case 1: "\(part.first), \(part.last)"
            default: "\(part.first)–\(part.last)"
            }
        }.joined(separator: ", ")
    }

    private mutating func writeSources() {
        guard !cited.isEmpty else { return }
        paragraph("## Sources")
        for (place, name) in cited.enumerated() {
            let document = report.documents[name] ?? SourceDocument()
            markdown += "\(place + 1). \(document.markdown(named: name))\n"
        }
    }

    /// What all names of a section start with, up to a `_`.
    private static func commonPrefix(_ names: [String]) -> String {
        guard names.count > 1, let first = names.first, let end = first.firstIndex(of: "_") else { return "" }
        let prefix = first[...end]
        return names.allSatisfy { $0.hasPrefix(prefix) && $0.count > prefix.count } ? String(prefix) : ""
    }

    /// An address as a link where it is one of the web, else as text.
    fileprivate static func link(_ address: String) -> String {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        let isPlain = address.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0 != "<" && $0 != ">" && $0.value != 0x7f
        }
        return isWeb && isPlain ? "<\(address)>" : escaped(address)
    }

    /// Text without meaning to Markdown or HTML, on one line.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isInWord = false
        for scalar in text.unicodeScalars {
            defer { isInWord = scalar.properties.isAlphabetic }
            switch scalar {
            // Within a word it means nothing.
            case "_" where isInWord: result.append(scalar)
            case "\\", "|", "*", "_", "`", "[", "]", "#":
                result.append("\\")
                result.append(scalar)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case _ where scalar.value < 0x20 || scalar.properties.isWhitespace: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension SourceDocument {
    /// The document as a list of sources has it, by its name where nothing else is known.
    func markdown(named name: String) -> String {
        var parts: [String] = []
        if let publisher { parts.append(ReportPages.escaped(publisher)) }
        if let title { parts.append("*\(ReportPages.escaped(title))*") }
        if let author, author != publisher { parts.append(ReportPages.escaped(author)) }
        if let published { parts.append(published) }
        if parts.isEmpty { parts.append(ReportPages.escaped(name)) }
        return parts.joined(separator: ", ") + "." + (page.map { " " + ReportPages.link($0) } ?? "")
    }
}
