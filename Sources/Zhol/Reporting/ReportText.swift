import Language
import Terms

/// Numbers for readers.
enum NumberText {
    /// From a million on with a unit and three digits (`24 bn`, `727 m`), from ten thousand on with commas, else as it is
    /// with at most two digits behind the point, of small numbers three.
    static func human(_ value: Double) -> String {
        let size = abs(value)
        for (unit, name) in [(1e12, "tn"), (1e9, "bn"), (1e6, "m")] where size >= unit * 0.9995 {
            let scaled = value / unit
            guard abs(scaled) < 1e6 else { return Term.shortest(value) }
            let digits = abs(scaled) >= 100 ? 0 : abs(scaled) >= 10 ? 1 : 2
            return "\(fixed(scaled, digits)) \(name)"
        }
        if size >= 10_000 { return grouped(value) }
        return fixed(value, size < 1 ? 3 : 2)
    }

    /// Without a unit or commas, for years.
    static func plain(_ value: Double) -> String { abs(value) < 1e9 ? fixed(value, 3) : Term.shortest(value) }

    /// With so many digits behind the point, without zeros at the end. The value is below 10^9.
    private static func fixed(_ value: Double, _ digits: Int) -> String {
        var power = 1
        for _ in 0..<digits { power *= 10 }
        let scaled = (value * Double(power)).rounded()
        guard abs(scaled) < 1e15 else { return Term.shortest(value) }
        let whole = Int(abs(scaled))
        var text = String(whole / power)
        if whole % power > 0 {
            let rest = String(whole % power)
            text += "." + String(repeating: "0", count: digits - rest.count) + rest
            while text.last == "0" { text.removeLast() }
        }
        return (scaled < 0 ? "-" : "") + text
    }

    private static func grouped(_ value: Double) -> String {
        let digits = Array(String(Int(abs(value.rounded()))))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }
}

/// Values and columns as a report names them.
struct ReportNames {
    let labels: [Term: String]
    let namespaces: Namespaces

    /// Of an entity its label, else its name with spaces; of a number what people read.
    func text(of term: Term) -> String {
        switch term {
        case .int(let value): NumberText.human(Double(value))
        case .decimal(let value): NumberText.human(value.doubleValue)
        case .float(let value): NumberText.human(value)
        // A name with digits is a number of something, and stays.
        case .entity(let name) where labels[term] == nil && !name.contains { $0 == "<" || $0.isNumber }:
            ReportNames.spaced(term.plainText(namespaces))
        default: labels[term] ?? term.plainText(namespaces)
        }
    }

    func title(of column: String) -> String { ReportNames.spaced(column) }

    static func spaced(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }
}
