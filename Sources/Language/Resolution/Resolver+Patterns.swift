import Patterns
import Terms

/// Regular expressions that stand in a program.
extension Resolver {
    /// Reports a constant pattern of `matches` that is none, at the part of it that is wrong; false where it did.
    func checkPattern(of function: Function, _ arguments: [Expression]) -> Bool {
        guard function == .matches, arguments.count == 2 else { return true }
        let expression = arguments[1]
        let term: Term
        switch expression.kind {
        case .constant(let constant): term = constant
        case .parameter(let name): term = parameterValues[name] ?? .none
        default: return true
        }
        guard case .string(let text) = term else { return true }
        do throws(PatternError) {
            _ = try Pattern(text)
            return true
        } catch {
            report(
                .invalidPattern, "in this pattern " + error.message,
                at: StringLiteral.range(of: error.range, in: expression.range))
            return false
        }
    }
}

/// The places of a string's characters in its source.
enum StringLiteral {
    /// The source of a part of a string, given in scalars of its value; the whole literal where that is not known.
    static func range(of part: Range<Int>, in literal: SourceRange) -> SourceRange {
        let bytes = literal.file.bytes
        let end = min(literal.end, bytes.count)
        let quote = UInt8(ascii: "\"")
        guard literal.start < end, bytes[literal.start] == quote else { return literal }
        var offset = literal.start
        while offset < end, bytes[offset] == quote { offset += 1 }
        let quotes = offset - literal.start
        guard quotes == 1 || quotes == 3, part.upperBound < 1 << 20 else { return literal }
        var count = 0
        var start: Int?
        while offset < end {
            if count == part.lowerBound { start = offset }
            if count == part.upperBound { break }
            if bytes[offset] == quote, quotes == 1 { break }
            offset += length(at: offset, in: bytes)
            count += 1
        }
        guard let start, offset > start else { return literal }
        return SourceRange(file: literal.file, start: start, end: min(offset, end))
    }

    /// How many bytes a character of a string, or its escape, takes.
    private static func length(at offset: Int, in bytes: [UInt8]) -> Int {
        if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count {
            switch bytes[offset + 1] {
            case UInt8(ascii: "u"): return 6
            case UInt8(ascii: "U"): return 10
            default: return 2
            }
        }
        switch bytes[offset] {
        case 0xf0...: return 4
        case 0xe0...: return 3
        case 0xc0...: return 2
        default: return 1
        }
    }
}
