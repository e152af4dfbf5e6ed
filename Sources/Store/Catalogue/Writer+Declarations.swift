/// Declarations in a write transaction.
extension Writer {
    /// Stores a declaration; see `replaceDeclarations`.
    package func put(_ declaration: Declaration) throws(StoreError) {
        try replaceDeclarations(by: [declaration]) { _ in false }
    }

    /// Stores declarations. One of the same kind and name is replaced; rules and checks of one name accumulate.
    ///
    /// - Parameter replacing: whether a declaration goes that is not among the new ones.
    package func replaceDeclarations(
        by new: [Declaration], replacing: (Declaration) -> Bool
    ) throws(StoreError) {
        func entryKey(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        func accumulates(_ kind: String) -> Bool { kind == "rule" || kind == "deny" }
        func key(of one: Declaration) -> [String] {
            accumulates(one.kind) ? [one.kind, one.name, one.text] : [one.kind, one.name]
        }
        let wanted = Set(new.map(key))
        var known: [[String]: (number: UInt64, declaration: Declaration)] = [:]
        var next: UInt64 = 1
        for (number, old) in try numberedDeclarations() {
            guard number < UInt64.max else { throw damaged }
            next = max(next, number + 1)
            if !wanted.contains(key(of: old)), replacing(old) {
                try remove(tables.catalogue, entryKey(number))
                declarationsChanged = true
            } else {
                known[key(of: old)] = (number, old)
            }
        }
        for declaration in new {
            let name = key(of: declaration)
            if let old = known[name] {
                guard old.declaration != declaration else { continue }
                try put(tables.catalogue, entryKey(old.number), declaration.bytes)
                known[name] = (old.number, declaration)
            } else {
                try put(tables.catalogue, entryKey(next), declaration.bytes)
                known[name] = (next, declaration)
                next += 1
            }
            declarationsChanged = true
        }
    }

    /// Removes declarations of a kind and name; how many there were.
    @discardableResult
    package func removeDeclarations(kind: String, name: String) throws(StoreError) -> Int {
        var removed = 0
        for (number, declaration) in try numberedDeclarations()
        where declaration.kind == kind && declaration.name == name {
            try remove(tables.catalogue, key(number))
            removed += 1
            declarationsChanged = true
        }
        return removed
    }
}
