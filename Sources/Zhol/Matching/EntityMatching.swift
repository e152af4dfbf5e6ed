import Engine
import Language
import Store
import Terms

/// Two entities that may be one.
package struct MatchCandidate {
    package let first: Term
    package let second: Term
    /// From 0 to 1.
    package let score: Double
    /// In words, the most telling first.
    package let reason: String
    /// The names that were found alike.
    package let firstName: String
    package let secondName: String
}

/// Proposes entities that may be the same, by their names: labels in any language, and what the entity itself is called.
package struct EntityMatching {
    private let reading: Snapshot
    private let schema: Schema
    private let namespaces: Namespaces

    /// Nil where there is no store.
    package init?(_ database: Database) {
        guard let snapshot = database.reading else { return nil }
        reading = snapshot
        schema = database.catalogue.schema
        namespaces = database.catalogue.namespaces
    }

    /// Candidates, the best first.
    ///
    /// - Parameters:
    ///   - className: the class whose members are compared; nil for all that have a label or a class.
    ///   - least: the score from which on they are told.
    /// - Complexity: names are compared where they share a word that few have, or two words.
    /// - Throws: `ZholError` of kind `wrongInput` for a class that is not known.
    package func candidates(in className: String?, least: Double) throws -> [MatchCandidate] {
        let entities = try entities(of: className)
        var names: [[NameWords]] = []
        names.reserveCapacity(entities.count)
        var vocabulary = NameVocabulary()
        var blocks = NameBlocks(entities: entities.count)
        for (number, entity) in entities.enumerated() {
            let own = try self.names(of: entity, &vocabulary)
            names.append(own)
            for name in own { blocks.add(name, of: number) }
        }
        vocabulary.weigh(names)
        var seen = 0
        var found:
            [(first: Int, second: Int, score: Double, reasons: [NameComparison.Reason], left: String, right: String)] =
                []
        try blocks.forEachPair { first, second in
            seen += 1
            if seen & 0xffff == 0, Control.interrupt.load(ordering: .relaxed) { throw Interruption.interrupted }
            var best: (score: Double, reasons: [NameComparison.Reason], left: String, right: String)?
            for left in names[first] {
                for right in names[second] {
                    let isShort = left.abbreviation != nil || right.abbreviation != nil
                    guard isShort || NameSketch.bound(left.sketches, right.sketches) >= least - 0.001,
                        let (score, reasons) = NameComparison.compare(left, right), score > best?.score ?? 0
                    else {
                        continue
                    }
                    best = (score, reasons, left.text, right.text)
                }
            }
            if let best, best.score >= least {
                found.append((first, second, best.score, best.reasons, best.left, best.right))
            }
        }
        let known = try Joined(reading)
        let sides = DisjointSides(schema)
        var candidates: [MatchCandidate] = []
        for pair in found {
            let (first, second) = (entities[pair.first], entities[pair.second])
            guard !known.areJoined(first, second) else { continue }
            let classes = try [first, second].map { try self.classes(of: $0) }
            if sides.contradiction(in: classes[0] + classes[1]) != nil { continue }
            var score = pair.score
            var reason = pair.reasons.map(\.rawValue).joined(separator: ", ")
            let terms = try [first, second].map { try reading.term(of: $0) }
            func doubt(_ factor: Double, _ text: String) {
                score *= factor
                reason += "; but \(text)"
            }
            if let link = try link(first, second) { doubt(0.7, "linked by '\(link)'") }
            let above = classes.map { Set($0.flatMap { schema.ancestors(of: $0) }) }
            if !above[0].isEmpty, !above[1].isEmpty, above[0].isDisjoint(with: above[1]) {
                doubt(0.8, "of other classes")
            }
            guard score >= least else { continue }
            let isInOrder = Term.order(terms[0], terms[1]) <= 0
            candidates.append(
                MatchCandidate(
                    first: terms[isInOrder ? 0 : 1], second: terms[isInOrder ? 1 : 0],
                    score: (score * 100).rounded() / 100, reason: reason,
                    firstName: isInOrder ? pair.left : pair.right, secondName: isInOrder ? pair.right : pair.left))
        }
        return candidates.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            let order = Term.order(left.first, right.first)
            return order != 0 ? order < 0 : Term.order(left.second, right.second) < 0
        }
    }

    private func entities(of className: String?) throws -> [TermID] {
        var found: Set<UInt64> = []
        if let className {
            let names = schema.descendants(of: className)
            let ids = try names.compactMap { try reading.id(of: .entity($0)) }
            for id in ids {
                var members: [UInt64] = []
                try reading.seconds(of: .isA, order: .object, first: id, into: &members)
                found.formUnion(members)
            }
            if found.isEmpty, schema.classes[className] == nil {
                let hint = Spelling.suggestion(for: className, among: Array(schema.classes.keys))
                throw ZholError(.wrongInput, "class '\(className)' is not known\(hint)")
            }
        } else {
            for predicate in [try reading.id(of: .entity("label")), .isA].compactMap({ $0 }) {
                var scan = try reading.scan(predicate, order: .subject)
                var subjects: [UInt64] = []
                var objects: [UInt64] = []
                while try scan.next(into: &subjects, second: &objects) { found.formUnion(subjects) }
            }
        }
        return found.map { TermID(rawValue: $0) }.filter { $0.kind == .entity }.sorted()
    }

    /// The labels of an entity, and what it is called itself, where that is no code.
    private func names(of entity: TermID, _ vocabulary: inout NameVocabulary) throws -> [NameWords] {
        var texts: [String] = []
        if let label = try reading.id(of: .entity("label")) {
            var objects: [UInt64] = []
            try reading.seconds(of: label, order: .subject, first: entity, into: &objects)
            for object in objects {
                switch try reading.term(of: TermID(rawValue: object)) {
                case .string(let text), .tagged(let text, _): texts.append(text)
                default: break
                }
            }
        }
        if case .entity(let name) = try reading.term(of: entity), !name.hasPrefix("<"), !name.hasPrefix("_:") {
            // A name with a number in it is rather a key.
            if !name.contains(where: \.isNumber) { texts.append(name.replacing("_", with: " ")) }
        }
        // A label may give a name in two languages.
        texts = texts.flatMap { text in
            text.utf8.contains(UInt8(ascii: "/")) ? text.split(separator: " / ").map(String.init) : [text]
        }
        var names: [NameWords] = []
        for text in texts.prefix(12) {
            guard let name = NameWords(text, &vocabulary) else { continue }
            let isKnown = names.contains { known in
                known.words.elementsEqual(name.words) { $0.word.latin == $1.word.latin && $0.isAside == $1.isAside }
            }
            if !isKnown { names.append(name) }
        }
        return names
    }

    private func classes(of entity: TermID) throws -> [String] {
        var ids: [UInt64] = []
        try reading.seconds(of: .isA, order: .subject, first: entity, into: &ids)
        return try ids.compactMap {
            if case .entity(let name) = try reading.term(of: TermID(rawValue: $0)) { name } else { nil }
        }
    }

    /// A relation that holds between the two: who owns somebody is somebody else.
    private func link(_ first: TermID, _ second: TermID) throws -> String? {
        for (subject, object) in [(first, second), (second, first)] {
            for predicate in try reading.predicates(ofSubject: subject)
            where try reading.contains(predicate, subject, object) {
                return try reading.term(of: predicate).plainText(namespaces)
            }
        }
        return nil
    }

    /// What the store already says to be the same.
    private struct Joined {
        private var roots: [UInt64: UInt64] = [:]

        init(_ reading: Snapshot) throws {
            guard let same = try reading.id(of: .entity(Schema.same.declaration.name)) else { return }
            var scan = try reading.scan(same, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for (subject, object) in zip(subjects, objects) { roots[root(subject)] = root(object) }
            }
        }

        private func root(_ node: UInt64) -> UInt64 {
            var node = node
            while let next = roots[node], next != node { node = next }
            return node
        }

        func areJoined(_ left: TermID, _ right: TermID) -> Bool { root(left.rawValue) == root(right.rawValue) }
    }
}
