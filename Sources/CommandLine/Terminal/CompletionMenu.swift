import CEditLine
import Formats
import Glibc

/// What Tab offers for the text before the cursor.
struct Completions {
    /// How many characters of that text the candidates replace.
    var replaced = 0
    /// Whole words, sorted.
    var candidates: [String] = []
    /// What follows a word that is the only candidate.
    var ending = ""
}

/// Puts completions into the line, or shows them below it.
///
/// The editor's callbacks reach nothing but globals; all of this runs on the main thread.
enum CompletionMenu {
    nonisolated(unsafe) static var source: (_ before: String) -> Completions = { _ in Completions() }

    /// Candidates that are shown; more are counted.
    private static let shown = 120

    static func complete(_ editor: OpaquePointer?, _: Int32) -> UInt8 {
        guard let line = el_line(editor)?.pointee, let buffer = line.buffer, let cursor = line.cursor else {
            return UInt8(CC_ERROR)
        }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: max(0, cursor - buffer))
        let before = String(decoding: bytes, as: UTF8.self)
        let found = source(before)
        guard let first = found.candidates.first else { return UInt8(CC_ERROR) }
        let common = found.candidates.dropFirst().reduce(first) { commonPrefix($0, $1) }
        let word = String(before.unicodeScalars.suffix(found.replaced))
        let isOnly = found.candidates.count == 1
        let wanted = isOnly ? first + found.ending : common
        if wanted.unicodeScalars.count >= word.unicodeScalars.count, wanted != word {
            el_deletestr(editor, Int32(word.unicodeScalars.count))
            el_insertstr(editor, wanted)
            if isOnly || common.unicodeScalars.count > word.unicodeScalars.count { return UInt8(CC_REFRESH) }
        }
        guard !isOnly else { return UInt8(CC_REFRESH) }
        show(found.candidates)
        return UInt8(CC_REDISPLAY)
    }

    private static func commonPrefix(_ left: String, _ right: String) -> String {
        var result = String.UnicodeScalarView()
        for (one, other) in zip(left.unicodeScalars, right.unicodeScalars) {
            guard one == other else { break }
            result.append(one)
        }
        return String(result)
    }

    /// In columns, read downwards.
    private static func show(_ candidates: [String]) {
        let names = candidates.prefix(shown)
        let cell = (names.map(TextWidth.of).max() ?? 1) + 2
        let columns = max(1, (Terminal.width(1) ?? 80) / cell)
        let lines = (names.count + columns - 1) / columns
        var text = "\n"
        for line in 0..<lines {
            for index in stride(from: line, to: names.count, by: lines) {
                let isLast = index + lines >= names.count
                let name = names[index]
                text += isLast ? name : name + String(repeating: " ", count: max(0, cell - TextWidth.of(name)))
            }
            text += "\n"
        }
        if candidates.count > shown { text += "… and \(candidates.count - shown) more\n" }
        Terminal.message(text)
    }
}
