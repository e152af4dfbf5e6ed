import Glibc
import Synchronization

/// What it takes for copies of a plan to run at a time: each reads a part of a scan, divided by the first column, which is
/// the first column of the head too. So each copy adds to rows of its own, and the pairs come out in the order in which
/// one thread would find them.
struct Sharing {
    let target: PairRelation
    /// The slot by which the work is divided.
    let first: Int

    /// Whether a plan with this first operator can be shared.
    static func isPossible(_ head: Operator, target: PairRelation) -> Bool {
        guard let scan = head as? ExpandOperator, let first = scan.dividedSlot else { return false }
        let sharing = Sharing(target: target, first: first)
        var step: Operator? = head
        while let current = step {
            guard current.isShareable(sharing) else { return false }
            step = current.next
        }
        return true
    }

    /// Runs each piece of work, the first in this thread, and waits for all. Where one fails, the first error is thrown.
    static func run(_ work: [() throws -> Void]) throws {
        let errors = Errors(count: work.count)
        var threads: [pthread_t] = []
        var left = 1
        while left < work.count {
            let box = Unmanaged.passRetained(Job(work[left], errors, left))
            var thread = pthread_t()
            let failed = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
                    return nil
                }, box.toOpaque())
            guard failed == 0 else {
                box.release()
                break
            }
            threads.append(thread)
            left += 1
        }
        // What no thread could be had for is done here.
        for index in [0] + Array(left..<max(left, work.count)) { Job(work[index], errors, index).run() }
        for thread in threads { pthread_join(thread, nil) }
        if let error = errors.first { throw error }
    }

    /// Each job writes to its own place only, and they are read when all have ended.
    private final class Errors: @unchecked Sendable {
        private let places: UnsafeMutablePointer<Error?>
        private let count: Int

        init(count: Int) {
            self.count = count
            places = .allocate(capacity: count)
            places.initialize(repeating: nil, count: count)
        }

        deinit {
            places.deinitialize(count: count)
            places.deallocate()
        }

        func note(_ error: Error, _ index: Int) { places[index] = error }

        var first: Error? { (0..<count).lazy.compactMap { [places] in places[$0] }.first }
    }

    private final class Job {
        private let work: () throws -> Void
        private let errors: Errors
        private let index: Int

        init(_ work: @escaping () throws -> Void, _ errors: Errors, _ index: Int) {
            self.work = work
            self.errors = errors
            self.index = index
        }

        func run() {
            do {
                try work()
            } catch {
                errors.note(error, index)
            }
        }
    }
}
