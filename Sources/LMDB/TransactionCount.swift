import Synchronization

/// Counts the transactions that an environment has open: its map may only be changed while there are none.
final class TransactionCount: Sendable {
    private let open = Mutex(0)

    func begins() { open.withLock { $0 += 1 } }

    func ended() { open.withLock { $0 -= 1 } }

    /// Runs the body where no transaction is open, and none begins meanwhile; nil where one is open.
    func whenNone<R: Sendable>(_ body: () -> R) -> R? { open.withLock { $0 == 0 ? body() : nil } }
}
