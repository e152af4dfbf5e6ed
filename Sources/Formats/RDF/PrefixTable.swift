/// The prefixes of a text. There are few, and the last one used is likely to be the next.
struct PrefixTable {
    private(set) var all: [(name: [UInt8], iri: [UInt8])] = []
    private var places: [[UInt8]: Int] = [:]
    private var last = 0

    mutating func declare(_ name: [UInt8], _ iri: [UInt8]) {
        if let place = places[name] {
            all[place].iri = iri
        } else {
            places[name] = all.count
            all.append((name, iri))
        }
    }

    /// What a prefix stands for; nil where it was not declared.
    mutating func iri(_ name: UnsafeRawBufferPointer) -> [UInt8]? {
        if last < all.count, all[last].name.elementsEqual(name) { return all[last].iri }
        guard let place = places[Array(name)] else { return nil }
        last = place
        return all[place].iri
    }
}
