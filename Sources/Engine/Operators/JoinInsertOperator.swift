/// Joins with a binary relation and adds the pairs of a kept column and what was found: whole sets at a time.
class JoinInsertOperator: Operator {
    fileprivate let target: PairInserter
    fileprivate let first: Int
    fileprivate let source: PairRelation
    fileprivate let key: Int
    fileprivate let control: Control

    init(_ target: PairInserter, first: Int, _ source: PairRelation, key: Int, control: Control) {
        self.target = target
        self.first = first
        self.source = source
        self.key = key
        self.control = control
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        let firsts = batch[first]
        let keys = batch[key]
        target.beginBatch()
        let isSame = source === target.relation
        var sets = source.rows
        var count = UInt64(source.rowCount)
        var steps = 0
        for row in 0..<batch.count {
            let key = keys[row]
            guard key < count else { continue }
            let set = sets[Int(key)]
            if set.count == 0 { continue }
            // A set is not changed while it is read: adding a row to itself adds nothing.
            if isSame, firsts[row] == key { continue }
            steps += Int(set.count)
            if steps > 1 << 16 {
                try control.check(after: steps)
                steps = 0
            }
            target.formUnion(first: Int(firsts[row]), with: set)
            if isSame {
                sets = source.rows
                count = UInt64(source.rowCount)
            }
        }
        try control.check(after: steps)
        target.endBatch()
    }

    override func isShareable(_ sharing: Sharing) -> Bool {
        target.relation === sharing.target && source !== sharing.target && first == sharing.first
    }
}

/// The same with a relation that is read by its second values.
final class JoinReverseInsertOperator: JoinInsertOperator {
    override func push(_ batch: Batch) throws {
        try control.check()
        let firsts = batch[first]
        let keys = batch[key]
        let reverse = source.reversed()
        target.beginBatch()
        var steps = 0
        for row in 0..<batch.count {
            let found = reverse.firsts(of: keys[row])
            if found.isEmpty { continue }
            steps += found.count
            if steps > 1 << 16 {
                try control.check(after: steps)
                steps = 0
            }
            target.insert(first: Int(firsts[row]), found)
        }
        try control.check(after: steps)
        target.endBatch()
    }

    override func isShareable(_ sharing: Sharing) -> Bool {
        guard super.isShareable(sharing) else { return false }
        // Made now, so that no thread makes it.
        _ = source.reversed()
        return true
    }
}

/// What the first values of new pairs are in a join, for a key.
enum JoinedFirsts {
    case firsts(of: PairRelation)
    case seconds(of: PairRelation)
}

/// Joins with a binary relation and adds the pairs of what was found and a kept column: rows of one key are added to each
/// of its partners together.
final class ReverseJoinInsertOperator: Operator {
    private let target: PairInserter
    private let second: Int
    private let source: JoinedFirsts
    private let key: Int
    private let control: Control
    /// Partners of a key: their row may be added to while they are gone through.
    private var partners = List<UInt32>()

    init(_ target: PairInserter, second: Int, _ source: JoinedFirsts, key: Int, control: Control) {
        self.target = target
        self.second = second
        self.source = source
        self.key = key
        self.control = control
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        let seconds = batch[second]
        let keys = batch[key]
        target.beginBatch()
        var start = 0
        while start < batch.count {
            var end = start + 1
            while end < batch.count, keys[end] == keys[start] { end += 1 }
            try add(firsts(keys[start]), seconds + start, end - start)
            start = end
        }
        target.endBatch()
    }

    private func firsts(_ key: UInt64) -> UnsafeBufferPointer<UInt32> {
        switch source {
        case .firsts(let relation): return relation.reversed().firsts(of: key)
        case .seconds(let relation):
            partners.removeAll()
            if key < UInt64(relation.rowCount) { relation.rows[Int(key)].visit { partners.append($0) } }
            return UnsafeBufferPointer(start: partners.base, count: partners.count)
        }
    }

    private func add(
        _ firsts: UnsafeBufferPointer<UInt32>, _ seconds: UnsafeMutablePointer<UInt64>, _ count: Int
    ) throws {
        try control.check(after: firsts.count * count)
        for first in firsts { target.insert(first: Int(first), seconds, count: count) }
    }
}
