import Formats
import Language
import Terms
import Zhol

/// `match`: what may be the same, by its names.
extension Context {
    func match() throws -> Int32 {
        let database = try Database(path: storePath)
        guard let matching = EntityMatching(database) else { return 0 }
        let namespaces = database.catalogue.namespaces
        var className: String?
        if let word = arguments.words.first {
            guard case .entity(let name) = ParameterText.term(word, namespaces) else {
                throw ZholError(.usage, "'zhol match' takes a class, not '\(word)'")
            }
            className = name
        }
        var candidates = try matching.candidates(in: className, least: arguments.score("min-score") ?? 0.8)
        let count = candidates.count
        if let limit = try arguments.count("limit") { candidates = Array(candidates.prefix(limit)) }
        if try format() == .dl {
            try page { sink in
                for one in candidates {
                    let names = "\(one.score): \(one.reason); \(one.firstName) = \(one.secondName)"
                    try sink.write(
                        "same(\(one.first.sourceText(namespaces)), \(one.second.sourceText(namespaces))) "
                            + "{source: zhol_match, confidence: \(one.score >= 0.9 ? "medium" : "low"), "
                            + "note: \(Term.string(names).sourceText(namespaces))}.\n")
                }
            }
        } else {
            let rows = candidates.map { one -> [Term] in
                [
                    one.first, one.second, Term.float(finite: one.score) ?? .none, .string(one.reason),
                    .string(one.firstName), .string(one.secondName),
                ]
            }
            try show(
                AnswerTable(
                    name: nil, columns: ["first", "second", "score", "reason", "first_name", "second_name"], rows: rows,
                    namespaces: namespaces), as: format())
        }
        if count > candidates.count { note("the best \(candidates.count) of \(count)") }
        return exitCode(isEmpty: candidates.isEmpty)
    }
}
