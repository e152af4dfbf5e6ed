import LMDB
import Terms

/// What a check of the whole store found.
package struct Verification: Sendable {
    /// Something that must not be, in words, with the table where it is.
    package struct Problem: Sendable, Equatable {
        package let table: String
        package let message: String
    }

    /// The first hundred.
    package private(set) var problems: [Problem] = []
    package private(set) var problemCount = 0
    package internal(set) var triples = 0
    package internal(set) var statements = 0
    package internal(set) var terms = 0

    package var isSound: Bool { problemCount == 0 }

    mutating func report(_ table: String, _ message: String) {
        problemCount += 1
        if problems.count < 100 { problems.append(Problem(table: table, message: message)) }
    }
}

extension Store {
    /// Checks everything there is: the pages of the file, every block and its order, both orders against each other,
    /// the dictionary both ways, the index of uses, counts against statistics, statements against triples, the log.
    ///
    /// Throws `StoreError` where the file cannot be opened at all. Reads and writes may go on meanwhile.
    package static func verify(path: String) throws(StoreError) -> Verification {
        do throws(StoreError) {
            let store = try Store(path: path, access: .read, checkingPages: true)
            return try store.snapshot().verify()
        } catch  where error.kind == .damaged {
            var verification = Verification()
            for problem in error.pages {
                verification.report(problem.table, "page \(problem.page): \(problem.message)")
            }
            if error.pages.isEmpty { verification.report("file", error.message) }
            return verification
        }
    }
}

extension Reading {
    /// As `Store.verify`, but for the pages.
    package func verify() throws(StoreError) -> Verification {
        try settle()
        var verification = Verification()
        try run(&verification) { (verification) throws(StoreError) in try verifyTerms(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyTriples(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyStatements(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyEvidenceCounts(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyHistory(&verification) }
        return verification
    }

    /// A part of the check; a block that cannot be read ends it, but not the others.
    private func run(
        _ verification: inout Verification, _ part: (inout Verification) throws(StoreError) -> Void
    ) throws(StoreError) {
        do throws(StoreError) {
            try part(&verification)
        } catch  where error.kind == .damaged {
            verification.report("blocks", error.message)
        }
    }

    private func verifyTerms(_ verification: inout Verification) throws(StoreError) {
        // By text: each key leads to a text that leads back to it.
        var previous: [UInt8] = []
        var keys = 0
        try forEachText { (entry) throws(StoreError) in
            keys += 1
            if keys > 1, !previous.isBefore(entry.key) { verification.report("ids", "texts are not in order") }
            previous = entry.key
            guard let kind = TermID.Kind(rawValue: (entry.key.first ?? 0) & 0x7f), kind.isInDictionary else {
                verification.report("ids", "a text has no kind")
                return true
            }
            let text = try self.text(of: TermID(kind: kind, payload: entry.number))
            let isHere = text.withUnsafeBytes { raw in
                guard TextKey.isHashed(raw.count) else { return TextKey.key(kind, raw) == entry.key }
                return TextKey.key(kind, raw, sequence: entry.key.last ?? 0) == entry.key
            }
            if !isHere { verification.report("ids", "the text of term \(entry.number) is another") }
            let term = text.withUnsafeBytes { TermText.decode(kind, $0) }
            if term == nil { verification.report("texts", "term \(entry.number) is none") }
            return true
        }
        // By number: as many as were given, without gaps, so that none is missing in the other table.
        verification.terms = try verifyTexts(&verification)
        if keys != verification.terms {
            verification.report("ids", "\(keys) texts, but \(verification.terms) terms")
        }
    }

    private func verifyTexts(_ verification: inout Verification) throws(StoreError) -> Int {
        var next: UInt64 = 0
        var count = 0
        let damaged = damaged
        try entries(tables.texts, prefix: []) { (key, value) throws(StoreError) in
            var keyReader = ByteReader(key)
            guard let first = keyReader.number() else { throw damaged }
            let startsKind = first >> 56 != next >> 56
            if startsKind ? first & TermID.payloadMask != 1 : first != next {
                verification.report("texts", "numbers of terms have a gap")
            }
            var front = FrontReader(value)
            next = first
            while !front.reader.isAtEnd {
                guard front.next() != nil else { throw damaged }
                next &+= 1
                count += 1
            }
            return true
        }
        if count != (try info().terms) { verification.report("texts", "the count of terms is another") }
        return count
    }
}
