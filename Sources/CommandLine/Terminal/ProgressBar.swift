import Formats
import Glibc
import Zhol

/// Shows on a terminal how far a load has come: a bar, the facts, their rate and the time left.
///
/// Nothing is shown for what takes less than a second.
final class ProgressBar {
    private let started = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?
    private let isShown: Bool

    /// - Parameter isAllowed: whether the user wants messages.
    init(isAllowed: Bool) { isShown = isAllowed && Terminal.isTerminal(2) }

    /// What a load reports to; nil where nobody looks.
    func progress() -> LoadProgress? { isShown ? LoadProgress { [unowned self] in draw($0) } : nil }

    /// Takes the bar away.
    func finish() {
        if drawn != nil { Terminal.message("\r\u{1b}[K") }
        drawn = nil
    }

    private func draw(_ progress: LoadProgress) {
        let now = ContinuousClock.now
        guard now - (drawn ?? started) > (drawn == nil ? .seconds(1) : .milliseconds(100)) else { return }
        drawn = now
        let seconds = (now - started).seconds
        Terminal.message(
            "\r"
                + ProgressBar.line(
                    bytes: progress.bytes, of: progress.totalBytes, facts: progress.facts, seconds: seconds,
                    width: Terminal.width(2) ?? 80) + "\u{1b}[K")
    }

    /// `████░░░░  45 %  1 200 000 facts, 810 000 a second, 2 s left`
    static func line(bytes: Int, of total: Int?, facts: Int, seconds: Double, width: Int) -> String {
        var text = "\(grouped(facts)) facts, \(grouped(Int(Double(facts) / max(seconds, 0.001)))) a second"
        guard let total, total > 0 else { return text }
        let share = min(1, Double(bytes) / Double(total))
        if share > 0.02 { text += ", \(time(seconds / share - seconds)) left" }
        let percent = "\(Int(share * 100)) %"
        let room = min(30, width - TextWidth.of(text) - 10)
        guard room >= 8 else { return percent + "  " + text }
        let filled = Int(share * Double(room))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
        return bar + "  " + percent + "  " + text
    }

    /// Digits in threes, parted by spaces.
    private static func grouped(_ number: Int) -> String {
        var result = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { result.append(" ") }
            result.append(digit)
        }
        return String(result.reversed())
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e7).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
