import Terms
import Testing

@Suite("Terms in 64 bits")
struct TermIDTests {
    /// Values at the edges of what fits, by kind, each list in its order.
    private static let ordered: [(kind: String, terms: [Term])] = [
        ("bool", [.bool(false), .bool(true)]),
        (
            "int",
            [-(1 << 55), -(1 << 55) + 1, -1_000_000, -1, 0, 1, 7, 255, 256, 1 << 40, (1 << 55) - 1].map { .int($0) }
        ),
        ("decimal", decimals.map { .decimal($0) }),
        (
            "float",
            [-0x1p1000, -2.5, -1, -0.25, 0, 0.25, 0.5, 1, 2.5, 1024, 1e10, 0x1p1000].map { Term.float($0) }
        ),
        ("date", dates.map { .date($0) }),
        (
            "datetime",
            [-(1 << 55), -1, 0, 1, 1_463_000_000_000_000, (1 << 55) - 1].map {
                .dateTime(DateTime(microsecondsSinceEpoch: $0))
            }
        ),
        ("string", ["", "A", "B", "a", "aa", "ab", "abcdefg", "b", "z", "É", "қор", "中文"].map { .string($0) }),
        ("statement", [0, 1, 2, 1 << 40].map { .statement($0) }),
    ]

    private static let decimals = [
        "-99999999999999.9", "-12.75", "-0.5", "-0.000000000000000001", "0.000000000000000001", "0.1", "0.11", "0.5",
        "1.5", "12.75", "99.99", "100.5", "1234567890123.5",
    ].compactMap { Decimal($0) }

    private static let dates = [
        PartialDate(year: -9999), PartialDate(year: -1, month: 12, day: 31), PartialDate(year: 0),
        PartialDate(year: 2016),
        PartialDate(year: 2016, month: 1), PartialDate(year: 2016, month: 1, day: 1),
        PartialDate(year: 2016, month: 1, day: 2), PartialDate(year: 2016, month: 2),
        PartialDate(year: 9999, month: 12, day: 31),
    ].compactMap { $0 }

    @Test("a value that fits comes back from its id", arguments: ordered.map(\.kind))
    func roundTrip(kind: String) throws {
        for term in Self.ordered.first(where: { $0.kind == kind })?.terms ?? [] {
            guard let id = TermID(inline: term) else {
                #expect(term == Self.ordered[2].terms[0], "only the decimal of 15 digits does not fit: \(term)")
                continue
            }
            #expect(id.inlineTerm == term)
            #expect(id.kind?.isInDictionary == false)
        }
    }

    @Test("within a kind the order of ids is the order of values", arguments: ordered.map(\.kind))
    func order(kind: String) {
        let terms = Self.ordered.first { $0.kind == kind }?.terms ?? []
        let ids = terms.compactMap { TermID(inline: $0) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        for (left, right) in zip(terms, terms.dropFirst()) {
            #expect(Term.order(left, right) < 0, "\(left) < \(right)")
        }
    }

    @Test("random values of a kind order as their ids do", arguments: 1...20)
    func randomOrder(seed: UInt64) {
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 8
        }
        var groups: [[Term]] = [[], [], [], []]
        for _ in 0..<60 {
            let bits = next()
            groups[0].append(.int(Int64(bitPattern: bits << 8) >> Int64(9 + next() % 50)))
            let coefficient = Int128(Int64(bitPattern: bits) % 100_000_000_000_000)
            if let decimal = Decimal(coefficient: coefficient, scale: Int(next() % 18)), decimal.scale > 0 {
                groups[1].append(.decimal(decimal))
            }
            if let float = Term.float(finite: Double(bitPattern: bits << 8)) { groups[2].append(float) }
            groups[3].append(.string(String(bits % 10_000_000, radix: 36)))
        }
        for terms in groups {
            for left in terms {
                for right in terms {
                    guard let first = TermID(inline: left), let second = TermID(inline: right) else { continue }
                    #expect(
                        (first < second) == (Term.order(left, right) < 0), "\(left) and \(right)")
                }
            }
        }
    }

    @Test("what does not fit needs a dictionary")
    func tooLarge() {
        let terms: [Term] = [
            .int(1 << 55), .int(-(1 << 55) - 1), .int(.max), .int(.min), .float(0.1), .float(1e-9),
            .string("eight by"), .string("a\0b"), .tagged("a", language: "kk"), .typed("a", datatype: "x"),
            .entity("a"),
            .dateTime(DateTime(microsecondsSinceEpoch: 1 << 55)),
        ]
        for term in terms { #expect(TermID(inline: term) == nil, "\(term)") }
    }

    @Test("kinds order as the language orders them, and bits of no kind are no term")
    func kinds() {
        let ids = [Term.none, .bool(true), .int(.zero), .date(Self.dates[0]), .string("a")].compactMap {
            TermID(inline: $0)
        }
        #expect(ids == ids.sorted())
        #expect(ids.count == 5)
        #expect(TermID(rawValue: 0x7f << 56).kind == nil)
        #expect(TermID(rawValue: 0x7f << 56).inlineTerm == nil)
        #expect(TermID(kind: .date, payload: 0).inlineTerm == nil, "there is no such date")
        #expect(TermID(kind: .decimal, payload: 0).inlineTerm == nil)
        #expect(TermID(kind: .entity, payload: 1).inlineTerm == nil)
    }

    @Test("no id of random bits makes a term that has another id", arguments: 1...20)
    func hostileBits(seed: UInt64) {
        var state = seed
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let kind = TermID.Kind.allCases[Int(state >> 33) % TermID.Kind.allCases.count]
            let id = TermID(kind: kind, payload: state ^ (state << 23))
            guard let term = id.inlineTerm, let again = TermID(inline: term) else { continue }
            #expect(again.inlineTerm == term)
        }
    }
}
