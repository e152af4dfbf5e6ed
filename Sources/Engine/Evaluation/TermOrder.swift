import Terms

/// Sorts terms by the total order of the language.
struct TermOrder {
    private let terms: TermTable

    init(_ terms: TermTable) { self.terms = terms }

    /// The local numbers in the order of their terms. Texts of one kind are compared by their bytes where they lie.
    func sorted(_ locals: [UInt32]) throws -> [UInt32] {
        if let ids = inlineIDs(locals) { return ids.sorted { $0.id < $1.id }.map(\.local) }
        if let texts = try texts(locals) { return texts.sorted(by: Text.isBefore).map(\.local) }
        return try locals.map { (local: $0, term: try terms.term(of: terms.raw(ofLocal: UInt64($0)))) }
            .sorted { Term.order($0.term, $1.term) < 0 }.map(\.local)
    }

    /// The ids, where all are of one kind whose ids order as its values do; nil otherwise.
    private func inlineIDs(_ locals: [UInt32]) -> [(id: UInt64, local: UInt32)]? {
        guard let first = locals.first else { return [] }
        let kind = terms.raw(ofLocal: UInt64(first)) >> 56
        guard !(TermID.Kind(rawValue: UInt8(truncatingIfNeeded: kind))?.isInDictionary ?? true) else { return nil }
        var ids: [(id: UInt64, local: UInt32)] = []
        ids.reserveCapacity(locals.count)
        for local in locals {
            let id = terms.raw(ofLocal: UInt64(local))
            guard id >> 56 == kind else { return nil }
            ids.append((id, local))
        }
        return ids
    }

    private struct Text {
        let local: UInt32
        /// The first eight bytes, which decide most comparisons; shorter texts are filled up with zeros.
        let start: UInt64
        let bytes: UnsafeRawBufferPointer

        static func isBefore(_ left: Text, _ right: Text) -> Bool {
            if left.start != right.start { return left.start < right.start }
            return compareBytes(left.bytes, right.bytes) < 0
        }
    }

    /// The texts, where all are strings or all are entities that the store knows.
    private func texts(_ locals: [UInt32]) throws -> [Text]? {
        var texts: [Text] = []
        texts.reserveCapacity(locals.count)
        var entities = 0
        var short: UInt64 = 0
        for local in locals {
            let raw = terms.raw(ofLocal: UInt64(local))
            let found = try withUnsafeMutablePointer(to: &short) { short -> Text? in
                guard let bytes = try terms.text(of: raw, short) else { return nil }
                var start: UInt64 = 0
                withUnsafeMutableBytes(of: &start) { target in
                    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(8)))
                }
                // What the number itself holds lies in `short` and is all in its start.
                let isShort = TermID(rawValue: raw).kind == .shortString
                return Text(
                    local: local, start: UInt64(bigEndian: start),
                    bytes: isShort ? UnsafeRawBufferPointer(start: nil, count: 0) : bytes)
            }
            guard let found else { return nil }
            if TermID(rawValue: raw).isEntity { entities += 1 }
            texts.append(found)
        }
        return entities == 0 || entities == locals.count ? texts : nil
    }
}
