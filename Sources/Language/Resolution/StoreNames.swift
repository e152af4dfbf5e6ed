/// What resolution asks of the store behind a program.
package protocol StoreNames {
    /// Whether triples with this predicate are stored.
    func isStoredRelation(_ name: String) -> Bool
    /// Whether members of this class are stored.
    func isStoredClass(_ name: String) -> Bool
    /// Whether an entity of this name is known.
    func isEntity(_ name: String) -> Bool
    /// Whether a string of this text is stored.
    func isString(_ text: String) -> Bool
    /// Stored relations and classes, for 'did you mean'.
    var relationNames: [String] { get }
}

/// The names of a program that runs without a store.
package struct NoStore: StoreNames {
    package init() {}
    package func isStoredRelation(_ name: String) -> Bool { false }
    package func isStoredClass(_ name: String) -> Bool { false }
    package func isEntity(_ name: String) -> Bool { false }
    package func isString(_ text: String) -> Bool { false }
    package var relationNames: [String] { [] }
}

extension Spelling {
    /// `; did you mean 'financed_by'?`, or nothing where no known name is near.
    package static func suggestion(for name: String, among known: [String]) -> String {
        nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
