import Formats
import Language
import Terms

/// Loads CSV and TSV, row by row.
struct TableInput {
    private let gate: FactGate
    private let number: Int
    private let reader: DelimitedReader
    private let map: TableMap
    private let entities: [PlannedEntity]

    private init(gate: FactGate, number: Int, reader: DelimitedReader, map: TableMap) {
        self.gate = gate
        self.number = number
        self.reader = reader
        self.map = map
        entities = map.entities.map { PlannedEntity($0, gate) }
    }

    /// Reads a file through the gate. A row with a mistake gives no fact at all.
    static func load(_ file: DataFile, _ number: Int, into gate: FactGate, _ options: Loader.Options) throws {
        let window = try file.open(counting: options.progress)
        guard let (reader, header) = try readHeader(window, file, number, gate, options.separator) else { return }
        let before = gate.outcome
        defer { if gate.outcome == before { gate.findings.warn(of: factless(header, reader.between, number)) } }
        let map: TableMap
        if let mapFile = options.map {
            map = try MapReader.map(mapFile, columns: header.map(\.text))
        } else {
            let ranges = file.ranges(of: header.map(\.place))
            map = TableMap(header: header.map(\.text), ranges: ranges)
        }
        let input = TableInput(gate: gate, number: number, reader: reader, map: map)
        guard try input.checkNames() else { return }
        try input.readRows(columns: header.count)
    }

    private typealias Header = [(text: String, place: Range<Int>)]

    private static func readHeader(
        _ window: InputWindow, _ file: DataFile, _ number: Int, _ gate: FactGate, _ separator: Character?
    ) throws -> (DelimitedReader, Header)? {
        do throws(FormatError) {
            let reader = try DelimitedReader.table(window, file.format, separator)
            guard try reader.next() else { return nil }
            let header = (0..<reader.count).map { (reader.text($0), reader.place($0)) }
            if file.format == .csv, separator == nil, reader.between != "," {
                gate.findings.warn(of: otherSeparator(header, reader.between, number))
            }
            return (reader, header)
        } catch {
            try gate.findings.add(error, number)
            return nil
        }
    }

    /// Whether the schema knows what the map names.
    private func checkNames() throws -> Bool {
        guard !gate.schema.isEmpty else { return true }
        var isKnown = true
        for entity in map.entities {
            for line in entity.lines {
                let name: String
                switch line.target {
                case .relation(let relation): name = relation
                case .ownQualifier(let relation, _): name = relation
                default: continue
                }
                let canonical = EntityText.canonical(name, gate.namespaces)
                if gate.schema.relations[canonical] == nil {
                    isKnown = false
                    gate.findings.collect(gate.unknownRelation(canonical, .source(line.value.range)))
                }
            }
        }
        return isKnown
    }

    private func readRows(columns: Int) throws {
        while true {
            do throws(FormatError) {
                guard try reader.next() else { return }
            } catch {
                try gate.findings.add(error, number)
                continue
            }
            guard reader.count == columns else {
                let end = reader.place(reader.count - 1).upperBound
                try gate.findings.add(
                    Finding(
                        .malformedRow,
                        "the row has \(reader.count) field\(reader.count == 1 ? "" : "s") and the header \(columns)",
                        at: .input(number, reader.start..<end),
                        notes: TableInput.hints((0..<reader.count).map { reader.text($0) }, reader.between)))
                continue
            }
            for entity in entities { try read(entity) }
        }
    }

    // MARK: Rows

    private typealias Qualifiers = [(name: String, value: Term)]

    /// A value of a row, or what is wrong with it.
    private struct Mistake: Error {
        let finding: Finding
    }

    private func read(_ entity: PlannedEntity) throws {
        do {
            guard let name = texts(entity.subject).first else { return }
            let subject = try term(name, .thing, entity.subject)
            // Everything is read before anything is stored.
            let qualifiers = try qualifiers(of: entity)
            let facts = try facts(of: entity, qualifiers.own)
            guard !facts.isEmpty else { return }
            try store(facts, of: try gate.writer.intern(subject), try entity.entries(of: qualifiers.shared, gate))
        } catch let mistake as Mistake {
            try gate.findings.add(mistake.finding)
        }
    }

    private struct Fact {
        let line: PlannedLine
        /// The class, or the object.
        let term: Term
        let own: Qualifiers
    }

