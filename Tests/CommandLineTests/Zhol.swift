import Foundation

/// Runs the real program.
struct Zhol {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The build under test: `$ZHOL_BINARY`, as for the release build, else the one beside the tests.
    static let binary: URL = {
        if let named = ProcessInfo.processInfo.environment["ZHOL_BINARY"] { return URL(fileURLWithPath: named) }
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

    /// A folder of its own for one test; what the test leaves of it goes when the process ends.
    static func folder() throws -> URL {
        let url = shared.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    /// A folder for what tests share; it goes when the process ends.
    static let shared: URL = {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-shared-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Zhol.shared) }
        return url
    }()

    /// Runs to the end. `environment` is added to the test's own, of which nothing that zhol looks at is left.
    static func run(
        _ arguments: [String], in folder: URL = root, input: String = "", environment more: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment(more)
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

    /// The test's environment without what zhol looks at, and with more.
    static func environment(_ more: [String: String]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in ["ZHOL_DB", "NO_COLOR", "PAGER", "LESS", "XDG_STATE_HOME"] { environment[name] = nil }
        return environment.merging(more) { _, new in new }
    }

    /// Runs steps of `terminal.py` against the program in a pseudo-terminal; what went wrong, empty where all is well.
    static func terminal(
        _ arguments: [String], _ steps: [String], in folder: URL, environment more: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("terminal.py")
        process.arguments = ["python3", script.path, binary.path] + arguments
        process.currentDirectoryURL = folder
        let own = [
            "XDG_STATE_HOME": folder.appendingPathComponent("state").path, "TERM": "xterm", "LC_ALL": "C.UTF-8",
            "PAGER": "cat",
        ]
        process.environment = environment(own.merging(more) { _, new in new })
        let input = Pipe()
        let errors = Pipe()
        process.standardInput = input
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        input.fileHandleForWriting.write(Data((steps.joined(separator: "\n") + "\n").utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : text
    }

    /// A command line of the shell, with `zhol` for the program: standard output and the exit code of the last command.
    static func shell(_ line: String, in folder: URL, environment more: [String: String] = [:]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "zhol() { '\(binary.path)' \"$@\"; }\n" + line]
        process.currentDirectoryURL = folder
        process.environment = environment(more)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(output: text, errors: "", code: process.terminationStatus)
    }

    /// Does something in a folder of its own, which holds the given files and goes away afterwards.
    static func inFolder(_ files: [String: String] = [:], _ body: (URL) throws -> Void) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        try body(folder)
    }

    static let seeds = [
        "Schema/schema.dl", "Seeds/kazakhstan.dl", "Seeds/sources.csv", "Seeds/places.csv", "Seeds/indicators.csv",
    ]

    /// The seed graph, loaded once for all tests that only read it.
    static let graph: String = {
        let path = shared.appendingPathComponent("seeds.zhol").path
        let result = try? run(["load", "--quiet", "--db", path] + seeds)
        return result?.code == 0 ? path : "no graph: \(result?.errors ?? "")"
    }()
}
