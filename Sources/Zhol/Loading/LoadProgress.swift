import Synchronization

/// How far a load has come, for a bar on a terminal.
package final class LoadProgress {
    /// Bytes of all files; nil where one of them is not known.
    package internal(set) var totalBytes: Int?
    package var bytes: Int { counter.value }
    package internal(set) var facts = 0
    let counter = ByteCounter()
    private let changed: (LoadProgress) -> Void

    /// - Parameter changed: called often; it is for the receiver to draw seldom.
    package init(_ changed: @escaping (LoadProgress) -> Void) { self.changed = changed }

    func show() { changed(self) }
}

/// Counts bytes that may be read on another thread.
final class ByteCounter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
}
