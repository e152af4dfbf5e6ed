import Engine
import Language
import Terms

/// A graph to draw: what answers say, or a proof of them.
package struct Drawing {
    package struct Node: Sendable {
        package let name: String
        package let label: String
        /// Whether it stands for a fact, and not for an entity.
        package let isFact: Bool
        /// Whether nothing stands behind a fact but its sources.
        package let isLeaf: Bool
    }

    package struct Edge: Hashable, Sendable {
        package let from: Int
        package let to: Int
        package let label: String
        /// What is said of it, shortly: shares, dates and the like of each statement, or values that stand beside the ends.
        package fileprivate(set) var details: [String] = []

        /// The label, and a line for each detail: of many the first.
        var lines: [String] {
            guard !label.isEmpty else { return [] }
            guard details.count > Edge.shownDetails else { return [label] + details }
            return [label] + details.prefix(Edge.shownDetails - 1) + [
                "and \(details.count - Edge.shownDetails + 1) more"
            ]
        }

        private static let shownDetails = 3
    }

    package private(set) var nodes: [Node] = []
    package private(set) var edges: [Edge] = []
    private var places: [String: Int] = [:]
    private var drawn: [EdgeKey: Int] = [:]

    private struct EdgeKey: Hashable {
        let from: Int
        let to: Int
        let label: String
    }

    /// Nodes that a picture can have before nobody could read it.
    package static let greatestCount = 2000

    private mutating func place(_ name: String, _ label: @autoclosure () -> String, isFact: Bool, isLeaf: Bool) -> Int {
        if let known = places[name] { return known }
        nodes.append(Node(name: name, label: label(), isFact: isFact, isLeaf: isLeaf))
        places[name] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func add(_ edge: Edge) {
        let key = EdgeKey(from: edge.from, to: edge.to, label: edge.label)
        guard let known = drawn[key] else {
            drawn[key] = edges.count
            edges.append(edge)
            return
        }
        for detail in edge.details where !edges[known].details.contains(detail) { edges[known].details.append(detail) }
    }

    /// The facts that the answers of a run are made of: entities, and relations between them.
    ///
    /// - Parameter label: what an entity is called; nil for by its name.
    package init(answersOf run: Database.Run, label: (Term) -> String?) {
        for proof in run.answers.flatMap({ $0.proofs.compactMap(\.first) }) {
            var facts = [proof.root]
            if case .rule(let note) = proof.root.reason, note.isQuestion { facts = Drawing.premises(of: proof) }
            for fact in facts { add(fact, of: proof, run.namespaces, label) }
        }
    }

    /// The facts of a question, through aggregates and optional groups.
    private static func premises(of proof: Proof) -> [Proof.Node] {
        var found: [Proof.Node] = []
        var queue = [0]
        var seen: Set<Int> = [0]
        var position = 0
        while position < queue.count {
            let node = proof.nodes[queue[position]]
            position += 1
            for case .premise(let place) in node.parts where seen.insert(place).inserted {
                if proof.nodes[place].relation.isEmpty { queue.append(place) } else { found.append(proof.nodes[place]) }
            }
        }
        return found
    }

    private mutating func add(_ fact: Proof.Node, of proof: Proof, _ namespaces: Namespaces, _ label: (Term) -> String?)
    {
        let entities = fact.arguments.compactMap { term -> Int? in
            guard case .entity(let name) = term else { return nil }
            return place(name, label(term) ?? term.plainText(namespaces), isFact: false, isLeaf: false)
        }
        guard let first = entities.first else { return }
        let values = fact.arguments.filter { if case .entity = $0 { false } else { true } }
        var details = values.isEmpty ? [] : [values.map { $0.plainText(namespaces) }.joined(separator: ", ")]
        details += EdgeDetails.texts(of: proof.statements(behind: fact), namespaces)
        for other in entities.dropFirst() {
            add(Edge(from: first, to: other, label: fact.relation, details: details))
        }
    }

    /// The proofs of a run's answers: each fact with lines to what it rests on.
    package init(proofsOf run: Database.Run) {
        let text = ProofText(namespaces: run.namespaces) { _ in nil }
        for proof in run.answers.flatMap({ $0.proofs.flatMap { $0 } }) {
            // A node is drawn when something that is drawn rests on it.
            var queue = [0]
            var seen: Set<Int> = [0]
            func own(_ number: Int, _ drawing: inout Drawing) -> Int {
                let node = proof.nodes[number]
                var words = text.fact(node)
                for statement in text.statements(node) {
                    for line in [text.qualifiers(statement)] + statement.evidence.map({ text.source($0) }) {
                        words += line.isEmpty ? "" : "\n" + line
                    }
                }
                let name = text.fact(node) + text.reason(node)
                return drawing.place(name, words, isFact: true, isLeaf: node.parts.isEmpty)
            }
            while let number = queue.popLast() {
                let place = own(number, &self)
                let node = proof.nodes[number]
                for part in (proof.onlyContribution(to: node) ?? node).parts {
                    switch part {
                    case .premise(let premise):
                        add(Edge(from: place, to: own(premise, &self), label: ""))
                        if seen.insert(premise).inserted { queue.append(premise) }
                    case .absent(let what):
                        let absent = self.place("not " + what, "not " + what, isFact: true, isLeaf: true)
                        add(Edge(from: place, to: absent, label: ""))
                    default: break
                    }
                }
            }
        }
    }
}
