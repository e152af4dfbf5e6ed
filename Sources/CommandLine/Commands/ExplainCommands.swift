import Engine
import Formats
import Glibc
import JSON
import Language
import Zhol

/// `explain` and `profile`: like `query` and `run`, with the plan in place of the answers.
extension Context {
    func explain(measuring: Bool) throws -> Int32 {
        let name = arguments.command.name
        let isJSON: Bool
        switch arguments.value("format") {
        case nil: isJSON = false
        case "json": isJSON = true
        case let other?:
            throw ZholError(.usage, "'zhol \(name)' writes text, or JSON with --format json, not '\(other)'")
        }
        var options = try runOptions()
        let trace = EvaluationTrace(measures: measuring)
        options.trace = trace
        let database = try optionalDatabase()
        var reader = ProgramReader()
        let word = arguments.words[0]
        if word.hasSuffix(".dl") || FileBytes.exists(word) {
            try reader.read(path: word)
            options.parameters = try arguments.parameters(database.catalogue.namespaces)
            options.savedQuery = try arguments.value("query") ?? SavedQueries(reader.statements).only()
        } else {
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: word))
            reader.add(program, diagnostics)
        }
        let run = try database.run(reader, options)
        warn(run.warnings)
        let report = PlanReport(trace)
        try output.write(isJSON ? report.json : report.text)
        try output.flush()
        return 0
    }
}

/// A trace as text for people, or as JSON for programs.
struct PlanReport {
    private let trace: EvaluationTrace

    init(_ trace: EvaluationTrace) { self.trace = trace }

    var text: String {
        var text = ""
        for (number, stratum) in trace.strata.enumerated() where !stratum.plans.isEmpty {
            var facts: [String] = []
            if stratum.isRecursive { facts.append(trace.measures ? "\(stratum.rounds) rounds" : "in rounds") }
            if trace.measures {
                facts += ["\(stratum.rows) rows", PlanReport.time(stratum.time), "\(stratum.bytes / 1024) KiB"]
            }
            text += "stratum \(number + 1): \(stratum.relations.joined(separator: ", "))"
            text += (facts.isEmpty ? "" : " (" + facts.joined(separator: ", ") + ")") + "\n"
            for plan in stratum.plans { text += self.text(of: plan) }
        }
        if trace.measures, let worst = worstEstimate { text += worst + "\n" }
        return text
    }

    private func text(of plan: PlanTrace) -> String {
        var title = "  \(plan.head)"
        if let delta = plan.delta { title += ", for what is new in \(delta)" }
        if let range = plan.range {
            let line = range.file.position(at: range.start).line
            title += "   [\(range.file.name):\(line)]"
        }
        if trace.measures { title += "   \(plan.runs == 1 ? "" : "\(plan.runs) runs, ")\(PlanReport.time(plan.time))" }
        var text = title + "\n"
        let actions = plan.steps.map(\.action.count).max() ?? 0
        let texts = min(60, plan.steps.map(\.text.count).max() ?? 0)
        for step in plan.steps {
            text += "    " + padded(step.action, actions + 2) + padded(step.text, texts + 2)
            var facts: [String] = []
            if let estimate = step.estimate { facts.append("expects ×\(PlanReport.number(estimate))") }
            if trace.measures { facts.append("\(step.rows) rows") }
            text += facts.joined(separator: ", ")
            while text.last == " " { text.removeLast() }
            text += "\n"
        }
        return text
    }

    /// The step whose estimate was furthest from what happened, where it was off by ten times or more.
    private var worstEstimate: String? {
        var worst: (factor: Double, text: String)?
        for plan in trace.strata.flatMap(\.plans) {
            var before = Double(plan.runs)
            for step in plan.steps {
                if let estimate = step.estimate, before > 0 {
                    let real = max(1, Double(step.rows)) / before
                    let factor = max(real / max(estimate, 1e-6), max(estimate, 1e-6) / real)
                    if factor >= 10, factor > worst?.factor ?? 0 {
                        worst = (
                            factor,
                            "worst estimate: \(step.text) expected ×\(PlanReport.number(estimate)) and gave "
                                + "×\(PlanReport.number(Double(step.rows) / before))"
                        )
                    }
                }
                before = Double(step.rows)
            }
        }
        return worst?.text
    }

    private static func number(_ value: Double) -> String {
        if value >= 1e15 { return "\(value)" }
        if value >= 10 || value == value.rounded() { return "\(Int(value.rounded()))" }
        return "\((value * 100).rounded() / 100)"
    }

    private static func time(_ duration: Duration) -> String {
        let parts = duration.components
        let milliseconds = Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15
        return "\((milliseconds * 10).rounded() / 10) ms"
    }

    var json: String {
        func quoted(_ text: String) -> String { JSONValue.quoted(text) }
        let strata = trace.strata.map { stratum in
            let plans = stratum.plans.map { plan in
                let steps = plan.steps.map { step in
                    var fields = ["\"action\": \(quoted(step.action))", "\"literal\": \(quoted(step.text))"]
                    if let estimate = step.estimate { fields.append("\"expects\": \(estimate)") }
                    if trace.measures { fields.append("\"rows\": \(step.rows)") }
                    return "{" + fields.joined(separator: ", ") + "}"
                }
                var fields = ["\"head\": \(quoted(plan.head))"]
                if let delta = plan.delta { fields.append("\"delta\": \(quoted(delta))") }
                if let range = plan.range {
                    fields.append("\"file\": \(quoted(range.file.name))")
                    fields.append("\"line\": \(range.file.position(at: range.start).line)")
                }
                if trace.measures {
                    fields.append("\"runs\": \(plan.runs)")
                    fields.append("\"milliseconds\": \(PlanReport.time(plan.time).dropLast(3))")
                }
                return "{" + (fields + ["\"steps\": [" + steps.joined(separator: ", ") + "]"]).joined(separator: ", ")
                    + "}"
            }
            var fields = [
                "\"relations\": [" + stratum.relations.map(quoted).joined(separator: ", ") + "]",
                "\"recursive\": \(stratum.isRecursive)",
            ]
            if trace.measures {
                fields += [
                    "\"rounds\": \(stratum.rounds)", "\"rows\": \(stratum.rows)", "\"bytes\": \(stratum.bytes)",
                    "\"milliseconds\": \(PlanReport.time(stratum.time).dropLast(3))",
                ]
            }
            return "{" + (fields + ["\"plans\": [" + plans.joined(separator: ", ") + "]"]).joined(separator: ", ") + "}"
        }
        return "{\"strata\": [" + strata.joined(separator: ",\n") + "]}\n"
    }
}
