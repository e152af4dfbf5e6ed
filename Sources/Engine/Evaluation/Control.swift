import Glibc
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

    /// Processors that this process may use.
    package static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    private var deadline: ContinuousClock.Instant?
    private var limit: Duration?
    /// Bytes that the process may take.
    private let memory: Int?
    private var calls = 0
    private var work = 0
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

    /// - Parameter memory: bytes that the process may take before an evaluation is stopped.
    package init(timeout: Duration? = nil, memory: Int? = nil) {
        limit = timeout
        self.memory = memory
        deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
    }

    /// Begins anew, with a time of its own and nothing noted.
    func restart(timeout: Duration?) {
        limit = timeout
        deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
        undefinedPlaces = [:]
    }

    /// The same budgets for work in another thread, which notes nothing.
    func branch() -> Control { Control(deadline, limit, memory) }

    private init(_ deadline: ContinuousClock.Instant?, _ limit: Duration?, _ memory: Int?) {
        self.deadline = deadline
        self.limit = limit
        self.memory = memory
    }

    /// Throws `Interruption` where the evaluation must stop. Called once for each batch.
    @inline(__always)
    package func check() throws {
        if Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
        calls += 1
        if calls % 64 == 0 { try checkBudgets() }
    }

    /// The same for work in larger pieces: steps that each take some nanoseconds.
    @inline(__always)
    func check(after steps: Int) throws {
        work += steps
        if work > 1 << 20 {
            work = 0
            if Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
            try checkBudgets()
        }
    }

    private func checkBudgets() throws {
        if let deadline, let limit, ContinuousClock.now > deadline {
            let parts = limit.components
            throw Interruption.outOfTime(seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        }
        if let memory, Control.residentBytes > memory { throw Interruption.outOfMemory("") }
    }

    /// Bytes of memory that are the process's own: pages of files that it maps do not count.
    private static var residentBytes: Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return 0 }
            // Size, resident and shared, in pages.
            let fields = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ").map {
                Int($0) ?? 0
            }
            return fields.count > 2 ? max(0, fields[1] - fields[2]) * Int(getpagesize()) : 0
        }
    }

    /// Counts a binding for which an expression had no value.
    func noteUndefined(_ what: String, at range: SourceRange?) {
        let place = Place(what: what, file: range.map { ObjectIdentifier($0.file) }, start: range?.start ?? 0)
        undefinedPlaces[place, default: Undefined(what: what, range: range, count: 0)].count += 1
    }
}
