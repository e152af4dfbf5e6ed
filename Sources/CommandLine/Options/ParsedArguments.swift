import Language
import Terms
import Zhol

/// The words of a command line, sorted into command, options and the rest.
struct ParsedArguments {
    private(set) var command: Command
    /// Whether the command was named; without a name it is `repl`.
    private(set) var isCommandNamed = false
    private(set) var options: [String: [String]] = [:]
    private(set) var words: [String] = []

    /// Throws `ZholError` of kind `usage` for a word that fits no place.
    init(_ arguments: [String]) throws {
        guard let repl = Command.named("repl") else { throw ZholError(.defect, "the table of commands is empty") }
        command = repl
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                break
            }
            if word.hasPrefix("-"), word != "-" {
                try read(word, &rest)
            } else if isCommandNamed {
                words.append(word)
            } else {
                command = try ParsedArguments.command(word)
                isCommandNamed = true
            }
        }
        // What asks for help need not be complete.
        if has("help") || has("version") { return }
        for name in options.keys.sorted() where !command.options.contains(name) && !Command.common.contains(name) {
            throw ZholError(
                .usage,
                "'zhol \(command.name)' has no option '--\(name)'; 'zhol \(command.name) --help' lists what it has")
        }
        if !command.count.contains(words.count) { throw wrongCount() }
    }

    private func wrongCount() -> ZholError {
        let example = command.examples.first.map { ", as in: \($0.line)" } ?? ""
        if command.count.upperBound == 0 {
            return ZholError(.usage, "'zhol \(command.name)' takes no words, not '\(words.first ?? "")'\(example)")
        }
        // What stands in brackets may be left out; a command that takes nothing else is told of that.
        let optional = command.arguments.firstRange(of: " [")?.lowerBound ?? command.arguments.endIndex
        let isOptional = command.arguments.hasPrefix("[")
        let wanted =
            isOptional || words.count > command.count.lowerBound
            ? String(command.arguments.filter { $0 != "[" && $0 != "]" }) : String(command.arguments[..<optional])
        if words.count < command.count.lowerBound {
            return ZholError(.usage, "'zhol \(command.name)' needs \(wanted)\(example)")
        }
        let surplus = words[command.count.upperBound]
        return ZholError(.usage, "'zhol \(command.name)' takes \(wanted) only, not '\(surplus)' too\(example)")
    }

    private static func command(_ word: String) throws -> Command {
        if let found = Command.named(word) { return found }
        var hint = Spelling.suggestion(for: word, among: Command.all.map(\.name))
        if word.hasSuffix(".dl") { hint = "; to run a file: zhol run \(word)" }
        if word.hasSuffix(".zhol") { hint = "; to open a store: zhol --db \(word)" }
        throw ZholError(.usage, "there is no command '\(word)'\(hint.isEmpty ? "; 'zhol help' lists them" : hint)")
    }

    private mutating func read(_ word: String, _ rest: inout ArraySlice<String>) throws {
        var name = word
        var attached: String?
        if let mark = word.firstIndex(of: "="), word.hasPrefix("--") {
            name = String(word[..<mark])
            attached = String(word[word.index(after: mark)...])
        }
        let option: Option?
        if word.hasPrefix("--") {
            option = Option.named(String(name.dropFirst(2)))
        } else {
            name = String(word.prefix(2))
            option = Option.all.first { $0.short.map { "-" + $0 } == name }
            if word.count > 2 { attached = String(word.dropFirst(2)) }
        }
        guard let option else {
            let hint = Spelling.suggestion(for: name, among: Option.all.map { "--" + $0.name })
            throw ZholError(.usage, "there is no option '\(word.hasPrefix("--") ? name : word)'\(hint)")
        }
        guard let wanted = option.value else {
            guard attached == nil else { throw ZholError(.usage, "'--\(option.name)' takes no value") }
            options[option.name, default: []].append("")
            return
        }
        guard let value = attached ?? rest.popFirst() else {
            throw ZholError(.usage, "'--\(option.name)' needs a value: \(wanted)")
        }
        options[option.name, default: []].append(value)
    }

    func has(_ name: String) -> Bool { options[name] != nil }

    /// The value of an option; of several, the last.
    func value(_ name: String) -> String? { options[name]?.last }

    /// Every value of an option, in order.
    func values(_ name: String) -> [String] { options[name] ?? [] }

    /// A value that is one of some words.
    func word(_ name: String, among words: [String]) throws -> String? {
        guard let text = value(name) else { return nil }
        guard words.contains(text) else {
            let hint = Spelling.suggestion(for: text, among: words)
            throw ZholError(
                .usage,
                "'--\(name)' takes \(words.joined(separator: ", ")), not '\(text)'\(hint)")
        }
        return text
    }

    /// A whole number that is not negative.
    func count(_ name: String) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), number >= 0, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
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

    /// A number from 0 to 1.
    func score(_ name: String) throws -> Double? {
        guard let text = value(name) else { return nil }
        guard let number = Double(text), (0...1).contains(number) else {
            throw ZholError(.usage, "'--\(name)' takes a number from 0 to 1, not '\(text)'")
        }
        return number
    }

    /// The level of `--min-confidence`: 0 where any evidence counts, 1 low, 2 medium, 3 high.
    func confidence() throws -> Int {
        guard let text = try word("min-confidence", among: Schema.confidences) else { return 0 }
        return (Schema.confidences.firstIndex(of: text) ?? 0) + 1
    }

    /// One sign that can stand between fields, or the word for a tab.
    func separator() throws -> Character? {
        guard let text = value("separator") else { return nil }
        if text == "tab" || text == "\\t" { return "\t" }
        guard text.utf8.count == 1, let sign = text.first, sign == "\t" || sign.isPunctuation || sign.isSymbol,
            sign != "\""
        else {
            throw ZholError(.usage, "'--separator' takes one sign such as ';' or '|', or tab, not '\(text)'")
        }
        return sign
    }

    func timeout() throws -> Duration? {
        guard let text = value("timeout") else { return nil }
        let units: [(suffix: String, factor: Double)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1000),
        ]
        guard let milliseconds = ParsedArguments.measure(text, units) else {
            throw ZholError(.usage, "'--timeout' takes a time as 30s, 500ms or 2m, not '\(text)'")
        }
        return .milliseconds(Int64(milliseconds))
    }

    /// The bytes of `--memory`.
    func memory() throws -> Int? {
        guard let text = value("memory") else { return nil }
        let units: [(suffix: String, factor: Double)] = [
            ("K", 1024), ("M", 1_048_576), ("G", 1_073_741_824), ("T", 1_099_511_627_776),
        ]
        guard let bytes = ParsedArguments.measure(text.uppercased(), units), bytes >= 1 else {
            throw ZholError(.usage, "'--memory' takes a size as 512M or 4G, not '\(text)'")
        }
        return Int(bytes)
    }

    /// A number with a unit behind it; nil where it is none, is negative or is beyond all use.
    private static func measure(_ text: String, _ units: [(suffix: String, factor: Double)]) -> Double? {
        for unit in units where text.hasSuffix(unit.suffix) {
            let digits = text.dropLast(unit.suffix.count)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }),
                let number = Double(digits), number * unit.factor < 1e15
            else { continue }
            return number * unit.factor
        }
        return nil
    }

    /// Values of parameters: an entity, a number, a date or a string in quotes.
    func parameters(_ namespaces: Namespaces) throws -> [String: Term] {
        var found: [String: Term] = [:]
        for text in options["param"] ?? [] {
            guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
                throw ZholError(.usage, "'--param' takes NAME=VALUE, not '\(text)'")
            }
            let name = text[..<mark].hasPrefix("$") ? text[..<mark].dropFirst() : text[..<mark]
            found[String(name)] = ParameterText.term(String(text[text.index(after: mark)...]), namespaces)
        }
        return found
    }
}
