import Glibc

/// A few things on their way from one thread to another, in order.
final class BatchQueue<Element>: @unchecked Sendable {
    /// The receiver has gone: nothing more is wanted.
    struct Abandoned: Error {}

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Element] = []
    private var isFinished = false
    private var failure: (any Error)?
    private var isAbandoned = false
    private let room: Int

    init(room: Int) {
        self.room = room
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Runs the body with the lock; what it changes wakes the other thread.
    private func locked<R>(_ body: () throws -> R) rethrows -> R {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body()
    }

    /// Waits for room. Throws `Abandoned`.
    func send(_ element: Element) throws {
        try locked {
            while waiting.count >= room, !isAbandoned { pthread_cond_wait(changed, mutex) }
            guard !isAbandoned else { throw Abandoned() }
            waiting.append(element)
        }
    }

    /// Nothing more comes; the receiver throws the error when it has received the rest.
    func finish(_ error: (any Error)? = nil) {
        locked {
            isFinished = true
            failure = error
        }
    }

    /// Waits for the next; nil at the end.
    func receive() throws -> Element? {
        try locked {
            while waiting.isEmpty, !isFinished { pthread_cond_wait(changed, mutex) }
            guard waiting.isEmpty else { return waiting.removeFirst() }
            if let failure { throw failure }
            return nil
        }
    }

    func abandon() { locked { isAbandoned = true } }
}

/// A thread of the system that runs one body.
struct Worker: ~Copyable {
    private final class Task {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private var thread = pthread_t()

    /// Nil where the system gives no thread.
    init?(_ body: @escaping () -> Void) {
        let task = Unmanaged.passRetained(Task(body))
        let code = pthread_create(
            &thread, nil,
            { task in
                guard let task else { return nil }
                Unmanaged<Task>.fromOpaque(task).takeRetainedValue().body()
                return nil
            }, task.toOpaque())
        guard code == 0 else {
            task.release()
            return nil
        }
    }

    /// Waits until the body has ended.
    deinit { pthread_join(thread, nil) }
}
