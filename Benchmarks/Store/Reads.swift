import Store
import Terms

/// Scans and look-ups.
struct Reads {
    let snapshot: Snapshot

    func run() throws {
        var pairs = 0
        var sum: UInt64 = 0
        var first: [UInt64] = []
        var second: [UInt64] = []
        let scanning = try seconds {
            for _ in 0..<5 {
                for predicate in try snapshot.predicates() {
                    for order in [PairOrder.subject, .object] {
                        var scan = try snapshot.scan(predicate, order: order)
                        while try scan.next(into: &first, second: &second) {
                            pairs += first.count
                            sum &+= second[second.count - 1]
                        }
                    }
                }
            }
        }
        report("scan", scanning, "\(Double(pairs) / scanning / 1e6) M pairs/s (\(sum & 1))")
        guard let predicate = try snapshot.id(of: .entity("linked_to")) else { return }
        var subjects: [TermID] = []
        var scan = try snapshot.scan(predicate, order: .subject)
        while try scan.next(into: &first, second: &second) { subjects += first.map { TermID(rawValue: $0) } }
        var generator = Generator(state: 99)
        let wanted = (0..<200_000).map { _ in subjects[Int(generator.next() % UInt64(subjects.count))] }
        var found: [UInt64] = []
        let looking = try seconds {
            for subject in wanted {
                found.removeAll(keepingCapacity: true)
                try snapshot.seconds(of: predicate, order: .subject, first: subject, into: &found)
                sum &+= UInt64(found.count)
            }
        }
        report("objects of a subject", looking, "\(looking / 200_000 * 1e6) us each")
        let testing = try seconds {
            for (row, subject) in wanted.enumerated() where try snapshot.contains(predicate, subject, wanted[row / 2]) {
                sum &+= 1
            }
        }
        report("contains", testing, "\(testing / 200_000 * 1e6) us each")
        let naming = try seconds {
            for subject in wanted {
                if case .entity(let name) = try snapshot.term(of: subject) { sum &+= UInt64(name.utf8.count) }
            }
        }
        report("term of an id", naming, "\(naming / 200_000 * 1e6) us each")
        let names = try wanted.map { try snapshot.term(of: $0) }
        let resolving = try seconds { for name in names { sum &+= try snapshot.id(of: name)?.rawValue ?? 0 } }
        report("id of a term", resolving, "\(resolving / 200_000 * 1e6) us each (\(sum & 1))")
    }
}
