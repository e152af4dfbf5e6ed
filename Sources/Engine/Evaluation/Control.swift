import Language
import Synchronization

/// Why an evaluation ended before its time.
package enum Interruption: Error, Sendable {
    case interrupted
    case outOfTime(seconds: Double)
    case outOfMemory(String)
}

/// Lets an evaluation be stopped from outside, and collects what it warns of.
package final class Control {
    /// Set by a signal handler to stop every evaluation of the process.
    package static let interrupt = Atomic<Bool>(false)

    private let deadline: ContinuousClock.Instant?
    private let limit: Duration?
    private var calls = 0
    /// Places with undefined values, with how often.
    package private(set) var undefined: [String: (range: SourceRange?, count: Int)] = [:]

    package init(timeout: Duration? = nil) {
        limit = timeout
        deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
    }

    /// Throws `Interruption` where the evaluation must stop.
    func check() throws {
        if Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
        guard let deadline, let limit else { return }
        calls += 1
        if calls % 64 == 0, ContinuousClock.now > deadline {
            throw Interruption.outOfTime(seconds: Double(limit.components.seconds))
        }
    }

    /// Counts a binding for which an expression had no value.
    func noteUndefined(_ what: String, at range: SourceRange?) {
        undefined[what, default: (range, 0)].count += 1
    }
}
