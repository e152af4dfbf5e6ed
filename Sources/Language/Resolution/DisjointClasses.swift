/// Classes of which no entity is of two: `disjoint person, company.`
package struct DisjointClasses: Sendable {
    /// Canonical names.
    package let classes: [String]
    package let documentation: String?
    package let range: SourceRange
}

/// On which sides of the `disjoint` declarations the classes of a schema stand: a class below `person` is on the side of
/// `person`.
package struct DisjointSides {
    private struct Side {
        let declaration: Int
        let position: Int
    }

    private let declarations: [DisjointClasses]
    private let sides: [String: [Side]]

    /// - Complexity: time in proportion to the classes and what is above each of them.
    package init(_ schema: Schema) {
        declarations = schema.disjoint
        var named: [String: [Side]] = [:]
        for (declaration, one) in schema.disjoint.enumerated() {
            for (position, name) in one.classes.enumerated() {
                named[name, default: []].append(Side(declaration: declaration, position: position))
            }
        }
        var sides: [String: [Side]] = [:]
        if !named.isEmpty {
            for name in schema.classes.keys {
                let found = schema.ancestors(of: name).flatMap { named[$0] ?? [] }
                if !found.isEmpty { sides[name] = found }
            }
        }
        self.sides = sides
    }

    package var isEmpty: Bool { sides.isEmpty }

    /// Whether a class stands on a side at all.
    package func concerns(_ name: String) -> Bool { sides[name] != nil }

    /// Two disjoint classes, in the order of their declaration, that an entity of these classes would be of, and where
    /// they are declared disjoint; nil where there are none.
    package func contradiction(in classes: [String]) -> (first: String, second: String, range: SourceRange)? {
        var seen: [Int: Int] = [:]
        for name in classes {
            for side in sides[name] ?? [] {
                guard let other = seen.updateValue(side.position, forKey: side.declaration), other != side.position
                else { continue }
                let declared = declarations[side.declaration]
                let (first, second) = (min(other, side.position), max(other, side.position))
                return (declared.classes[first], declared.classes[second], declared.range)
            }
        }
        return nil
    }

    /// Every two disjoint classes that an entity of these classes is of, each pair once, in the order of declaration.
    package func contradictions(in classes: [String]) -> [(first: String, second: String)] {
        var positions: [Int: Set<Int>] = [:]
        for side in classes.flatMap({ sides[$0] ?? [] }) {
            positions[side.declaration, default: []].insert(side.position)
        }
        var told: Set<[String]> = []
        var found: [(first: String, second: String)] = []
        for (declaration, places) in positions.sorted(by: { $0.key < $1.key }) where places.count > 1 {
            let names = places.sorted().map { declarations[declaration].classes[$0] }
            for (place, first) in names.enumerated() {
                for second in names[(place + 1)...] where told.insert([first, second].sorted()).inserted {
                    found.append((first, second))
                }
            }
        }
        return found
    }
}
