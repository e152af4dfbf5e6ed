import Formats
import Foundation
import Language
import Store
import Terms
import Zhol

extension Session {
    /// Loads files given by name and text, each in the format of its ending, in one transaction.
    @discardableResult
    func load(
        files: [(name: String, text: String)], _ change: (inout Loader.Options) -> Void = { _ in }
    ) throws -> Loader.Report {
        var loader = Loader()
        for file in files {
            try write(file.name, file.text)
            try loader.add(path: path(file.name), format: nil)
        }
        var options = Loader.Options()
        change(&options)
        return try loader.load(into: Store(path: path("graph.zhol"), access: .create), options)
    }

    /// Everything in the store, as the language writes it, sorted.
    func facts(_ store: String = "graph.zhol") throws -> [String] { try exported(.dl, store).sorted() }

    /// The lines of an export.
    func exported(_ format: ExportFormat, _ store: String = "graph.zhol") throws -> [String] {
        let descriptor = open(path("export"), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        defer { close(descriptor) }
        let sink = ByteSink(descriptor: descriptor)
        try StoreExport.write(Database(path: path(store)), as: format, to: sink)
        try sink.flush()
        return try read("export").split(separator: "\n").map(String.init)
    }

    /// An export as one text.
    func read(_ name: String, of format: ExportFormat) throws -> String {
        _ = try exported(format)
        return try read(name)
    }
}
