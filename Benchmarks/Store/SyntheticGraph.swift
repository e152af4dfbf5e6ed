import Store
import Terms

/// Entities, and columns of triples about them.
struct SyntheticGraph {
    let triples: Int

    private static let words = ["company", "person", "project", "loan", "document"]

    /// Interns every term as a reader of a file would, and gives the triples by predicate.
    func columns(_ writer: Writer) throws -> [(predicate: TermID, subjects: [UInt64], objects: [UInt64])] {
        var random = Generator(state: 7)
        let entities = max(1, triples / 6)
        var columns: [(predicate: TermID, subjects: [UInt64], objects: [UInt64])] = []
        for name in ["a", "name", "owned_by", "linked_to", "founded", "amount"] {
            columns.append((try writer.intern(.entity(name)), [], []))
        }
        for number in 0..<entities {
            let subject = try entity(number, writer).rawValue
            for column in columns.indices {
                let object: TermID
                switch column {
                case 0: object = try entity(-1 - number % 5, writer)
                case 1: object = try text("Name of number \(number)", writer)
                case 2, 3:
                    let share = Double(random.next() % 1_000_000) / 1e6
                    object = try entity(Int(share * share * Double(entities)), writer)
                case 4:
                    let year = 1950 + Int(random.next() % 70)
                    object = try writer.intern(
                        .date(PartialDate(year: year, month: 1 + number % 12, day: 1 + number % 28)!))
                default: object = try writer.intern(.float(Double(random.next() % 100_000_000) / 100))
                }
                columns[column].subjects.append(subject)
                columns[column].objects.append(object.rawValue)
            }
        }
        return columns
    }

    private func entity(_ number: Int, _ writer: Writer) throws -> TermID {
        var name = "<http://kg.example/\(SyntheticGraph.words[abs(number) % 5])/\(number)>"
        return try name.withUTF8 { try writer.intern(entity: UnsafeRawBufferPointer($0)) }
    }

    private func text(_ text: String, _ writer: Writer) throws -> TermID {
        var text = text
        return try text.withUTF8 { try writer.intern(string: UnsafeRawBufferPointer($0)) }
    }
}

/// Xorshift (Marsaglia).
struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
