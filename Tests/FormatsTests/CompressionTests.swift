import Formats
import Foundation
import Testing

@Suite("packed input")
struct CompressionTests {
    /// Packs with the system's own program.
    private func packed(_ text: String, _ tool: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool, "-c"]
        let input = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(text.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        process.standardInput = try FileHandle(forReadingFrom: input)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        return Array(pipe.fileHandleForReading.readDataToEndOfFile())
    }

    private func unpacked(_ bytes: [UInt8], _ compression: Compression, drip: Int = 1 << 16) throws -> String {
        let source = try compression.unpacking(DripSource(bytes, size: drip))
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }

    static let text = (0..<20_000).map { "line \($0 * 7919 % 10_007)\n" }.joined()
    static let tools = [("gzip", Compression.gzip), ("zstd", Compression.zstandard)]

    @Test("what gzip and zstd pack comes back, in drips too", arguments: tools)
    func whole(tool: String, compression: Compression) throws {
        for text in [Self.text, "", "x"] {
            let bytes = try packed(text, tool)
            #expect(try unpacked(bytes, compression) == text)
            #expect(try unpacked(bytes, compression, drip: 13) == text)
        }
    }

    @Test("several parts one behind the other are one text", arguments: tools)
    func parts(tool: String, compression: Compression) throws {
        let bytes = try packed("one\n", tool) + packed(Self.text, tool)
        #expect(try unpacked(bytes, compression) == "one\n" + Self.text)
    }

    @Test("a part that is cut off or changed is refused", arguments: tools)
    func damage(tool: String, compression: Compression) throws {
        let bytes = try packed(Self.text, tool)
        for length in [1, 5, bytes.count / 2, bytes.count - 1] {
            let error = #expect(throws: SourceFailure.self) { try unpacked(Array(bytes[..<length]), compression) }
            #expect(error?.isDamage == true)
        }
        #expect(throws: SourceFailure.self) { try unpacked([], compression) }
        #expect(throws: SourceFailure.self) { try unpacked(Array("plain text".utf8), compression) }
        // Every byte that gzip checks: a flipped one in the middle breaks the data or the checksum.
        var flipped = bytes
        flipped[bytes.count / 2] ^= 0x10
        if tool == "gzip" { #expect(throws: SourceFailure.self) { try unpacked(flipped, compression) } }
    }
}
