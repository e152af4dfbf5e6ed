import Language
import Terms

/// Reads a map file. Lines that start with `%` or `#` are comments.
struct MapReader {
    private let file: SourceFile
    private let columns: [String]
    private var position = 0
    private var lineEnd = 0
    private var entities: [TableMap.Entity] = []
    private var problems: [Diagnostic] = []

    /// The map of a file for a table with these columns. Throws `Diagnostics` with every mistake.
    static func map(_ file: SourceFile, columns: [String]) throws(Diagnostics) -> TableMap {
        var reader = MapReader(file: file, columns: columns)
        reader.read()
        guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
        return TableMap(entities: reader.entities)
    }

    private init(file: SourceFile, columns: [String]) {
        self.file = file
        self.columns = columns
    }

    private mutating func read() {
        guard String(validating: file.bytes, as: UTF8.self) != nil else { return report("this is no UTF-8", 0, 0) }
        position = file.bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while position < file.bytes.count {
            lineEnd = file.bytes[position...].firstIndex(of: 0x0a) ?? file.bytes.count
            skipBlanks()
            if let byte, byte != UInt8(ascii: "%"), byte != UInt8(ascii: "#"), byte != 0x0d { readLine() }
            position = lineEnd + 1
        }
        if entities.isEmpty, problems.isEmpty {
            report("a map has a line such as 'subject = {id}'", 0, min(1, file.bytes.count))
        }
    }

    private var byte: UInt8? { position < lineEnd ? file.bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x09 { position += 1 }
    }

    private mutating func report(_ message: String, _ start: Int, _ end: Int) {
        problems.append(
            Diagnostic(.wrongMapping, message, at: SourceRange(file: file, start: start, end: max(end, start + 1))))
    }

    private mutating func readLine() {
        let start = position
        while let byte, byte != UInt8(ascii: "=") { position += 1 }
        guard byte != nil else { return report("'=' is expected between a name and its value", start, lineEnd) }
        let left = trimmed(start, position)
        position += 1
        skipBlanks()
        guard let value = readValue() else { return }
        guard !left.isEmpty else { return report("a name is expected before '='", start, position) }
        let leftRange = SourceRange(file: file, start: start, end: start + left.utf8.count)
        if left == "subject" {
            entities.append(TableMap.Entity(subject: value))
            return
        }
        guard !entities.isEmpty else {
            return report(
                "a 'subject' line comes first: it says what entity the lines below are about", start, leftRange.end)
        }
        entities[entities.count - 1].lines.append(TableMap.Line(target: target(left), value: value))
    }

    private func target(_ left: String) -> TableMap.Target {
        if left == "class" || left == "a" { return .membership }
        if Schema.builtInQualifiers[left] != nil { return .qualifier(left) }
        if let dot = left.lastIndex(of: "."), !left.hasPrefix("<") {
            return .ownQualifier(
                relation: String(left[..<dot]), name: String(left[left.index(after: dot)...]))
        }
        return .relation(left)
    }

    private func trimmed(_ start: Int, _ end: Int) -> String {
        var text = file.text(start..<end)[...]
        while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" {
            text = text.dropLast()
        }
        return String(text)
    }

    /// Text with columns, up to ` :` and what follows.
    private mutating func readValue() -> TableMap.Value? {
        let start = position
        var end = lineEnd
        var scan = position
        while scan < lineEnd {
            if file.bytes[scan] == UInt8(ascii: "{") {
                while scan < lineEnd, file.bytes[scan] != UInt8(ascii: "}") { scan += 1 }
            } else if file.bytes[scan] == UInt8(ascii: ":"), scan > start, file.bytes[scan - 1] == 0x20,
                scan + 1 == lineEnd || file.bytes[scan + 1] == 0x20
            {
                end = scan
                break
            }
            scan += 1
        }
        var value = TableMap.Value(
            range: SourceRange(file: file, start: start, end: start + trimmed(start, end).utf8.count))
        guard readParts(&value, trimmed(start, end), start) else { return nil }
        if end < lineEnd {
            position = end + 1
            guard readOptions(&value) else { return nil }
        }
        return value
    }

    private mutating func readParts(_ value: inout TableMap.Value, _ text: String, _ start: Int) -> Bool {
        var rest = text[...]
        var place = start
        while let opening = rest.firstIndex(of: "{") {
            if opening > rest.startIndex { value.parts.append(.text(String(rest[..<opening]))) }
            place += rest[..<opening].utf8.count
            guard let closing = rest[opening...].firstIndex(of: "}") else {
                report("'}' is missing behind the name of a column", place, place + 1)
                return false
            }
            let name = String(rest[rest.index(after: opening)..<closing])
            guard let column = columns.firstIndex(of: name) else {
                let hint = Spelling.suggestion(for: name, among: columns)
                report("the table has no column '\(name)'\(hint)", place + 1, place + 1 + name.utf8.count)
                return false
            }
            value.parts.append(.column(column))
            place += name.utf8.count + 2
            rest = rest[rest.index(after: closing)...]
        }
        if !rest.isEmpty { value.parts.append(.text(String(rest))) }
        guard !value.parts.isEmpty else {
            report("a value is expected behind '='", start, start + 1)
            return false
        }
        return true
    }

    private static let types: [String: ValueType] = [
        "entity": .thing, "string": .string, "int": .int, "decimal": .decimal, "float": .float, "number": .number,
        "date": .date, "datetime": .dateTime, "bool": .bool, "any": .any,
    ]

    /// A type and options, separated by commas.
    private mutating func readOptions(_ value: inout TableMap.Value) -> Bool {
        repeat {
            skipBlanks()
            let start = position
            while let byte, byte != UInt8(ascii: ","), byte != 0x20, byte != 0x0d { position += 1 }
            let word = file.text(start..<position)
            if let type = MapReader.types[word] {
                value.type = type
            } else if word == "name" {
                value.isName = true
            } else if word == "split" || word == "omit" {
                skipBlanks()
                let quote = position
                guard let text = readQuoted() else { return false }
                if word == "omit" {
                    value.omitted.append(text)
                } else if text.isEmpty {
                    report("a value is split at a text that is not empty", quote, position)
                    return false
                } else {
                    value.split = text
                }
            } else {
                let hint = Spelling.suggestion(
                    for: word, among: Array(MapReader.types.keys) + ["split", "omit", "name"])
                report("a type or split, omit or name is expected here\(hint)", start, position)
                return false
            }
            skipBlanks()
            guard byte == UInt8(ascii: ",") else { break }
            position += 1
        } while true
        if byte == 0x0d { position += 1 }
        guard byte == nil else {
            report("',' is expected between options", position, lineEnd)
            return false
        }
        return true
    }

    private mutating func readQuoted() -> String? {
        let start = position
        guard byte == UInt8(ascii: "\"") else {
            report("a text in double quotes is expected", start, start + 1)
            return nil
        }
        position += 1
        let first = position
        while let byte, byte != UInt8(ascii: "\"") { position += 1 }
        guard byte != nil else {
            report("this text is not closed: '\"' is missing", start, lineEnd)
            return nil
        }
        position += 1
        return file.text(first..<(position - 1))
    }
}
