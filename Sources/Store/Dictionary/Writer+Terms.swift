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
        try intern(kind, text, hash: terms.hash(kind, text))
    }

    /// How the hashes are made that `intern` takes.
    package var hashing: TermHashing { terms.hashing }

    /// Tells which hashes the next calls of `intern` have, so that these need not wait for memory.
    package func expect(hashes: UnsafeBufferPointer<UInt64>) { terms.expect(hashes) }

    /// As `intern` of the term that `TermText` encodes so.
    ///
    /// - Parameter hash: as `hashing` gives it for them.
    package func intern(
        _ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, hash: UInt64
    ) throws(StoreError) -> TermID {
        if let id = terms.id(kind, text, hash: hash) { return id }
        guard text.count <= InternedTerms.longest else {
            throw StoreError(.full, shared.path, "a text of \(text.count) bytes is too long to be stored")
        }
        if terms.memory > termMemory { try spillTerms() }
        if let id = try earlierID(kind, text, hash) {
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

    /// The id of a text that is not in `terms`: in a run, or in the store.
    func earlierID(
        _ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, _ hash: UInt64
    ) throws(StoreError) -> TermID? {
        if !termRuns.isEmpty, !TextKey.isHashed(text.count) {
            let key = TextKey.key(kind, text)
            for run in termRuns.reversed() where run.mayHold(hash) {
                let number = try key.withBytes { (key) throws(StoreError) in
                    try run.number(of: key, &runBuffer)
                }
                if let number { return TermID(kind: kind, payload: number) }
            }
        }
        return hasStoredTerms ? try storedID(kind, text) : nil
    }

    /// Makes room for other terms: the new ones go into the table of texts, which only grows at its end, and as a sorted
    /// run into the scratch file.
    private func spillTerms() throws(StoreError) {
        try writeTexts()
        try writeLongIDs()
        try writeRun()
        hasStoredTerms = hasStoredTerms || hasWrittenTerms
        hasWrittenTerms = false
        terms.removeAll(keepingMemory: true)
    }

    private func writeRun() throws(StoreError) {
        let kinds = terms.newKinds
        let count = kinds.reduce(0) { $0 + terms.newTexts($1).texts.count }
        guard count > 0 else { return }
        var filter: TextFilter?
        if termRuns.reduce(0, { $0 + $1.memory }) < termMemory / 2 {
            var made = TextFilter(count: count)
            for kind in kinds {
                let texts = terms.newTexts(kind).texts
                for row in 0..<texts.count { made.insert(terms.hash(kind, texts[row])) }
            }
            filter = made
        }
        let run = try TermRun(scratch.file(), filter: filter) { (run) throws(StoreError) in
            try forEachNewKey { (key, number) throws(StoreError) in try run.append(key, number) }
        }
        termRuns.append(run)
    }

    /// Passes the keys of new terms on, sorted, without those of long texts.
    private func forEachNewKey(
        _ receive: (UnsafeRawBufferPointer, UInt64) throws(StoreError) -> Void
    ) throws(StoreError) {
        let key = RawBuffer<UInt8>()
        defer { key.deallocate() }
        for kind in terms.newKinds {
            let (first, texts) = terms.newTexts(kind)
            let rows = TextSort.sorted(texts, leavingOut: TextKey.isHashed)
            for (place, row) in rows.enumerated() {
                if place % Writer.expectedTexts == 0 {
                    terms.expect(texts, rows[place..<min(rows.count, place + Writer.expectedTexts)])
                }
                key.removeAll()
                key.append(kind.rawValue)
                key.append(texts[Int(row)])
                try receive(UnsafeRawBufferPointer(start: key.base, count: key.count), first + UInt64(row))
            }
        }
    }

    /// Texts that are looked for at a time.
    private static let expectedTexts = 256

    /// Writes the new terms into the tables, both ways.
    func writeTerms(forgetAll: Bool = false) throws(StoreError) {
        let isNew = !terms.newKinds.isEmpty || !termRuns.isEmpty
        if isNew {
            try writeTexts()
            try writeLongIDs()
            // What is in a run is not in `terms`.
            hasStoredTerms = hasStoredTerms || !termRuns.isEmpty
            try writeIDs()
            hasWrittenTerms = true
        }
        if forgetAll {
            hasStoredTerms = true
            terms.removeAll()
        } else {
            terms.forgetNew()
        }
    }

    private func writeTexts() throws(StoreError) {
        for kind in terms.newKinds {
            let (number, texts) = terms.newTexts(kind)
            let first = TermID(kind: kind, payload: number)
            var (key, front) = try openTextBlock(before: first)
            for row in 0..<texts.count {
                let size = front.writer.bytes.count
                front.append(texts[row])
                guard size > 0, front.writer.bytes.count > TextBlock.capacity(key) else { continue }
                try front.writer.bytes.withBytes { (bytes) throws(StoreError) in
                    try key.withBytes { (key) throws(StoreError) in
                        try putSorted(tables.texts, key, UnsafeRawBufferPointer(rebasing: bytes[..<size]))
                    }
                }
                key = Store.key(first.rawValue + UInt64(row))
                front.restart(after: UnsafeRawBufferPointer(start: nil, count: 0))
                front.append(texts[row])
            }
            try putSorted(tables.texts, key, front.writer.bytes)
        }
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

    /// Texts that are too long for a key, under their hashes.
    private func writeLongIDs() throws(StoreError) {
        var long: [TextBlock.Entry] = []
        var taken: Set<[UInt8]> = []
        for kind in terms.newKinds {
            let (first, texts) = terms.newTexts(kind)
            for row in 0..<texts.count where TextKey.isHashed(texts[row].count) {
                let key = try freeKey(kind, texts[row], taken)
                taken.insert(key)
                long.append(TextBlock.Entry(key: key, number: first + UInt64(row)))
            }
        }
        guard !long.isEmpty else { return }
        let keys = SortedKeys()
        for entry in long.sorted(by: { $0.key.isBefore($1.key) }) {
            entry.key.withUnsafeBytes { keys.append($0, entry.number) }
        }
        try merge(keys)
        hasWrittenTerms = true
    }

    private func freeKey(
        _ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, _ taken: Set<[UInt8]>
    ) throws(StoreError) -> [UInt8] {
        for sequence in 0..<TextKey.collisions {
            let key = TextKey.key(kind, text, sequence: sequence)
            if taken.contains(key) { continue }
            if try number(at: key) == nil { return key }
        }
        throw StoreError(.full, shared.path, "the store '\(shared.path)' has too many texts of one hash")
    }

    /// The keys of the new terms, in slices.
    private func writeIDs() throws(StoreError) {
        let keys = SortedKeys()
        func take(_ key: UnsafeRawBufferPointer, _ number: UInt64) throws(StoreError) {
            keys.append(key, number)
            guard keys.count == Writer.mergedKeys else { return }
            try merge(keys)
            keys.removeAll()
        }
        if termRuns.isEmpty {
            try forEachNewKey { (key, number) throws(StoreError) in try take(key, number) }
        } else {
            try writeRun()
            terms.forgetNew()
            try TermRunMerge(termRuns).passKeys { (key, number) throws(StoreError) in try take(key, number) }
            termRuns = []
        }
        try merge(keys)
    }

    /// About as many keys as one block has.
    private static let fewKeys = 64

    /// Keys that are merged at a time.
    private static let mergedKeys = 1 << 14

    /// Merges sorted new keys into the blocks of the table of ids.
    func merge(_ new: SortedKeys) throws(StoreError) {
        var row = 0
        while row < new.count {
            var host = try textBlock(for: new[row])
            if new.count - row > Writer.fewKeys, let next = host?.next {
                // Keys before the last block alone are appended with it: between others they would leave pages half full.
                let last = try next.withBytes { (key) throws(StoreError) in try textBlock(for: key) }
                if let last, last.next == nil {
                    try remove(tables.ids, next)
                    host = ((host?.entries ?? []) + last.entries, nil)
                }
            }
            var builder = TextBlockBuilder()
            func append(_ key: UnsafeRawBufferPointer, _ number: UInt64) throws(StoreError) {
                if let block = builder.append(key, number) { try putSorted(tables.ids, block.key, block.value) }
            }
            // The keys that stand in this block already, and the new ones before the next block.
            var old = (host?.entries ?? [])[...]
            // The last block goes too, so that what comes in its place is appended and fills its pages.
            if let first = old.first, host?.next == nil || first.key.withBytes({ orders(new[row], $0) }) {
                try remove(tables.ids, first.key)
            }
            var isFirst = true
            while row < new.count {
                let key = new[row]
                if !isFirst, let next = host?.next, !next.withBytes({ orders(key, $0) }) { break }
                isFirst = false
                while let entry = old.first, entry.key.withBytes({ orders($0, key) }) {
                    try entry.key.withBytes { (bytes) throws(StoreError) in try append(bytes, entry.number) }
                    old.removeFirst()
                }
                try append(key, new.number(row))
                row += 1
            }
            for entry in old {
                try entry.key.withBytes { (bytes) throws(StoreError) in try append(bytes, entry.number) }
            }
            if let block = builder.finish() { try putSorted(tables.ids, block.key, block.value) }
        }
    }

    /// The block that a key belongs into, and the key of the block behind; nil where the table is empty.
    private func textBlock(
        for key: UnsafeRawBufferPointer
    ) throws(StoreError) -> (entries: [TextBlock.Entry], next: [UInt8]?)? {
        try withCursor(tables.ids) { (cursor) throws(LMDBError) in
            var host = try cursor.seek(atOrBefore: key)
            if host == nil { host = try cursor.seek([]) }
            guard let host else { return nil }
            guard let entries = TextBlock.decode(firstKey: host.key, host.value) else { throw .corrupted }
            return (entries, try cursor.next().map { Array($0.key) })
        }
    }
}
