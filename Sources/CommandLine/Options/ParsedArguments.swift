import Language
import Terms
import Zhol

/// The words of a command line, sorted into command, options and the rest.
struct ParsedArguments {
    var command: Command
    private(set) var options: [String: [String]] = [:]
    private(set) var words: [String] = []
    var asksHelp = false
    var asksVersion = false

    /// Throws `ZholError` of kind `usage` for a word that fits no place.
    init(_ arguments: [String]) throws {
        guard let repl = Command.named("repl") else { throw ZholError(.defect, "the table of commands is empty") }
        command = repl
        var rest = arguments[...]
        var named = false
        var endsOptions = false
        while let word = rest.popFirst() {
            if endsOptions || !word.hasPrefix("-") || word == "-" {
                if named || endsOptions {
                    words.append(word)
                    continue
                }
                command = try ParsedArguments.command(word)
                named = true
            } else if word == "--" {
                endsOptions = true
            } else {
                try read(word, &rest)
            }
        }
        for name in options.keys.sorted()
        where !command.options.contains(name) && !Command.common.contains(name) && name != "version" {
            throw ZholError(
                .usage,
                "'zhol \(command.name)' has no option '--\(name)'; 'zhol \(command.name) --help' lists what it has")
        }
        asksHelp = options["help"] != nil
        asksVersion = options["version"] != nil
    }

    private static func command(_ word: String) throws -> Command {
        if let found = Command.named(word) { return found }
        if Command.planned.contains(word) {
            throw ZholError(.usage, "'zhol \(word)' is not available in this version")
        }
        let hint = Spelling.suggestion(for: word, among: Command.all.map(\.name) + Command.planned)
        throw ZholError(.usage, "there is no command '\(word)'\(hint.isEmpty ? "; 'zhol help' lists them" : hint)")
    }

    private mutating func read(_ word: String, _ rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let option: Option?
        if word.hasPrefix("--") {
            option = Option.named(String(parts[0].dropFirst(2)))
        } else {
            option = Option.all.first { $0.short.map { "-" + $0 } == parts[0] }
        }
        guard let option else {
            let hint = Spelling.suggestion(for: parts[0], among: Option.all.map { "--" + $0.name })
            throw ZholError(.usage, "there is no option '\(parts[0])'\(hint)")
        }
        guard option.value != nil else {
            guard parts.count == 1 else { throw ZholError(.usage, "'--\(option.name)' takes no value") }
            options[option.name, default: []].append("")
            return
        }
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
            throw ZholError(.usage, "'--\(option.name)' needs a value: \(option.value ?? "")")
        }
        options[option.name, default: []].append(value)
    }

    func has(_ name: String) -> Bool { options[name] != nil }

    func value(_ name: String) -> String? { options[name]?.last }

    /// A whole number that is not negative.
    func count(_ name: String) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw ZholError(.usage, "'--\(name)' takes a whole number, not '\(text)'")
        }
        return number
    }

    func date(_ name: String) throws -> PartialDate? {
        guard let text = value(name) else { return nil }
        guard let date = PartialDate(text) else {
            throw ZholError(.usage, "'--\(name)' takes a date as 2016, 2016-05 or 2016-05-10, not '\(text)'")
        }
        return date
    }

    func confidence() throws -> Int {
        guard let text = value("min-confidence") else { return 0 }
        guard let level = Schema.confidences.firstIndex(of: text) else {
            throw ZholError(.usage, "'--min-confidence' takes low, medium or high, not '\(text)'")
        }
        return level + 1
    }

    func timeout() throws -> Duration? {
        guard let text = value("timeout") else { return nil }
        let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
        for unit in units where text.hasSuffix(unit.suffix) {
            if let number = Double(text.dropLast(unit.suffix.count)), number >= 0, number < 1e9 {
                return .milliseconds(Int64(number * unit.milliseconds))
            }
        }
        if let number = Double(text), number >= 0, number < 1e9 { return .milliseconds(Int64(number * 1000)) }
        throw ZholError(.usage, "'--timeout' takes a time as 30s, 500ms or 2m, not '\(text)'")
    }

    /// Values of parameters: an entity, a number, a date or a string in quotes.
    func parameters(_ namespaces: Namespaces) throws -> [String: Term] {
        var found: [String: Term] = [:]
        for text in options["param"] ?? [] {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ZholError(.usage, "'--param' takes NAME=VALUE, not '\(text)'")
            }
            found[parts[0]] = ParameterText.term(parts[1], namespaces)
        }
        return found
    }
}
