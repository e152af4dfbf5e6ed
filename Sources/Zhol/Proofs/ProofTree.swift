import Engine
import Language
import Terms

/// A proof as a tree for a terminal: each fact above what it rests on.
///
/// A branch that would be deeper than the width allows is told as a tree of its own further down.
struct ProofTree {
    private let proof: Proof
    private let text: ProofText
    /// Columns of the terminal; nil where lines are not broken.
    private let width: Int?
    private var lines: [String] = []
    private var told: Set<Int> = []
    /// Branches that are told further down, in order.
    private var waiting: [Int] = []

    private static let greatestDepth = 12

    init(_ proof: Proof, _ text: ProofText, width: Int?) {
        self.proof = proof
        self.text = text
        self.width = width
    }

    /// A line of the tree that is still to be written.
    private struct Item {
        let part: Proof.Part
        let prefix: String
        let isLast: Bool
        let depth: Int
    }

    static func text(of proof: Proof, _ words: ProofText, width: Int?) -> String {
        var tree = ProofTree(proof, words, width: width)
        tree.write()
        return tree.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() {
        waiting = [0]
        var position = 0
        while position < waiting.count {
            let root = waiting[position]
            if position > 0 { lines.append("") }
            position += 1
            told.insert(root)
            let node = proof.nodes[root]
            let words = root == 0 ? [reason(node), text.summary(proof.support)] : [reason(node)]
            wrap(text.fact(node), words.filter { !$0.isEmpty }.joined(separator: "; "), first: "", rest: "")
            evidence(node, prefix: node.parts.isEmpty ? "    " : "│   ")
            write(below: node, prefix: "", depth: 1)
        }
    }

    private mutating func write(below root: Proof.Node, prefix: String, depth: Int) {
        var stack = items(root, prefix, depth)
        while let item = stack.popLast() {
            let first = item.prefix + (item.isLast ? "└─ " : "├─ ")
            let rest = item.prefix + (item.isLast ? "   " : "│  ")
            switch item.part {
            case .absent(let what): wrap("not " + what, "not found", first: first, rest: rest)
            case .condition(let what): wrap(what, "", first: first, rest: rest)
            case .earlier(let what): wrap(what, "by a value before this one", first: first, rest: rest)
            case .rest(let count): wrap("… and \(count) more", "", first: first, rest: rest)
            case .premise(let place):
                let node = proof.nodes[place]
                let isKnown = told.contains(place) && !node.parts.isEmpty
                let isDeep = !isKnown && !node.parts.isEmpty && item.depth >= ProofTree.greatestDepth
                wrap(
                    text.fact(node), isKnown ? "as above" : isDeep ? "see below" : reason(node), first: first,
                    rest: rest)
                if isDeep {
                    if told.insert(place).inserted { waiting.append(place) }
                } else if !isKnown {
                    told.insert(place)
                    evidence(node, prefix: rest + (node.parts.isEmpty ? "    " : "│   "))
                    stack += items(node, rest, item.depth + 1)
                }
            }
        }
    }

    private func items(_ node: Proof.Node, _ prefix: String, _ depth: Int) -> [Item] {
        let node = proof.onlyContribution(to: node) ?? node
        let parts = text.parts(node, of: proof)
        return parts.enumerated().reversed().map { number, part in
            Item(part: part, prefix: prefix, isLast: number == parts.count - 1, depth: depth)
        }
    }

    private func reason(_ node: Proof.Node) -> String {
        guard case .contribution(let note, _)? = proof.onlyContribution(to: node)?.reason else {
            return text.reason(node)
        }
        return text.reason(node) + ", " + text.place(note.range)
    }

    /// Each statement behind a fact, and who says so.
    private mutating func evidence(_ node: Proof.Node, prefix: String) {
        for statement in text.statements(node) {
            let qualifiers = text.qualifiers(statement)
            let title = ([qualifiers] + text.marks(statement).map { "(\($0))" }).filter { !$0.isEmpty }.joined(
                separator: " ")
            if !title.isEmpty { wrap(title, "", first: prefix, rest: prefix + "  ") }
            for piece in statement.evidence where !piece.isEmpty {
                wrap("— " + text.evidence(piece), "", first: prefix, rest: prefix + "  ")
            }
        }
    }

    /// Writes words behind a prefix, broken at spaces where they are too long for the width.
    private mutating func wrap(_ words: String, _ remark: String, first: String, rest: String) {
        let whole = remark.isEmpty ? words : words + "   [" + remark + "]"
        guard let width else { return lines.append(first + whole) }
        var line = first
        var isEmpty = true
        let room = max(width, DisplayWidth.columns(of: rest) + 20)
        for word in whole.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, DisplayWidth.columns(of: line) + 1 + DisplayWidth.columns(of: word) > room {
                lines.append(line)
                line = rest + "  "
                isEmpty = true
                if word.isEmpty { continue }
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(line)
    }
}
