import Formats
import Testing

/// A source that gives few bytes at a time, so that everything is cut somewhere.
final class DripSource: ByteSource {
    private let bytes: [UInt8]
    private let size: Int
    private var position = 0

    init(_ bytes: [UInt8], size: Int) {
        self.bytes = bytes
        self.size = size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let count = min(size, buffer.count, bytes.count - position)
        for index in 0..<count { buffer[index] = bytes[position + index] }
        position += count
        return count
    }
}

@Suite("tables as CSV and TSV")
struct DelimitedReaderTests {
    private func rows(_ text: String, _ separator: Character = ",", drip: Int? = nil) throws -> [[String]] {
        try rows(Array(text.utf8), separator, drip: drip)
    }

    private func rows(_ bytes: [UInt8], _ separator: Character = ",", drip: Int? = nil) throws -> [[String]] {
        let window = drip.map { InputWindow(DripSource(bytes, size: $0), capacity: 16) } ?? InputWindow(bytes)
        let reader = DelimitedReader(window, separator: separator)
        var rows: [[String]] = []
        while try reader.next() { rows.append((0..<reader.count).map { reader.text($0) }) }
        return rows
    }

    /// A text, and what RFC 4180 says that it holds.
    static let tables: [(text: String, rows: [[String]])] = [
        ("", []),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,\n,b\n,\n", [["a", ""], ["", "b"], ["", ""]]),
        ("a,", [["a", ""]]),
        ("a\n\nb\n\r\n", [["a"], ["b"]]),
        ("\"\"\n", [[""]]),
        ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
        ("\"a\nb\r\nc\",d\n", [["a\nb\r\nc", "d"]]),
        ("\"\"\"\"\n", [["\""]]),
        ("\"\"\"a\"\"\"\"b\",c", [["\"a\"\"b", "c"]]),
        (" a , b \n", [[" a ", " b "]]),
        ("a\\tb,c\n", [["a\\tb", "c"]]),
        ("Қорғас,中\n", [["Қорғас", "中"]]),
        ("\u{feff}a,b\n", [["a", "b"]]),
        ("a\u{0}b,c\n", [["a\u{0}b", "c"]]),
        ("a\tb,c\n", [["a\tb", "c"]]),
    ]

    @Test("CSV is read as RFC 4180 says, whole or in drips", arguments: tables.map(\.text))
    func table(text: String) throws {
        let expected = try #require(Self.tables.first { $0.text == text }).rows
        #expect(try rows(text) == expected)
        for drip in 1...5 { #expect(try rows(text, drip: drip) == expected) }
    }

    static let tabbed: [(text: String, rows: [[String]])] = [
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("a\\tb\\nc\\r\\\\d\t\n", [["a\tb\nc\r\\d", ""]]),
        ("\"a\"\tb\"c\n", [["\"a\"", "b\"c"]]),
        ("a\\x\\\tb\\\n", [["a\\x\\", "b\\"]]),
        ("a,b\r\nc\r\n", [["a,b"], ["c"]]),
        ("\u{feff}a\t\n\nb", [["a", ""], ["b"]]),
    ]

    @Test("TSV escapes tab, newline and backslash, and knows no quotes", arguments: tabbed.map(\.text))
    func readsTabbed(text: String) throws {
        let expected = try #require(Self.tabbed.first { $0.text == text }).rows
        #expect(try rows(text, "\t") == expected)
        for drip in 1...5 { #expect(try rows(text, "\t", drip: drip) == expected) }
    }

    static let mistakes: [(text: String, offset: Int, message: String)] = [
        ("a,b\nc,\"d\n", 6, "this quoted field is not closed"),
        ("a,b\"c\n", 3, "a quote stands inside a field that is not quoted"),
        ("a,\"b\"c\n", 5, "something stands behind a closing quote"),
        ("a,\"b\" ,c\n", 5, "something stands behind a closing quote"),
    ]

    @Test("a mistake is told with its place", arguments: mistakes.map(\.text))
    func mistake(text: String) throws {
        let expected = try #require(Self.mistakes.first { $0.text == text })
        for drip in [1, 3, 1000] {
            let error = #expect(throws: FormatError.self) { try rows(text, drip: drip) }
            #expect(error?.offset == expected.offset)
            #expect(error?.message == expected.message)
        }
    }

    @Test("bytes that are no UTF-8 are refused at their place")
    func malformed() throws {
        for bytes: [UInt8] in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]] {
            let error = #expect(throws: FormatError.self) { try rows(Array("a,b\nc,".utf8) + bytes + [0x0a]) }
            #expect(error?.offset == 6)
            let tabbed = #expect(throws: FormatError.self) { try rows(Array("a\tb\nc\t".utf8) + bytes + [0x0a], "\t") }
            #expect(tabbed?.offset == 6)
        }
        let wide = #expect(throws: FormatError.self) { try rows([0xff, 0xfe, 0x61, 0]) }
        #expect(wide?.message == "the file is UTF-16; save it as UTF-8")
    }

    @Test("reading goes on behind the line of a mistake")
    func recovery() throws {
        let reader = DelimitedReader(InputWindow(Array("a,b\nc,d\"\n\"e\"f,g\nh,i\n".utf8)), separator: ",")
        var good: [String] = []
        var wrong: [Int] = []
        while true {
            do {
                guard try reader.next() else { break }
                good.append(reader.text(0))
            } catch {
                wrong.append(error.offset)
            }
        }
        #expect(good == ["a", "h"])
        #expect(wrong == [7, 12])
    }

    @Test("a field knows its place in the file, quotes included")
    func places() throws {
        let reader = DelimitedReader(InputWindow(Array("x\na,\"b\"\"c\",d\n".utf8)), separator: ",")
        #expect(try reader.next())
        #expect(try reader.next())
        #expect((0..<3).map { reader.place($0) } == [2..<3, 4..<10, 11..<12])
    }

    @Test("fields of a megabyte and rows of a hundred thousand fields are read")
    func large() throws {
        let long = String(repeating: "ы", count: 1 << 19)
        #expect(try rows("\"\(long)\",b\n\(long)") == [[long, "b"], [long]])
        let wide = String(repeating: ",", count: 100_000)
        #expect(try rows(wide).first?.count == 100_001)
    }

    @Test("a row that never ends is refused before it fills the memory")
    func endless() throws {
        final class Endless: ByteSource {
            func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
                buffer.initializeMemory(as: UInt8.self, repeating: 0x61)
                return buffer.count
            }
        }
        for separator: Character in [",", "\t"] {
            let reader = DelimitedReader(InputWindow(Endless(), longestPiece: 1 << 12), separator: separator)
            let error = #expect(throws: FormatError.self) { try reader.next() }
            #expect(error?.message == "this line or value is longer than 4096 bytes")
        }
    }
}
