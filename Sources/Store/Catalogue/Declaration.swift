/// Something a store declares, as the text that the language reads.
package struct Declaration: Sendable, Equatable {
    /// `class relation enum prefix base rule query deny`
    package var kind: String
    package var name: String
    /// The statement's text with its documentation.
    package var text: String
    /// `file:line`
    package var origin: String

    package init(kind: String, name: String, text: String, origin: String) {
        self.kind = kind
        self.name = name
        self.text = text
        self.origin = origin
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        for part in [kind, name, text, origin] { writer.append(part) }
        return writer.bytes
    }

    init?(_ value: UnsafeRawBufferPointer) {
        var reader = ByteReader(value)
        guard let kind = reader.text(), let name = reader.text(), let text = reader.text(), let origin = reader.text()
        else { return nil }
        self.init(kind: kind, name: name, text: text, origin: origin)
    }
}

extension Reading {
    /// The catalogue in order of storing.
    package func declarations() throws(StoreError) -> [Declaration] {
        try numberedDeclarations().map(\.declaration)
    }

    func numberedDeclarations() throws(StoreError) -> [(number: UInt64, declaration: Declaration)] {
        var found: [(number: UInt64, declaration: Declaration)] = []
        let damaged = damaged
        try entries(tables.catalogue, prefix: []) { (entryKey, value) throws(StoreError) in
            var reader = ByteReader(entryKey)
            guard let number = reader.number(), let declaration = Declaration(value) else { throw damaged }
            found.append((number, declaration))
            return true
        }
        return found
    }
}
