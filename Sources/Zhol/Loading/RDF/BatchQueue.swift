import Glibc

/// A few things on their way from one thread to another, in order.
final class BatchQueue<Element>: @unchecked Sendable {
    /// The receiver has gone: nothing more is wanted.
    struct Abandoned: Error {}

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Element] = []
    private var spare: [Element] = []
    private var isFinished = false
    private var failure: (any Error)?
    private var isAbandoned = false
    private let room: Int

    /// - Parameter room: how many wait at most. Who waits is woken when it is half full: on a busy machine each turn of
    ///   the other thread takes as long as a hundred of them.
    init(room: Int) {
        self.room = max(2, room)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Runs the body with the lock, and wakes the other thread where the body says so.
    private func locked<R>(_ body: (_ wakes: inout Bool) throws -> R) rethrows -> R {
        pthread_mutex_lock(mutex)
        var wakes = false
        defer {
            if wakes { pthread_cond_broadcast(changed) }
            pthread_mutex_unlock(mutex)
        }
        return try body(&wakes)
    }

    /// Waits for room, and gives back what the receiver has done with, where there is any. Throws `Abandoned`.
    func send(_ element: Element) throws -> Element? {
        try locked { wakes in
            while waiting.count >= room, !isAbandoned { pthread_cond_wait(changed, mutex) }
            guard !isAbandoned else { throw Abandoned() }
            waiting.append(element)
            wakes = waiting.count == room / 2
            return spare.popLast()
        }
    }

    /// Nothing more comes; the receiver throws the error when it has received the rest.
    func finish(_ error: (any Error)? = nil) {
        locked { wakes in
            isFinished = true
            failure = error
            wakes = true
        }
    }

    /// Waits for the next; nil at the end.
    func receive() throws -> Element? {
        try locked { wakes in
            while waiting.isEmpty, !isFinished { pthread_cond_wait(changed, mutex) }
            guard waiting.isEmpty else {
                wakes = waiting.count - 1 == room / 2
                return waiting.removeFirst()
            }
            if let failure { throw failure }
            return nil
        }
    }

    /// Gives an element to the sender to be used again.
    func recycle(_ element: Element) { locked { _ in spare.append(element) } }

    /// The receiver goes.
    func abandon() {
        locked { wakes in
            isAbandoned = true
            wakes = true
        }
    }
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
