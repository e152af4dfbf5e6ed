import Language
import Terms

/// Values given as bare text: fields of a table, and of files of facts.
enum FieldText {
    /// The text as a type reads it; nil where it does not fit.
    static func term(_ text: String, as type: ValueType, _ schema: Schema, _ namespaces: Namespaces) -> Term? {
        let value: Term?
        switch type {
        case .any: return token(text, namespaces)
        case .string: return .string(text)
        case .thing, .ofClass, .enumeration: value = entity(text, namespaces)
        case .int, .decimal: value = Decimal(text).map(Term.number)
        case .number: value = Decimal(text).map(Term.number) ?? float(text)
        case .float: value = float(text)
        case .date: value = PartialDate(text).map(Term.date)
        case .dateTime: value = DateTime(text).map(Term.dateTime)
        case .bool: value = text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        }
        return value.flatMap { type.admits($0, in: schema) ? $0 : nil }
    }

    /// The constant of the language that a text looks like, else a string.
    static func token(_ text: String, _ namespaces: Namespaces) -> Term {
        guard let first = text.unicodeScalars.first else { return .string("") }
        switch first {
        case "0"..."9", "-":
            if let number = Decimal(text) { return .number(number) }
            return ParameterText.term(text, namespaces)
        case "'", "\"", "<", "_": return ParameterText.term(text, namespaces)
        default:
            if isBareName(text) { return .entity(namespaces.canonical(bare: text)) }
            if text == "true" || text == "false" { return .bool(text == "true") }
            return text.utf8.contains(UInt8(ascii: ":")) ? ParameterText.term(text, namespaces) : .string(text)
        }
    }

    private static func float(_ text: String) -> Term? {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x2b || byte == 0x2e || byte | 0x20 == 0x65
        }
        return isPlain ? Double(text).flatMap { Term.float(finite: $0) } : nil
    }

    private static func entity(_ text: String, _ namespaces: Namespaces) -> Term? {
        guard !text.isEmpty else { return nil }
        return .entity(EntityText.canonical(text, namespaces))
    }
}
