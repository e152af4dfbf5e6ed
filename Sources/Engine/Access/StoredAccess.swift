import Store
import Terms

/// Reads a binary relation from the store: the union of the pairs of its readings.
final class StoredPairsAccess: Access {
    private let readings: [StoredPairs]
    /// Which of the two places are bound.
    private let bound: [Int]
    private var partners: [UInt64] = []

    init(_ readings: [StoredPairs], bound: [Int]) {
        self.readings = readings
        self.bound = bound
    }

    override func expand(
        _ keys: [[UInt64]], from start: Int, count: Int, limit: Int, into matches: inout Matches
    ) throws -> Int {
        var input = start
        while input < count, matches.origins.count < limit {
            switch bound.count {
            case 2:
                for reading in readings where try reading.contains(keys[0][input], keys[1][input]) {
                    matches.origins.append(input)
                    break
                }
            case 1:
                partners.removeAll(keepingCapacity: true)
                for reading in readings {
                    try reading.partners(of: keys[0][input], givenColumn: bound[0], into: &partners)
                }
                matches.origins.append(contentsOf: repeatElement(input, count: partners.count))
                matches.columns[0].append(contentsOf: partners)
            default:
                for reading in readings {
                    try reading.scan { first, second in
                        matches.origins.append(contentsOf: repeatElement(input, count: first.count))
                        matches.columns[0].append(contentsOf: first)
                        matches.columns[1].append(contentsOf: second)
                    }
                }
            }
            input += 1
        }
        return input
    }

    override func scan(_ columns: Int, _ receive: (Matches) throws -> Void) throws {
        for reading in readings {
            try reading.scan { first, second in
                var matches = Matches(columns: 2)
                matches.origins = Array(repeating: 0, count: first.count)
                matches.columns = [first, second]
                try receive(matches)
            }
        }
    }

    override var fanOut: Double {
        readings.reduce(0) { sum, reading in
            let count = Double(reading.statistics.count)
            switch bound.count {
            case 0: return sum + count
            case 1:
                return sum + count
                    / Double(max(1, bound[0] == 0 ? reading.statistics.subjects : reading.statistics.objects))
            default: return sum + 0.3
            }
        }
    }
}

/// Reads the members of stored classes.
final class StoredClassAccess: Access {
    private let membership: StoredPairs?
    private let classes: [UInt64]
    private let isBound: Bool
    private var members: [UInt64] = []

    init(_ membership: StoredPairs?, classes: [UInt64], isBound: Bool) {
        self.membership = membership
        self.classes = classes
        self.isBound = isBound
    }

    override func expand(
        _ keys: [[UInt64]], from start: Int, count: Int, limit: Int, into matches: inout Matches
    ) throws -> Int {
        guard let membership else { return count }
        var input = start
        while input < count, matches.origins.count < limit {
            if isBound {
                for one in classes where try membership.contains(keys[0][input], one) {
                    matches.origins.append(input)
                    break
                }
            } else {
                members.removeAll(keepingCapacity: true)
                for one in classes { try membership.partners(of: one, givenColumn: 1, into: &members) }
                matches.origins.append(contentsOf: repeatElement(input, count: members.count))
                matches.columns[0].append(contentsOf: members)
            }
            input += 1
        }
        return input
    }

    override var fanOut: Double {
        guard let membership else { return 0 }
        if isBound { return 0.5 }
        return Double(membership.statistics.count) * Double(classes.count)
            / Double(max(1, membership.statistics.objects))
    }
}

/// Reads `triple(S, P, O)`: every predicate, or those that a bound end is known to have.
final class TripleAccess: Access {
    private let view: StoreView
    private let bound: [Int]
    private let free: [Int]

    init(_ view: StoreView, bound: [Int], free: [Int]) {
        self.view = view
        self.bound = bound
        self.free = free
    }

    override func expand(
        _ keys: [[UInt64]], from start: Int, count: Int, limit: Int, into matches: inout Matches
    ) throws -> Int {
        var input = start
        while input < count, matches.origins.count < limit {
            var given: [UInt64?] = [nil, nil, nil]
            for (position, column) in bound.enumerated() { given[column] = keys[position][input] }
            for predicate in try predicates(given) {
                try find(predicate, given, input, &matches)
            }
            input += 1
        }
        return input
    }

    private func predicates(_ given: [UInt64?]) throws -> [TermID] {
        if let predicate = given[1] { return [TermID(rawValue: predicate)] }
        if let subject = given[0] { return try view.predicates(ofSubject: TermID(rawValue: subject)) }
        if let object = given[2], TermID(rawValue: object).isEntity {
            return try view.predicates(ofObject: TermID(rawValue: object))
        }
        return try view.predicates()
    }

    private func find(_ predicate: TermID, _ given: [UInt64?], _ input: Int, _ matches: inout Matches) throws {
        let pairs = try view.stored(predicate, isFlipped: false)
        func add(_ subject: UInt64, _ object: UInt64, _ matches: inout Matches) {
            let row = [subject, predicate.rawValue, object]
            matches.origins.append(input)
            for (position, column) in free.enumerated() { matches.columns[position].append(row[column]) }
        }
        switch (given[0], given[2]) {
        case (let subject?, let object?):
            if try pairs.contains(subject, object) { add(subject, object, &matches) }
        case (let subject?, nil):
            var partners: [UInt64] = []
            try pairs.partners(of: subject, givenColumn: 0, into: &partners)
            for object in partners { add(subject, object, &matches) }
        case (nil, let object?):
            var partners: [UInt64] = []
            try pairs.partners(of: object, givenColumn: 1, into: &partners)
            for subject in partners { add(subject, object, &matches) }
        case (nil, nil):
            try pairs.scan { subjects, objects in
                for row in subjects.indices { add(subjects[row], objects[row], &matches) }
            }
        }
    }

    override var fanOut: Double { bound.isEmpty ? 1e7 : (bound.contains(0) ? 10 : 1000) }
}
