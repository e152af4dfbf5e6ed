import Formats
import Language

extension Loader.Report {
    /// What was wrong as TSV: file, line, column, message and the text itself. Throws `OutputError` where the sink does.
    package func writeLeftOut(to sink: ByteSink) throws(OutputError) {
        try sink.write("file\tline\tcolumn\tmessage\ttext\n")
        for diagnostic in left {
            var fields = ["", "", "", diagnostic.message, ""]
            if let range = diagnostic.range {
                let (line, column) = range.file.position(at: range.start)
                fields = [range.file.name, "\(line)", "\(column)", diagnostic.message, range.text]
            }
            try sink.write(fields.map(AnswerTable.tsvField).joined(separator: "\t") + "\n")
        }
    }
}
