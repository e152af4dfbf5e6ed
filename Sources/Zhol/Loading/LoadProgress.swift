/// How far a load has come, for a bar on a terminal.
package final class LoadProgress {
    /// Bytes of all files; nil where one of them is not known.
    package internal(set) var totalBytes: Int?
    package private(set) var bytes = 0
    package internal(set) var facts = 0
    private let changed: (LoadProgress) -> Void

    /// - Parameter changed: called often; it is for the receiver to draw seldom.
    package init(_ changed: @escaping (LoadProgress) -> Void) { self.changed = changed }

    func advance(by count: Int) {
        bytes += count
        changed(self)
    }
}
