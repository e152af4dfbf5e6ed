import Formats
import Testing

@Suite("hostile bytes")
struct HostileBytesTests {
    /// Statements, or the place of the first mistake.
    private func outcome(_ bytes: [UInt8], _ syntax: String, drip: Int?) -> String {
        do {
            return try ReadRDF.statements(bytes, syntax, drip: drip).joined(separator: "\n")
        } catch let error as FormatError {
            return "\(error.offset)-\(error.end): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    private func tables(_ bytes: [UInt8], _ separator: Character, drip: Int) -> String {
        let reader = DelimitedReader(InputWindow(DripSource(bytes, size: drip), capacity: 16), separator: separator)
        var found: [String] = []
        while true {
            do {
                guard try reader.next() else { return found.joined(separator: "\n") }
                found.append((0..<reader.count).map { "\(reader.place($0)) \(reader.text($0))" }.joined(separator: "|"))
            } catch {
                found.append("\(error.offset): \(error.message)")
            }
        }
    }

    @Test("changed texts end in statements or one error, the same whole and in drips", arguments: 0..<8)
    func mutations(seed: Int) {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
        func number(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let sources: [(syntax: String, texts: [String])] = [
            ("nt", NTriplesTests.right.map(\.text)), ("nq", NQuadsTests.right.map(\.text)),
            ("ttl", TurtleTests.right.map(\.text)), ("trig", TriGTests.right.map(\.text)),
        ]
        let marks = Array("<>\"'\\{}[]().,;:@^_#%\n\r\t aGu0-\u{0}".utf8) + [0x80, 0xc3, 0xed, 0xf4, 0xff]
        for _ in 0..<150 {
            let source = sources[number(sources.count)]
            var bytes = Array(source.texts[number(source.texts.count)].utf8)
            for _ in 0...number(4) {
                let place = number(bytes.count + 1)
                switch number(3) {
                case 0: bytes.insert(marks[number(marks.count)], at: place)
                case 1 where place < bytes.count: bytes.remove(at: place)
                case 2 where place < bytes.count: bytes[place] = marks[number(marks.count)]
                default: bytes = Array(bytes[..<place])
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let whole = outcome(bytes, source.syntax, drip: nil)
            #expect(outcome(bytes, source.syntax, drip: 1) == whole, "\(text)")
            for separator: Character in [",", "\t"] {
                #expect(
                    tables(bytes, separator, drip: 1) == tables(bytes, separator, drip: 1 << 16), "\(text)")
            }
            _ = bytes.withUnsafeBytes { try? JSONParser.value($0, at: 0) }
        }
    }

    @Test("ten thousand open brackets are refused, not followed")
    func deep() {
        for text in [
            "<a:s> <a:p> " + String(repeating: "[ <a:p> ", count: 10_000), String(repeating: "( ", count: 10_000),
        ] {
            #expect(outcome(Array(text.utf8), "ttl", drip: nil).contains("nested more than 200 deep"))
        }
    }

    @Test("a value that never ends is refused before it fills the memory")
    func endless() {
        final class Endless: ByteSource {
            private var start: [UInt8]
            init(_ start: String) { self.start = Array(start.utf8) }
            func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
                buffer.initializeMemory(as: UInt8.self, repeating: 0x61)
                for (index, byte) in start.prefix(buffer.count).enumerated() { buffer[index] = byte }
                start.removeFirst(min(start.count, buffer.count))
                return buffer.count
            }
        }
        for start in [
            "<a:s> <a:p> \"", "<a:s> <a:p> '''", "<a:s> <a:p> <a:", "@prefix a", "_:a", "<a:s> <a:p> x",
            "@prefix : <a:> . :", "<a:s> <a:p> \"\"@a",
        ] {
            let window = InputWindow(Endless(start), capacity: 64, longestPiece: 1 << 12)
            #expect(throws: FormatError.self, "\(start)") {
                try TurtleReader(window, hasGraphs: false, base: "http://b/").read { _ in }
            }
        }
        let window = InputWindow(Endless("<a:s> <a:p> \""), capacity: 64, longestPiece: 1 << 12)
        #expect(throws: FormatError.self) {
            try NTriplesReader(window, hasGraphs: false).read { _ in
            } report: {
                throw $0
            }
        }
    }
}
