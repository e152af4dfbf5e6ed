import Formats
import Language
import Zhol

/// `parse`: the syntax tree of a program, and back.
extension Context {
    func parse() throws -> Int32 {
        guard arguments.words.count == 1, let path = arguments.words.first else {
            throw ZholError(.usage, "'zhol parse' takes one file, or '-' for standard input")
        }
        let name = path == "-" ? "<stdin>" : path
        let bytes = try FileBytes.read(path)
        if arguments.has("from-json") {
            do {
                try output.write(try SyntaxTree.text(fromJSON: bytes))
            } catch let error as SyntaxTreeError {
                throw ZholError(.wrongInput, "'\(name)' is no syntax tree: \(error.message)")
            }
        } else {
            let (program, diagnostics) = Parser.parse(SourceFile(name: name, bytes: bytes))
            guard diagnostics.isEmpty else { throw ZholError(diagnostics: diagnostics) }
            try output.write(program.json + "\n")
        }
        try output.flush()
        return 0
    }
}
