import LMDB
import Terms

/// The dictionary, both ways.
extension Reading {
    /// The id of a term; nil where the store does not know it.
    package func id(of term: Term) throws(StoreError) -> TermID? {
        if let inline = TermID(inline: term) { return inline }
        guard let (kind, bytes) = TermText.encode(term) else { return nil }
        return try bytes.withUnsafeBufferPointer { (text) throws(StoreError) in
            try id(kind, UnsafeRawBufferPointer(text))
        }
    }

    /// The id of a text of a kind; nil where the store does not know it.
    func storedID(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) throws(StoreError) -> TermID? {
        guard TextKey.isHashed(text.count) else {
            return try number(at: TextKey.key(kind, text)).map { TermID(kind: kind, payload: $0) }
        }
        for sequence in 0...TextKey.collisions {
            guard let number = try number(at: TextKey.key(kind, text, sequence: sequence)) else { return nil }
            let id = TermID(kind: kind, payload: number)
            if try storedText(of: id).elementsEqual(text) { return id }
        }
        return nil
    }

    func number(at textKey: [UInt8]) throws(StoreError) -> UInt64? {
        try textKey.withUnsafeBufferPointer { (bytes) throws(StoreError) -> UInt64? in
            let wanted = UnsafeRawBufferPointer(bytes)
            return try withCursor(tables.ids) { (cursor) throws(LMDBError) -> UInt64? in
                guard let block = try cursor.seek(atOrBefore: wanted) else { return nil }
                do {
                    return try TextBlock.number(of: wanted, firstKey: block.key, block.value)
                } catch {
                    throw .corrupted
                }
            }
        }
    }

    /// The text of a dictionary id. Throws `StoreError` of kind `damaged` where there is none.
    func storedText(of id: TermID) throws(StoreError) -> [UInt8] {
        let text = try withCursor(tables.texts) { (cursor) throws(LMDBError) -> [UInt8]? in
            let wanted = id.rawValue.bigEndian
            return try withUnsafeBytes(of: wanted) { (bytes) throws(LMDBError) -> [UInt8]? in
                guard let block = try cursor.seek(atOrBefore: bytes) else { return nil }
                var keyReader = ByteReader(block.key)
                guard let first = keyReader.number(), first >> 56 == id.rawValue >> 56, first <= id.rawValue else {
                    return nil
                }
                var front = FrontReader(block.value)
                for _ in first..<id.rawValue { guard front.next() != nil else { return nil } }
                return front.next()
            }
        }
        guard let text else { throw damaged }
        return text
    }

    /// Names of entities that start with a prefix, in order, at most `limit`.
    package func entities(prefix: String, limit: Int) throws(StoreError) -> [String] {
        let start = [TermID.Kind.entity.rawValue] + Array(prefix.utf8)
        var found: [String] = []
        guard limit > 0 else { return found }
        try settle()
        try forEachText(from: start) { entry in
            guard entry.key.starts(with: start) else { return entry.key.lexicographicallyPrecedes(start) }
            found.append(String(decoding: entry.key.dropFirst(), as: UTF8.self))
            return found.count < limit
        }
        return found
    }

    /// Passes on the entries of the dictionary from the block that holds a key on, as long as `receive` wants more.
    func forEachText(
        from start: [UInt8] = [], _ receive: (TextBlock.Entry) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let from = try start.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            try withCursor(tables.ids) { (cursor) throws(LMDBError) -> [UInt8] in
                guard !bytes.isEmpty, let block = try cursor.seek(atOrBefore: UnsafeRawBufferPointer(bytes)) else {
                    return start
                }
                return Array(block.key)
            }
        }
        try entries(tables.ids, prefix: [], from: from) { (blockKey, value) throws(StoreError) in
            guard let entries = TextBlock.decode(firstKey: blockKey, value) else { throw damaged }
            for entry in entries { guard try receive(entry) else { return false } }
            return true
        }
    }
}
