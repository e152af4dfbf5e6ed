import Terms

/// Reads facts from the bytes of a file straight into columns of ids: a whole number is parsed in place, and any other
/// text becomes a term the first time it is met.
package struct FactReader: ~Copyable {
    private let fields: [FactField]
    private let layout: FactLayout
    private var result: FactColumns
    private var errors: [FactRowError] = []
    private var known: [KnownTexts]

    /// Mistakes after which reading stops.
    private static let mostErrors = 10

    private init(_ fields: [FactField], _ layout: FactLayout) {
        self.fields = fields
        self.layout = layout
        result = FactColumns(arity: fields.count)
        known = (0...(fields.map(\.kind).max() ?? 0)).map { _ in KnownTexts() }
    }

    /// The facts of a file, or the first mistakes in it.
    ///
    /// - Parameters:
    ///   - isHeader: whether the first row, as texts, names the columns.
    ///   - check: called now and then; what it throws ends the reading.
    package static func read(
        _ bytes: [UInt8], _ fields: [FactField], _ layout: FactLayout, isHeader: ([String]) -> Bool,
        check: () throws -> Void
    ) throws -> (facts: FactColumns, errors: [FactRowError]) {
        var reader = FactReader(fields, layout)
        try bytes.withUnsafeBufferPointer { try reader.read($0, isHeader, check) }
        return (reader.result, reader.errors)
    }

    /// The first row that is not blank, as texts; nil where there is none.
    package static func firstRow(_ bytes: [UInt8], _ layout: FactLayout) -> [String]? {
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = FieldScanner(buffer, layout)
            guard scanner.skipBlankLines() else { return nil }
            var texts: [String] = []
            repeat { texts.append(scanner.text(scanner.next())) } while !scanner.isAtRowEnd
            return texts
        }
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isHeader: ([String]) -> Bool, _ check: () throws -> Void
    ) throws {
        if let first = FactReader.firstRow(Array(bytes.prefix(1 << 16)), layout), isHeader(first) {
            try readRows(bytes, skippingFirst: true, check)
        } else {
            try readRows(bytes, skippingFirst: false, check)
        }
    }

    private mutating func readRows(
        _ bytes: UnsafeBufferPointer<UInt8>, skippingFirst: Bool, _ check: () throws -> Void
    ) throws {
        var scanner = FieldScanner(bytes, layout)
        let arity = fields.count
        if skippingFirst, scanner.skipBlankLines() {
            repeat { _ = scanner.next() } while !scanner.isAtRowEnd
        }
        // Room for about as many rows as there are, so that no column is moved while it grows.
        let sample = bytes.prefix(1 << 16)
        let lines = sample.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        let expected = lines * (bytes.count / max(1, sample.count) + 1)
        for column in 0..<arity { result.columns[column].reserveCapacity(expected) }
        var row: [UInt64] = Array(repeating: 0, count: arity)
        var rows = 0
        while scanner.skipBlankLines() {
            rows += 1
            if rows & 0x3fff == 0 { try check() }
            let start = scanner.position
            var count = 0
            var isRight = true
            repeat {
                let field = scanner.next()
                if count < arity, isRight, scanner.mistake == nil {
                    if let value = value(field, count, &scanner) { row[count] = value } else { isRight = false }
                }
                count += 1
            } while !scanner.isAtRowEnd
            if let mistake = scanner.mistake {
                errors.append(mistake)
                return
            }
            if count != arity {
                if !isRight { errors.removeLast() }
                isRight = false
                errors.append(
                    FactRowError(
                        message: "the row has \(count) field\(count == 1 ? "" : "s"), not \(arity)", start: start,
                        end: scanner.fieldEnd))
            }
            if errors.count >= FactReader.mostErrors { return }
            guard isRight else { continue }
            for column in 0..<arity { result.columns[column].append(row[column]) }
            result.count += 1
        }
    }

    /// The id of a field; nil, with a mistake noted, where its column does not take it.
    private mutating func value(
        _ field: FieldScanner.Field, _ column: Int, _ scanner: inout FieldScanner
    ) -> UInt64? {
        let kind = fields[column]
        if kind.takesInts, field.isRaw, let number = scanner.smallInt(field) {
            return TermID(smallInt: number).rawValue
        }
        if field.isRaw, let id = known[kind.kind].id(of: scanner.bytes, field.start, field.end) { return id }
        guard let text = scanner.checkedText(field) else {
            errors.append(FactRowError(message: "the field is not UTF-8", start: field.start, end: field.end))
            return nil
        }
        guard let term = kind.convert(text) else {
            errors.append(
                FactRowError(message: "'\(text)' is not \(kind.described)", start: field.start, end: field.end))
            return nil
        }
        let id: UInt64
        if let inline = TermID(inline: term) {
            id = inline.rawValue
        } else {
            id =
                TermID(kind: .entity, payload: TermID.transientBit | UInt64(result.terms.count)).rawValue
            result.terms.append(term)
        }
        if field.isRaw { known[kind.kind].add(scanner.bytes, field.start, field.end, id) }
        return id
    }
}

/// The texts of a file that were met, by their place in it, with the ids they became: a hash table with linear probing.
struct KnownTexts {
    private struct Entry {
        var start = 0
        var end = 0
        var id: UInt64 = 0
    }

    private var entries: [Entry] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 256)
    private var mask = 255

    func id(of bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
        var slot = KnownTexts.hash(bytes, start, end) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if KnownTexts.same(bytes, entry.start, entry.end, start, end) { return entry.id }
            slot = (slot + 1) & mask
        }
        return nil
    }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ id: UInt64) {
        entries.append(Entry(start: start, end: end, id: id))
        if entries.count * 2 > mask {
            mask = mask * 2 + 1
            slots = Array(repeating: 0, count: mask + 1)
            for number in entries.indices { place(bytes, number) }
        } else {
            place(bytes, entries.count - 1)
        }
    }

    private mutating func place(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) {
        var slot = KnownTexts.hash(bytes, entries[number].start, entries[number].end) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(truncatingIfNeeded: number + 1)
    }

    private static func same(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ otherStart: Int, _ otherEnd: Int
    ) -> Bool {
        guard end - start == otherEnd - otherStart else { return false }
        for offset in 0..<(end - start) where bytes[start + offset] != bytes[otherStart + offset] { return false }
        return true
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for place in start..<end {
            let product = (hash ^ UInt64(bytes[place])).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
            hash = product.high ^ product.low
        }
        return Int(truncatingIfNeeded: hash >> 1)
    }
}
