import Foundation

/// Runs the real program.
struct Zhol {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let binary: URL = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("zhol")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return root.appendingPathComponent(".build/debug/zhol")
    }()

    struct Result {
        let output: String
        let errors: String
        let code: Int32
    }

    /// A folder of its own for one test.
    static func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    static func run(_ arguments: [String], in folder: URL = root, input: String = "") throws -> Result {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["ZHOL_DB"] = nil
        process.environment = environment
        let scratch = try Self.folder()
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Files and not pipes: no amount of output can block.
        let streams = try ["in", "out", "err"].map { name -> FileHandle in
            let url = scratch.appendingPathComponent(name)
            try Data(name == "in" ? Array(input.utf8) : []).write(to: url)
            return try FileHandle(forUpdating: url)
        }
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: scratch.appendingPathComponent(name)), as: UTF8.self)
        }
        return Result(output: try text("out"), errors: try text("err"), code: process.terminationStatus)
    }

    static let seeds = [
        "Schema/schema.dl", "Seeds/kazakhstan.dl", "Seeds/sources.csv", "Seeds/places.csv", "Seeds/indicators.csv",
    ]

    /// The seed graph, loaded once for all tests that only read it.
    static let graph: String = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-\(UUID().uuidString).zhol").path
        let result = try? run(["load", "--quiet", "--db", path] + seeds)
        return result?.code == 0 ? path : "no graph: \(result?.errors ?? "")"
    }()
}
