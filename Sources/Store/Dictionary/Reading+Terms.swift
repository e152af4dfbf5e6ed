import Terms

/// The dictionary, both ways.
extension Reading {
    /// The id of a term; nil where the store does not know it.
    package func id(of term: Term) throws(StoreError) -> TermID? {
        if let inline = TermID(inline: term) { return inline }
        guard let (kind, bytes) = TermText.encode(term) else { return nil }
        return try id(kind, bytes)
    }

    func id(_ kind: TermID.Kind, _ bytes: [UInt8]) throws(StoreError) -> TermID? {
        let (textKey, isHashed) = TermText.key(kind, bytes)
        guard let value = try value(tables.ids, textKey) else { return nil }
        var reader = ByteReader(value)
        while let raw = reader.number() {
            let id = TermID(rawValue: raw)
            guard isHashed else { return id }
            // Texts of one hash share a key: compare the text itself.
            if let text = try self.value(tables.texts, key(raw)), text.elementsEqual(bytes) { return id }
        }
        return nil
    }

    /// The term of an id. Throws `StoreError` of kind `damaged` where the store does not know it.
    package func term(of id: TermID) throws(StoreError) -> Term {
        if let inline = id.inlineTerm { return inline }
        guard let kind = id.kind, let value = try value(tables.texts, key(id.rawValue)),
            let term = TermText.decode(kind, value)
        else { throw damaged }
        return term
    }

    /// Names of entities that start with a prefix, in order, at most `limit`.
    package func entities(prefix: String, limit: Int) throws(StoreError) -> [String] {
        var found: [String] = []
        try entries(tables.ids, prefix: [TermID.Kind.entity.rawValue] + Array(prefix.utf8)) { (entryKey, _) in
            found.append(String(decoding: entryKey.dropFirst(), as: UTF8.self))
            return found.count < limit
        }
        return found
    }
}
