import CEditLine
import Engine
import Glibc

/// Reads lines from a person at a terminal, with history and completion (libedit), or from a pipe without either.
final class LineEditor {
    enum Line {
        case text(String)
        /// Ctrl-C: what was typed is dropped.
        case interrupted
        /// Ctrl-D, or the end of the input.
        case end
    }

    let isInteractive: Bool
    private var history: InputHistory
    private var editor: OpaquePointer?
    private var past: OpaquePointer?
    private var input = LineInput()

    init() {
        isInteractive = Terminal.isTerminal(0) && Terminal.isTerminal(1)
        history = InputHistory(path: isInteractive ? InputHistory.makePath() : nil)
        guard isInteractive else { return }
        Terminal.useUnicode()
        Keyboard.wakeDescriptor = Signals.beginSession()
        past = history_init()
        zhol_history_size(past, Int32(InputHistory.limit))
        fillHistory()
        editor = zhol_edit_open(
            past, { _ in Prompt.text }, { Keyboard.read($0, $1) }, { CompletionMenu.complete($0, $1) })
    }

    deinit {
        if let editor { el_end(editor) }
        if let past { history_end(past) }
    }

    /// The next line, without its line break.
    ///
    /// A Ctrl-C from before is forgotten when a line is asked for, not when it is there: one that comes right after
    /// Return stops what the line starts.
    func read(prompt: String) -> Line {
        guard let editor else { return input.next().map { .text($0) } ?? .end }
        Signals.clearInterrupt()
        Prompt.set(prompt)
        Terminal.message(Keyboard.marksPastes.on, to: 1)
        defer { Terminal.message(Keyboard.marksPastes.off, to: 1) }
        var count: Int32 = 0
        guard let line = el_gets(editor, &count), count > 0 else {
            if Signals.wantsEnd.load(ordering: .relaxed) { return .end }
            guard Control.interrupt.load(ordering: .relaxed) else { return .end }
            Terminal.message("^C\n")
            return .interrupted
        }
        var text = String(cString: line)
        if text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
        return .text(text)
    }

    /// Keeps an input for later, line breaks included.
    func remember(_ text: String) {
        guard isInteractive else { return }
        history.add(text)
        fillHistory()
    }

    private func fillHistory() {
        zhol_history_clear(past)
        for entry in history.entries { zhol_history_add(past, entry) }
    }
}

/// The prompt of the line being read, as C sees it.
private enum Prompt {
    nonisolated(unsafe) static var text: UnsafeMutablePointer<CChar>?

    static func set(_ prompt: String) {
        free(text)
        text = strdup(prompt)
    }
}

/// Lines of a standard input that is no terminal.
private struct LineInput {
    private var bytes: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// The next line without its line break; nil at the end.
    mutating func next() -> String? {
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return text(end)
            }
            searched = bytes.count
            if isAtEnd {
                guard start < bytes.count else { return nil }
                defer { start = bytes.count }
                return text(bytes.count)
            }
            let taken = start
            bytes.removeFirst(taken)
            searched -= taken
            start = 0
            fill()
        }
    }

    private func text(_ end: Int) -> String {
        let line = bytes[start..<end]
        return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }

    private mutating func fill() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &buffer, buffer.count)
            if count < 0, errno == EINTR, !Control.interrupt.load(ordering: .relaxed) { continue }
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) } else { isAtEnd = true }
            return
        }
    }
}
