import Language
import Store
import Terms

/// What the store held at earlier moments of a run.
final class StorePast {
    private let reading: Reading?
    private var known: [UInt64: Undo] = [:]

    init(_ reading: Reading?) { self.reading = reading }

    /// The last transaction that counts. Throws where there is none of that number.
    func transaction(_ knownBy: KnownBy, at range: SourceRange) throws -> UInt64 {
        let last = try reading?.lastTransaction()?.number ?? 0
        switch knownBy {
        case .transaction(let number):
            guard number <= last else {
                throw ZholError(diagnostics: [
                    Diagnostic(
                        .wrongType,
                        last == 0
                            ? "there is no transaction \(number): nothing was stored yet"
                            : "there is no transaction \(number): the last is \(last)", at: range)
                ])
            }
            return number
        case .date(let date):
            let end = (Int64(date.lastDay) + 1) * 86_400_000_000 - 1
            return try reading?.lastTransaction(atOrBefore: end)?.number ?? 0
        case .instant(let instant):
            return try reading?.lastTransaction(atOrBefore: instant.microsecondsSinceEpoch)?.number ?? 0
        }
    }

    func undo(after transaction: UInt64) throws -> Undo? {
        if let found = known[transaction] { return found }
        guard let reading else { return nil }
        let made = try reading.undone(after: transaction)
        known[transaction] = made
        return made
    }

    /// The names that the store knew then, besides those it knows now.
    func names(_ knownBy: KnownBy, besides now: any StoreNames) -> any StoreNames {
        let nowhere = SourceRange(file: SourceFile(name: "", text: ""), start: 0, end: 0)
        guard let reading, let number = try? transaction(knownBy, at: nowhere), let undo = try? undo(after: number)
        else { return now }
        return PastNames(now, undo, reading)
    }
}

/// The names of a store that held more once: what later transactions withdrew counts.
private struct PastNames: StoreNames {
    private let now: any StoreNames
    private var relations: Set<String> = []
    private var classes: Set<String> = []

    init(_ now: any StoreNames, _ undo: Undo, _ reading: Reading) {
        self.now = now
        for (predicate, relation) in undo.relations {
            for (pair, statements) in relation.triples where !statements.isEmpty {
                let name = predicate == .isA ? pair.object : predicate
                guard case .entity(let text)? = try? reading.term(of: name) else { continue }
                if predicate == .isA { classes.insert(text) } else { relations.insert(text) }
                if predicate != .isA { break }
            }
        }
    }

    func isStoredRelation(_ name: String) -> Bool { relations.contains(name) || now.isStoredRelation(name) }
    func isStoredClass(_ name: String) -> Bool { classes.contains(name) || now.isStoredClass(name) }
    func isEntity(_ name: String) -> Bool { now.isEntity(name) }
    func isString(_ text: String) -> Bool { now.isString(text) }
    var relationNames: [String] { now.relationNames + relations.subtracting(now.relationNames).sorted() }
}
