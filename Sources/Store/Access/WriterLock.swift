import Glibc
import LMDB

/// The right to write, held by one process at a time and given back by the system when it ends.
struct WriterLock: ~Copyable {
    private let descriptor: Int32

    /// How long another writer is waited for.
    static let patience: Duration = .seconds(3)

    init(_ path: String) throws(StoreError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(LMDBError.system(errno), path) }
        let clock = ContinuousClock()
        let end = clock.now + WriterLock.patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard clock.now < end else {
                close(descriptor)
                throw StoreError(.locked, path, "the store '\(path)' is locked by another writer")
            }
            usleep(20_000)
        }
    }

    deinit { close(descriptor) }
}
