import Patterns

/// Text patterns.
enum Like {
    /// Whether `%` (any run) and `_` (any one scalar) can stand for parts of the text so that the pattern fits whole,
    /// where case does not count. What follows a backslash stands for itself.
    ///
    /// Time is at most the product of the lengths: only the last `%` is ever taken back.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = text.unicodeScalars.map(CaseFolding.folded)
        let pattern = Like.pieces(pattern)
        var position = 0
        var place = 0
        var retry: (position: Int, place: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == .run {
                retry = (position, place + 1)
                place += 1
            } else if place < pattern.count, pattern[place] == .one || pattern[place] == .scalar(text[position]) {
                position += 1
                place += 1
            } else if let last = retry {
                retry = (last.position + 1, last.place)
                position = last.position + 1
                place = last.place
            } else {
                return false
            }
        }
        while place < pattern.count, pattern[place] == .run { place += 1 }
        return place == pattern.count
    }

    private enum Piece: Equatable {
        case run, one
        case scalar(Unicode.Scalar)
    }

    private static func pieces(_ pattern: String) -> [Piece] {
        var pieces: [Piece] = []
        var isEscaped = false
        for scalar in pattern.unicodeScalars {
            switch scalar {
            case _ where isEscaped:
                pieces.append(.scalar(CaseFolding.folded(scalar)))
                isEscaped = false
            case "\\": isEscaped = true
            case "%": pieces.append(.run)
            case "_": pieces.append(.one)
            default: pieces.append(.scalar(CaseFolding.folded(scalar)))
            }
        }
        if isEscaped { pieces.append(.scalar("\\")) }
        return pieces
    }

    static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == first {
            if text[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }

    /// The parts between separators; the separator is not empty.
    static func parts(_ text: String, separator: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        var position = 0
        while position + mark.count <= bytes.count {
            if bytes[position..<(position + mark.count)].elementsEqual(mark) {
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
                position += mark.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}
