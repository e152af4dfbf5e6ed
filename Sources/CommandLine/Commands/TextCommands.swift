import Formats
import Language
import Zhol

/// `fmt`: tools on the text of programs.
extension Context {
    /// Gives files their canonical layout. What is wrong in one keeps none of the others from being formatted.
    func formatFiles() throws -> Int32 {
        guard !arguments.words.isEmpty else {
            throw ZholError(.usage, "'zhol fmt' takes files, or '-' for standard input")
        }
        var wrong: [Diagnostic] = []
        var different = 0
        for path in try arguments.words.flatMap({ $0 == "-" ? [$0] : try ProgramFiles.find($0) }) {
            let source = SourceFile(name: path == "-" ? "<stdin>" : path, bytes: try FileBytes.read(path))
            let text: String
            do throws(Diagnostics) {
                text = try Formatter.format(source)
            } catch {
                wrong += error.all
                continue
            }
            let isSame = source.bytes.elementsEqual(text.utf8)
            if !isSame { different += 1 }
            try write(text, to: path, isSame: isSame)
        }
        try output.flush()
        if !wrong.isEmpty { throw ZholError(diagnostics: wrong) }
        return arguments.has("check") && different > 0 ? 1 : 0
    }

    private func write(_ text: String, to path: String, isSame: Bool) throws {
        if arguments.has("check") {
            if !isSame { try output.write(path + "\n") }
        } else if path == "-" {
            try output.write(text)
        } else if !isSame {
            try FileBytes.replace(path, with: text)
            if !isQuiet { Terminal.message("formatted '\(path)'\n") }
        }
    }
}