    /// The qualifiers of all facts of an entity, and those of single relations.
    private func qualifiers(of entity: PlannedEntity) throws -> (shared: Qualifiers?, own: [String: Qualifiers]) {
        var shared: Qualifiers = []
        var own: [String: Qualifiers] = [:]
        for line in entity.lines {
            switch line.target {
            case .qualifier(let name):
                if entity.sharedEntries == nil { shared += try qualifier(name, on: nil, line.value) }
            case .ownQualifier(_, let name):
                own[line.relation, default: []] += try qualifier(name, on: line.relation, line.value)
            default: break
            }
        }
        return (entity.sharedEntries == nil ? shared : nil, own)
    }

    private func facts(of entity: PlannedEntity, _ own: [String: Qualifiers]) throws -> [Fact] {
        var facts: [Fact] = []
        facts.reserveCapacity(entity.lines.count)
        for line in entity.lines {
            switch line.target {
            case .membership:
                for text in texts(line.value) {
                    let name = EntityText.canonical(text, gate.namespaces)
                    facts.append(Fact(line: line, term: .entity(name), own: []))
                }
            case .relation:
                for text in texts(line.value) {
                    facts.append(
                        Fact(
                            line: line, term: try term(text, line.type, line.value),
                            own: own.isEmpty ? [] : own[line.relation] ?? []))
                }
            default: break
            }
        }
        return facts
    }

    private func store(_ facts: [Fact], of subject: TermID, _ shared: PlannedEntity.Entries) throws {
        for fact in facts {
            let object = try gate.writer.intern(fact.term)
            var entries = shared
            if !fact.own.isEmpty {
                let own = try gate.entries(fact.own)
                entries.plain += own.plain
                entries.evidence += own.evidence
            }
            try gate.add(
                try fact.line.predicate(gate.writer), subject, object, qualifiers: entries.plain,
                evidence: entries.evidence, at: .input(number, place(fact.line.value)))
        }
    }

    private func qualifier(_ name: String, on relation: String?, _ value: TableMap.Value) throws -> Qualifiers {
        guard let text = texts(value).first else { return [] }
        let declared = relation.flatMap { gate.schema.type(ofQualifier: name, on: $0) }
        let builtIn: ValueType? =
            name == "source" || name == "confidence"
            ? .thing : name == "url" ? .string : Schema.builtInQualifiers[name]
        if let relation, !gate.schema.isEmpty, declared == nil {
            throw Mistake(
                finding: Finding(
                    .unknownQualifier, "'\(relation)' has no qualifier '\(name)'", at: .source(value.range)))
        }
        let read = try term(text, value.type ?? builtIn ?? declared ?? .any, value)
        if name == "confidence", case .entity(let level) = read, !Schema.confidences.contains(level) {
            throw Mistake(
                finding: Finding(
                    .wrongType, "a confidence is low, medium or high, not \(level)", at: .input(number, place(value))))
        }
        return [(EntityText.canonical(name, gate.namespaces), read)]
    }

    /// The texts that a value gives for this row: none where its columns are empty, several where it is split.
    private func texts(_ value: TableMap.Value) -> [String] {
        if value.isPlainColumn, case .column(let column)? = value.parts.first {
            return reader.bytes(column).isEmpty ? [] : [reader.text(column)]
        }
        var text = ""
        var isEmpty = true
        var isConstant = true
        for part in value.parts {
            switch part {
            case .text(let constant): text += constant
            case .column(let column):
                isConstant = false
                if !reader.bytes(column).isEmpty { isEmpty = false }
                text += reader.text(column)
            }
        }
        guard isConstant || !isEmpty else { return [] }
        let parts = value.split.map { text.split(separator: $0).map { trimmed($0) } } ?? [text]
        return parts.compactMap { part in
            guard !part.isEmpty, !value.omitted.contains(part) else { return nil }
            let named = value.isName ? FieldText.name(part) : part
            return named.isEmpty ? nil : named
        }
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// The first field that a value is made of, or the start of the row.
    private func place(_ value: TableMap.Value) -> Range<Int> {
        for part in value.parts { if case .column(let column) = part { return reader.place(column) } }
        return reader.place(0)
    }

    private func term(_ text: String, _ type: ValueType, _ value: TableMap.Value) throws -> Term {
        if let term = FieldText.term(text, as: type, gate.schema, gate.namespaces) { return term }
        throw Mistake(
            finding: Finding(.wrongType, "'\(text)' is not \(type.described)", at: .input(number, place(value))))
    }
}
