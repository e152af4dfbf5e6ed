import Formats

/// The texts of `zhol help`, within 80 columns.
enum Help {
    static let width = 80

    /// `zhol help`
    static var overview: String {
        var text = """
            zhol: a knowledge graph that answers with its sources

            usage: zhol COMMAND [options]
                   zhol [--db PATH]              the prompt
                   zhol --version


            """
        for group in Command.Group.allCases {
            let commands = Command.all.filter { $0.group == group }
            guard !commands.isEmpty else { continue }
            text += group.rawValue + "\n"
            for command in commands { text += line(command.name, command.summary, indent: 2, column: 15) }
            text += "\n"
        }
        text += "Topics of 'zhol help TOPIC'\n"
        for topic in Topic.all { text += line(topic.name, topic.summary, indent: 2, column: 15) }
        return text + "\n'zhol COMMAND --help' tells how each command is used.\n"
    }

    /// `zhol COMMAND --help`
    static func text(of command: Command) -> String {
        var text = "zhol \(command.name): \(command.summary)\n\n"
        text += "usage: zhol \(command.name)" + (command.arguments.isEmpty ? "" : " " + command.arguments)
        text += " [options]\n"
        if !command.details.isEmpty { text += "\n" + paragraph(command.details) }
        text += "\noptions\n"
        for name in command.options + Command.common {
            guard let option = Option.named(name), !option.isAdvanced else { continue }
            text += line(option.usage, option.help, indent: 2, column: 28)
        }
        if !command.examples.isEmpty {
            text += "\nexamples\n"
            for example in command.examples {
                if !example.note.isEmpty { text += paragraph(example.note, indent: 2, first: 2) }
                text += "      \(example.line)\n"
            }
        }
        return text
    }

    /// A name and what it means, the second in a column of its own.
    static func line(_ name: String, _ meaning: String, indent: Int, column: Int) -> String {
        let left = String(repeating: " ", count: indent) + name
        let gap = column - TextWidth.of(left)
        guard gap >= 2 else { return left + "\n" + paragraph(meaning, indent: column, first: column) }
        return left + String(repeating: " ", count: gap) + paragraph(meaning, indent: column, first: 0)
    }

    /// Words in lines of at most 80 columns; the first line is indented by `first`, the others by `indent`.
    static func paragraph(_ text: String, indent: Int = 0, first: Int = 0) -> String {
        var result = String(repeating: " ", count: first)
        var used = indent
        var isEmpty = true
        for word in text.split(whereSeparator: \.isWhitespace) {
            let length = TextWidth.of(String(word))
            if !isEmpty, used + 1 + length > width {
                result += "\n" + String(repeating: " ", count: indent)
                used = indent
                isEmpty = true
            }
            result += (isEmpty ? "" : " ") + word
            used += length + (isEmpty ? 0 : 1)
            isEmpty = false
        }
        return result + "\n"
    }
}
