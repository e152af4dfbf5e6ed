import LMDB
import Terms

/// The dictionary of a write transaction: new terms wait in memory and enter the tables sorted.
extension Writer {
    /// The id of a term, which enters the dictionary where it is new.
    package func intern(_ term: Term) throws(StoreError) -> TermID {
        if let inline = TermID(inline: term) { return inline }
        guard let (kind, bytes) = TermText.encode(term) else { return .none }
        return try bytes.withUnsafeBufferPointer { (text) throws(StoreError) in
            try intern(kind, UnsafeRawBufferPointer(text))
        }
    }

    /// As `intern` of the entity with this canonical name, given as UTF-8.
    package func intern(entity name: UnsafeRawBufferPointer) throws(StoreError) -> TermID {
        try intern(.entity, name)
    }

    /// As `intern` of this string, given as UTF-8.
    package func intern(string text: UnsafeRawBufferPointer) throws(StoreError) -> TermID {
        if let inline = TermID(inlineString: text) { return inline }
        return try intern(.string, text)
    }

    private func intern(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) throws(StoreError) -> TermID {
        var hash = terms.hash(kind, text)
        if let id = terms.id(kind, text, hash: hash) { return id }
        if terms.memory > termMemory {
            try writeTerms(forgetAll: true)
            // An empty table hashes anew.
            hash = terms.hash(kind, text)
        }
        if hasStoredTerms, let id = try storedID(kind, text) {
            terms.insert(id, text, hash: hash, isNew: false)
            return id
        }
        let counted = counters[Int(kind.rawValue)]
        let next = counted > 0 ? counted : try nextNumber(kind)
        let id = TermID(kind: kind, payload: next)
        counters[Int(kind.rawValue)] = next + 1
        terms.insert(id, text, hash: hash, isNew: true)
        return id
    }

    /// Writes the new terms into the tables, both ways.
    func writeTerms(forgetAll: Bool = false) throws(StoreError) {
        let new = terms.newTerms
        if !new.isEmpty {
            try writeTexts(new)
            try writeIDs(new)
        }
        hasStoredTerms = hasStoredTerms || forgetAll || !new.isEmpty
        if forgetAll { terms.removeAll() } else { terms.forgetNew() }
    }

    private func writeTexts(_ new: [(id: TermID, text: ArraySlice<UInt8>)]) throws(StoreError) {
        var key: [UInt8] = []
        var front = FrontWriter()
        var previous: UInt64 = 0
        for (id, text) in new {
            if key.isEmpty || previous + 1 != id.rawValue {
                if !key.isEmpty { try putSorted(tables.texts, key, front.writer.bytes) }
                (key, front) = try openTextBlock(before: id)
            }
            previous = id.rawValue
            let size = front.writer.bytes.count
            text.withUnsafeBytes { front.append($0) }
            guard size > 0, front.writer.bytes.count > TextBlock.capacity(key) else { continue }
            try putSorted(tables.texts, key, Array(front.writer.bytes[..<size]))
            key = Store.key(id.rawValue)
            front = FrontWriter()
            text.withUnsafeBytes { front.append($0) }
        }
        if !key.isEmpty { try putSorted(tables.texts, key, front.writer.bytes) }
    }

    /// The block that ends right before an id, to be continued; else a new one.
    private func openTextBlock(before id: TermID) throws(StoreError) -> (key: [UInt8], front: FrontWriter) {
        let fresh = (Store.key(id.rawValue), FrontWriter())
        guard id.payload > 1 else { return fresh }
        let previous = Store.key(id.rawValue - 1)
        let block = try previous.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            try withCursor(tables.texts) { (cursor) throws(LMDBError) in
                try cursor.seek(atOrBefore: UnsafeRawBufferPointer(bytes)).map { (Array($0.key), Array($0.value)) }
            }
        }
        guard let (blockKey, value) = block, blockKey[0] == previous[0] else { return fresh }
        var front = FrontWriter()
        let isRead = value.withUnsafeBytes { bytes in
            var reader = FrontReader(bytes)
            while !reader.reader.isAtEnd {
                guard let text = reader.next() else { return false }
                text.withUnsafeBytes { front.append($0) }
            }
            return true
        }
        guard isRead else { throw damaged }
        return (blockKey, front)
    }

    private func writeIDs(_ new: [(id: TermID, text: ArraySlice<UInt8>)]) throws(StoreError) {
        var entries: [TextBlock.Entry] = []
        entries.reserveCapacity(new.count)
        var taken: Set<[UInt8]> = []
        for (id, text) in new {
            guard let kind = id.kind else { continue }
            let key = try text.withUnsafeBufferPointer { (bytes) throws(StoreError) in
                let raw = UnsafeRawBufferPointer(bytes)
                guard TextKey.isHashed(raw.count) else { return TextKey.key(kind, raw) }
                for sequence in 0..<TextKey.collisions {
                    let key = TextKey.key(kind, raw, sequence: sequence)
                    if taken.contains(key) { continue }
                    if try number(at: key) == nil { return key }
                }
                throw StoreError(.full, shared.path, "the store '\(shared.path)' has too many texts of one hash")
            }
            if TextKey.isHashed(text.count) { taken.insert(key) }
            entries.append(TextBlock.Entry(key: key, number: id.payload))
        }
        try merge(TextSort.sorted(entries))
    }

    /// Merges sorted new entries into the blocks of the table of ids.
    func merge(_ new: [TextBlock.Entry]) throws(StoreError) {
        var row = 0
        while row < new.count {
            let host = try textBlock(for: new[row].key)
            var end = new.count
            if let limit = host?.next {
                end = row
                while end < new.count, new[end].key.isBefore(limit) { end += 1 }
            }
            var merged: [TextBlock.Entry] = []
            let old = host?.entries ?? []
            merged.reserveCapacity(old.count + end - row)
            var place = 0
            for entry in new[row..<max(end, row + 1)] {
                while place < old.count, old[place].key.isBefore(entry.key) {
                    merged.append(old[place])
                    place += 1
                }
                merged.append(entry)
            }
            merged += old[place...]
            if let first = old.first, first.key != merged[0].key { try remove(tables.ids, first.key) }
            try TextBlock.encode(merged) { (key, value) throws(StoreError) in try putSorted(tables.ids, key, value) }
            row = max(end, row + 1)
        }
    }

    /// The block that a key belongs into, and the key of the block behind; nil where the table is empty.
    private func textBlock(
        for key: [UInt8]
    ) throws(StoreError) -> (entries: [TextBlock.Entry], next: [UInt8]?)? {
        try key.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            try withCursor(tables.ids) { (cursor) throws(LMDBError) in
                var host = try cursor.seek(atOrBefore: UnsafeRawBufferPointer(bytes))
                if host == nil { host = try cursor.seek([]) }
                guard let host else { return nil }
                guard let entries = TextBlock.decode(firstKey: host.key, host.value) else { throw .corrupted }
                return (entries, try cursor.next().map { Array($0.key) })
            }
        }
    }
}
