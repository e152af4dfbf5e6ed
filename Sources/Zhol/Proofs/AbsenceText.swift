import Engine
import JSON
import Language
import Terms

/// Why facts are missing, as text for people and as JSON.
struct AbsenceText {
    let text: ProofText
    // MARK: Text

    func tree(_ absence: Absence) -> String {
        let isQuestion = absence.ways.contains { $0.isQuestion }
        return (isQuestion ? "the question has no answers" : absence.fact + " does not hold")
            + "\n" + lines(absence, indent: "")
    }

    private func lines(_ absence: Absence, indent: String) -> String {
        var result = ""
        for way in absence.ways {
            let place =
                way.inference.map { "the schema infers it: \($0)" }
                ?? (way.isQuestion ? "the question" : "the rule at " + text.place(way.range))
            result += "\(indent)• \(place)\n"
            for held in way.held { result += "\(indent)    holds     \(held)\n" }
            switch way.missing {
            case .facts(let facts, let deeper):
                result += "\(indent)    missing   \(facts.joined(separator: "\n\(indent)           or "))\n"
                if let deeper { result += lines(deeper, indent: indent + "      ") }
            case .present(let what): result += "\(indent)    but there is   \(what)\n"
            case .condition(let what): result += "\(indent)    fails     \(what)\n"
            case .other(let what): result += "\(indent)    gives     \(what)\n"
            }
        }
        if absence.ways.isEmpty, absence.near.isEmpty {
            result += "\(indent)• no rule gives it, and there is nothing like it\n"
        }
        if !absence.near.isEmpty {
            result += "\(indent)• near: \(absence.near.joined(separator: ", "))\n"
        }
        return result
    }

    // MARK: JSON

    private func quoted(_ text: String) -> String { JSONValue.quoted(text) }

    func json(_ absence: Absence) -> String {
        let ways = absence.ways.map { way -> String in
            var fields: [String] = []
            if let inference = way.inference {
                fields.append("\"schema\": \(quoted(inference))")
            } else if let range = way.range {
                fields.append("\"file\": \(quoted(range.file.name))")
                fields.append("\"line\": \(range.file.position(at: range.start).line)")
            }
            fields.append("\"held\": [" + way.held.map(quoted).joined(separator: ", ") + "]")
            switch way.missing {
            case .facts(let facts, let deeper):
                fields.append("\"missing\": [" + facts.map(quoted).joined(separator: ", ") + "]")
                if let deeper { fields.append("\"because\": \(json(deeper))") }
            case .present(let what): fields.append("\"present\": \(quoted(what))")
            case .condition(let what): fields.append("\"fails\": \(quoted(what))")
            case .other(let what): fields.append("\"gives\": \(quoted(what))")
            }
            return "{" + fields.joined(separator: ", ") + "}"
        }
        let near = absence.near.map(quoted)
        return "{\"fact\": \(quoted(absence.fact)), \"rules\": ["
            + ways.joined(separator: ", ") + "], \"near\": [" + near.joined(separator: ", ") + "]}"
    }
}
