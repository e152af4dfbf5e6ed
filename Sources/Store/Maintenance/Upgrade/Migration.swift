/// A way from an older layout towards this version's.
///
/// Where a layout changes, the one before it gets an entry in `all`, and `Store.formatVersion` goes up. A migration may
/// write the whole store anew with today's `Writer`, and is then at the last version at once; or it copies the file and
/// changes the copy, to the next version, from where another goes on.
struct Migration: Sendable {
    /// Writes what an old store holds into a file that is not there yet, in a layout of a later version.
    let run: @Sendable (_ old: OldStore, _ path: String) throws(StoreError) -> Void

    /// By the version that each begins at.
    static let all: [UInt64: Migration] = [
        1: Migration { (old, path) throws(StoreError) in try FormatOne(old).write(to: path) }
    ]
}
