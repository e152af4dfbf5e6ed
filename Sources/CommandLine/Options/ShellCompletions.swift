/// Scripts that complete zhol's words, made from the tables of commands and options.
enum ShellCompletions {
    static func script(for shell: String) -> String? {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    private static func options(of command: Command) -> [Option] {
        (command.options + Command.common).compactMap(Option.named).filter { !$0.isAdvanced }
    }

    // MARK: bash

    private static var bash: String {
        let commands = Command.all.map(\.name).joined(separator: " ")
        var text = """
            # zhol's words for bash: eval "$(zhol completions bash)"
            _zhol() {
                local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="repl" i
                # '=' is a word of its own to bash.
                if [[ $word == "=" ]]; then word=""; elif [[ $before == "=" ]]; then before="${COMP_WORDS[COMP_CWORD-2]}"; fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "${COMP_WORDS[i]}" in
                        \(Command.all.map(\.name).joined(separator: "|"))) command="${COMP_WORDS[i]}"; break ;;
                    esac
                done
                case "$before" in

            """
        for option in Option.all where option.value != nil {
            let names = [option.short.map { "-\($0)" }, "--\(option.name)"].compactMap { $0 }.joined(separator: "|")
            let reply =
                switch option.values {
                case .free: ""
                case .files: "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"));"
                case .folders: "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\"));"
                case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"));"
                }
            text += "        \(names)) \(reply) return ;;\n"
        }
        text += """
                esac
                if [[ $command == repl && $word != -* ]]; then
                    COMPREPLY=($(compgen -W '\(commands)' -- "$word")); return
                fi
                case "$command" in

            """
        for command in Command.all {
            let names = options(of: command).map { "--" + $0.name }.joined(separator: " ")
            let words =
                switch command.words {
                case .none: ""
                case .files: "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"))"
                case .words(let words):
                    "COMPREPLY=($(compgen -W '\((words + (command.name == "help" ? Command.all.map(\.name) : [])).joined(separator: " "))' -- \"$word\"))"
                }
            text += "        \(command.name))\n            if [[ $word == -* ]]; then\n"
            text += "                COMPREPLY=($(compgen -W '\(names)' -- \"$word\"))\n"
            text += words.isEmpty ? "" : "            else\n                \(words)\n"
            text += "            fi ;;\n"
        }
        return text + "    esac\n}\ncomplete -F _zhol zhol\n"
    }

    // MARK: zsh

    private static var zsh: String {
        func quoted(_ text: String) -> String {
            var result = ""
            for character in text {
                switch character {
                case "'": result += "'\\''"
                case "[", "]", ":", "\\": result += "\\\(character)"
                default: result.append(character)
                }
            }
            return result
        }
        var text = "#compdef zhol\n# zhol's words for zsh: zhol completions zsh >\"${fpath[1]}/_zhol\"\n_zhol() {\n"
        text += "    local -a commands\n    commands=(\n"
        for command in Command.all { text += "        '\(command.name):\(quoted(command.summary))'\n" }
        text += "    )\n    local command=${words[(r)\(Command.all.map(\.name).joined(separator: "|"))]:-repl}\n"
        text += "    case $command in\n"
        for command in Command.all {
            text += "        \(command.name)) _arguments \\\n"
            for option in options(of: command) {
                let action =
                    switch option.values {
                    case .free: ":\(option.value ?? ""):"
                    case .files: ":\(option.value ?? ""):_files"
                    case .folders: ":\(option.value ?? ""):_files -/"
                    case .words(let words): ":\(option.value ?? ""):(\(words.joined(separator: " ")))"
                    }
                let argument = option.value == nil ? "" : action
                let mark = option.value == nil ? "" : "="
                text += "            '--\(option.name)\(mark)[\(quoted(option.help))]\(argument)' \\\n"
            }
            let rest =
                switch command.words {
                case .none: ""
                case .files: "_files"
                case .words(let words): "(\(words.joined(separator: " ")))"
                }
            if command.name == "repl" {
                text += "            '1:command:{_describe command commands}' ;;\n"
            } else {
                text += "            '1:command:' '*:word:\(rest)' ;;\n"
            }
        }
        return text + "    esac\n}\n_zhol \"$@\"\n"
    }

    // MARK: fish

    private static var fish: String {
        func quoted(_ text: String) -> String {
            "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
        }
        let names = Command.all.map(\.name).joined(separator: " ")
        var text = "# zhol's words for fish: zhol completions fish >~/.config/fish/completions/zhol.fish\n"
        text += "complete -c zhol -f\n"
        for command in Command.all {
            text +=
                "complete -c zhol -n 'not __fish_seen_subcommand_from \(names)' -a \(command.name) "
                + "-d \(quoted(command.summary))\n"
        }
        for command in Command.all {
            let seen =
                command.name == "repl"
                ? "not __fish_seen_subcommand_from \(names)" : "__fish_seen_subcommand_from \(command.name)"
            for option in options(of: command) {
                var line = "complete -c zhol -n '\(seen)' -l \(option.name)"
                if let short = option.short { line += " -s \(short)" }
                if option.value != nil {
                    switch option.values {
                    case .free: line += " -x"
                    case .files, .folders: line += " -r -F"
                    case .words(let words): line += " -x -a \(quoted(words.joined(separator: " ")))"
                    }
                }
                text += line + " -d \(quoted(option.help))\n"
            }
            switch command.words {
            case .none: break
            case .files: text += "complete -c zhol -n '\(seen)' -F\n"
            case .words(let words):
                text += "complete -c zhol -n '\(seen)' -a \(quoted(words.joined(separator: " ")))\n"
            }
        }
        return text
    }
}
