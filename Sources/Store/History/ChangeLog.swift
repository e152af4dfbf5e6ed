import Terms

/// What a write transaction has changed so far, as it is logged.
struct ChangeLog {
    /// Statements and pieces of evidence added and withdrawn.
    var added = 0
    private(set) var withdrawn = 0
    /// Pieces of evidence among those added that took the place of what their source said before.
    private(set) var replaced = 0
    private var writer = ByteWriter()
    private var parts: UInt64 = 0
    /// Relations that began in this transaction: no change of theirs needs to be logged.
    private var begun: Set<TermID> = []

    /// Bytes that make a part of the log, which is one value of the table.
    static let part = 1 << 16

    var bytes: [UInt8] { writer.bytes }

    /// - Parameter replaces: whether the evidence that is added takes the place of what its source said before.
    mutating func append(_ change: Change, replaces: Bool) {
        if change.isAddition { added += 1 } else { withdrawn += 1 }
        if replaces { replaced += 1 }
        guard !covers(change.triple.predicate) else { return }
        writer.append(varint: change.isAddition ? LogEntry.addition : LogEntry.withdrawal)
        change.append(to: &writer)
    }

    /// The relation had no triple, and everything that it has when the transaction ends is new.
    mutating func append(begun predicate: TermID) {
        guard begun.insert(predicate).inserted else { return }
        writer.append(varint: LogEntry.beginning)
        writer.append(predicate)
    }

    /// Plain triples that were not there before, as a block of pairs by subject.
    mutating func append(plain predicate: TermID, first: PairBlock.Pair, _ block: [UInt8]) {
        writer.append(varint: LogEntry.plainPairs)
        writer.append(predicate)
        writer.append(TermID(rawValue: first.first))
        writer.append(TermID(rawValue: first.second))
        writer.append(varint: UInt64(block.count))
        writer.bytes.append(contentsOf: block)
    }

    /// Whether the relation began in this transaction.
    func covers(_ predicate: TermID) -> Bool { begun.contains(predicate) }

    /// What was gathered, to be written under its number; nil where there is nothing.
    mutating func takePart() -> (number: UInt64, bytes: [UInt8])? {
        guard !writer.bytes.isEmpty else { return nil }
        defer {
            writer = ByteWriter()
            parts += 1
        }
        return (parts, writer.bytes)
    }
}

/// One entry of the log of a transaction.
enum LogEntry {
    static let withdrawal: UInt64 = 0
    static let addition: UInt64 = 1
    static let beginning: UInt64 = 2
    static let plainPairs: UInt64 = 3

    case change(Change)
    case begun(TermID)
    case plain(TermID, subjects: [UInt64], objects: [UInt64])

    /// Nil where the bytes are no entry.
    init?(_ reader: inout ByteReader) {
        guard let kind = reader.varint() else { return nil }
        switch kind {
        case LogEntry.withdrawal, LogEntry.addition:
            guard let change = Change(isAddition: kind == LogEntry.addition, &reader) else { return nil }
            self = .change(change)
        case LogEntry.beginning:
            guard let predicate = reader.id() else { return nil }
            self = .begun(predicate)
        case LogEntry.plainPairs:
            guard let predicate = reader.id(), let first = reader.id(), let second = reader.id(),
                let length = reader.varint(), let block = reader.raw(length)
            else { return nil }
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            let pair = PairBlock.Pair(first: first.rawValue, second: second.rawValue)
            guard PairBlock.decode(first: pair, block, into: &subjects, &objects) else { return nil }
            self = .plain(predicate, subjects: subjects, objects: objects)
        default: return nil
        }
    }
}

extension Reading {
    /// Passes on the log of the transactions from one number to another, in its order.
    func logged(
        in transactions: ClosedRange<UInt64>, _ receive: (LogEntry) throws(StoreError) -> Void
    ) throws(StoreError) {
        let damaged = damaged
        // By what is there and not by number: numbers of a file from elsewhere may be anything.
        try entries(tables.changes, prefix: [], from: key(transactions.lowerBound)) {
            (place, value) throws(StoreError) in
            var keyReader = ByteReader(place)
            guard let number = keyReader.number() else { throw damaged }
            guard number <= transactions.upperBound else { return false }
            var reader = ByteReader(value)
            while !reader.isAtEnd {
                guard let entry = LogEntry(&reader) else { throw damaged }
                try receive(entry)
            }
            return true
        }
    }
}
