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
    private var undefinedPlaces: [Place: Undefined] = [:]

    /// What has no value for some bindings at one place.
    package struct Undefined {
        package let what: String
        package let range: SourceRange?
        package var count: Int
    }

    private struct Place: Hashable {
        let what: String
        let file: ObjectIdentifier?
        let start: Int
    }

    /// Each place with undefined values, in the order of the text.
    package var undefined: [Undefined] {
        undefinedPlaces.values.sorted { left, right in
            (left.range?.file.name ?? "", left.range?.start ?? 0, left.what)
                < (right.range?.file.name ?? "", right.range?.start ?? 0, right.what)
        }
    }

    package init(timeout: Duration? = nil) {
        limit = timeout
        deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
    }

    /// Throws `Interruption` where the evaluation must stop.
    package func check() throws {
        if Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
        guard let deadline, let limit else { return }
        calls += 1
        if calls % 64 == 0, ContinuousClock.now > deadline {
            throw Interruption.outOfTime(seconds: Double(limit.components.seconds))
        }
    }

    /// Counts a binding for which an expression had no value.
    func noteUndefined(_ what: String, at range: SourceRange?) {
        let place = Place(what: what, file: range.map { ObjectIdentifier($0.file) }, start: range?.start ?? 0)
        undefinedPlaces[place, default: Undefined(what: what, range: range, count: 0)].count += 1
    }
}
