/// Facts of one relation as columns of raw ids: inline ids as they are, other terms by their place in `terms`.
package struct FactColumns: Sendable {
    package var columns: [[UInt64]]
    package var count = 0
    /// The term behind an id that is transient: the payload without the transient bit is the place here.
    package var terms: [Term] = []

    package init(arity: Int) { columns = Array(repeating: [], count: arity) }
}
