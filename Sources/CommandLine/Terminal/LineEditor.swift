import CEditLine
import Engine
import Glibc

/// Reads lines from a person at a terminal, with history and completion (libedit), or from a pipe without either.
struct LineEditor {
    enum Line {
        case text(String)
        /// Ctrl-C: what was typed is dropped.
        case interrupted
        /// Ctrl-D, or the end of the input.
        case end
    }

    let isInteractive: Bool
    private let historyPath: String?

    init() {
        isInteractive = Terminal.isTerminal(0)
        historyPath = isInteractive ? LineEditor.makeHistoryPath() : nil
        guard isInteractive else { return }
        setlocale(LC_ALL, "")
        rl_initialize()
        zhol_edit_configure(strdup("zhol"), strdup(" \t\n(),;{}[]=<>!")) { text, start, _ in
            guard let text else { return nil }
            zhol_edit_completion_over()
            Completion.find(String(cString: text), start: Int(start), line: String(cString: zhol_edit_line()))
            guard !Completion.candidates.isEmpty else { return nil }
            return rl_completion_matches(text) { _, state in
                let index = Int(state)
                return index < Completion.candidates.count ? strdup(Completion.candidates[index]) : nil
            }
        }
        using_history()
        if let historyPath { read_history(historyPath) }
    }

    /// The next line, without its line break.
    func read(prompt: String) -> Line {
        guard isInteractive else { return readLine(strippingNewline: true).map { .text($0) } ?? .end }
        guard let line = readline(prompt) else {
            if Control.interrupt.exchange(false, ordering: .relaxed) {
                Terminal.message("^C\n")
                return .interrupted
            }
            return .end
        }
        defer { free(line) }
        if Control.interrupt.exchange(false, ordering: .relaxed) { return .interrupted }
        return .text(String(cString: line))
    }

    /// Keeps an input for later; its lines become one.
    func remember(_ input: String) {
        guard isInteractive else { return }
        let single = input.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard !single.isEmpty else { return }
        add_history(single)
        if let historyPath { write_history(historyPath) }
    }

    /// `$XDG_STATE_HOME/zhol/history`, with the folders it needs; nil where there is no home.
    private static func makeHistoryPath() -> String? {
        let state = Terminal.environment("XDG_STATE_HOME") ?? Terminal.environment("HOME").map { $0 + "/.local/state" }
        guard let state else { return nil }
        var end = state.startIndex
        let folders = state + "/zhol"
        while let slash = folders[end...].dropFirst().firstIndex(of: "/") {
            mkdir(String(folders[..<slash]), 0o700)
            end = slash
        }
        mkdir(folders, 0o700)
        return state + "/zhol/history"
    }
}

/// What Tab offers; the editor's C callbacks reach nothing but globals, and all of this runs on the main thread.
enum Completion {
    nonisolated(unsafe) static var candidates: [String] = []
    nonisolated(unsafe) static var source: (_ word: String, _ start: Int, _ line: String) -> [String] = { _, _, _ in []
    }

    static func find(_ word: String, start: Int, line: String) { candidates = source(word, start, line) }
}
