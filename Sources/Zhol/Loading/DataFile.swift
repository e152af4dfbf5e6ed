import Formats
import Glibc
import Language

/// A file to load, or standard input, which can be read a second time to show where a mistake is.
package final class DataFile {
    /// As the user gave it.
    package let name: String
    package let format: DataFormat
    private let compression: Compression?
    private let descriptor: Int32
    /// What cannot be read twice is copied here while it is read; nil where the file itself can.
    private let copy: StreamCopy?
    private var wasOpened = false

    /// Opens a file; `-` is standard input.
    ///
    /// Throws `ZholError` where it is missing, a folder or not readable, or its format is not known.
    package init(path: String, format: String?) throws(ZholError) {
        name = path == "-" ? "<standard input>" : path
        let (ending, compression) = DataFormat.of(name: path)
        self.compression = compression
        let given = format.flatMap { DataFormat(rawValue: $0) }
        if let format, given == nil {
            throw ZholError(.usage, "there is no format '\(format)' to load: it is \(DataFormat.known)")
        }
        guard let form = given ?? ending else {
            throw ZholError(
                .usage, "the format of '\(name)' is not known by its ending; give --as with \(DataFormat.known)")
        }
        self.format = form
        descriptor = path == "-" ? dup(0) : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            copy = nil
            throw ZholError(.missingInput, "cannot read '\(path)': \(FileBytes.reason(errno))")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            copy = nil
            throw ZholError(.missingInput, "cannot read '\(path)': it is a folder")
        }
        copy = status.st_mode & S_IFMT == S_IFREG ? nil : StreamCopy()
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Bytes of the file as it is on disk; nil where that is not known.
    let size: Int?

    /// Whether it has no bytes; of a stream, as far as it was read.
    var isEmpty: Bool { size == 0 || copy?.count == 0 }

    /// Whether it is a file that is not packed.
    var isPlain: Bool { size != nil && compression == nil && !name.hasPrefix("<") }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The bytes of the file from its start, unpacked. A stream that was opened before gives its copy first.
    func open(counting progress: LoadProgress? = nil) throws(SourceFailure) -> InputWindow {
        guard size != nil || !wasOpened || copy?.isComplete == true else {
            throw SourceFailure(isDamage: false, "it can be read only once, and was needed again")
        }
        wasOpened = true
        return InputWindow(
            try unpacked(PlacedSource(descriptor: descriptor, isSeekable: size != nil, copy, progress?.counter)))
    }

    /// Whole lines from places all over a large file that is not packed; empty for another.
    func sampledLines() -> [UInt8] {
        guard isPlain, let size, size >= DataFile.leastSampled else { return [] }
        var lines: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: DataFile.sampleBytes)
        for sample in 0..<DataFile.samples {
            let count = pread(descriptor, &piece, piece.count, off_t(size / DataFile.samples * sample))
            guard count > 0, let first = piece[..<count].firstIndex(of: 0x0a),
                let last = piece[..<count].lastIndex(of: 0x0a)
            else { continue }
            lines += piece[(first + 1)..<max(first + 1, last + 1)]
        }
        return lines
    }

    private static let leastSampled = 1 << 20
    private static let samples = 64
    private static let sampleBytes = 1 << 12

    /// By its ending, else by its first bytes.
    private func unpacked(_ source: PlacedSource) throws(SourceFailure) -> any ByteSource {
        if let compression { return try compression.unpacking(source) }
        let start = try source.peek()
        if start.starts(with: [0x1f, 0x8b]) { return try Compression.gzip.unpacking(source) }
        if start.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return try Compression.zstandard.unpacking(source) }
        return source
    }

    /// All bytes of the file, unpacked. Throws `ZholError`.
    func bytes() throws(ZholError) -> [UInt8] {
        do throws(SourceFailure) {
            let source = try unpacked(PlacedSource(descriptor: descriptor, isSeekable: size != nil, copy, nil))
            var all: [UInt8] = []
            all.reserveCapacity(size ?? 0)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
            defer { buffer.deallocate() }
            while true {
                let count = try source.read(into: buffer)
                if count == 0 { return all }
                all.append(contentsOf: buffer[..<count])
            }
        } catch {
            throw ZholError(error.isDamage ? .wrongInput : .missingInput, "cannot read '\(name)': \(error.message)")
        }
    }

    // MARK: Places

    /// Bytes of a line that are kept around a mistake.
    private static let shownBytes = 2000

    /// The places of byte ranges of the unpacked text, in the order given, each with its line.
    func ranges(of places: [Range<Int>]) -> [SourceRange] {
        var found: [SourceRange?] = Array(repeating: nil, count: places.count)
        let order = places.indices.sorted { places[$0].lowerBound < places[$1].lowerBound }[...]
        fill(&found, order, places)
        let nowhere = SourceFile(name: name, text: "")
        return found.map { $0 ?? SourceRange(file: nowhere, start: 0, end: 0) }
    }

    private func fill(_ found: inout [SourceRange?], _ order: ArraySlice<Int>, _ places: [Range<Int>]) {
        guard !order.isEmpty, let window = try? reopened() else { return }
        var rest = order
        var line = 0
        while let next = rest.first {
            guard let bytes = try? window.nextLine() else { break }
            let start = window.lineOffset
            guard places[next].lowerBound <= start + bytes.count || window.isExhausted else {
                line += 1
                continue
            }
            rest.removeFirst()
            found[next] = range(places[next], bytes, start, line)
            while let other = rest.first, places[other].lowerBound <= start + bytes.count {
                rest.removeFirst()
                found[other] = range(places[other], bytes, start, line)
            }
            line += 1
        }
    }

    private func reopened() throws(SourceFailure) -> InputWindow {
        guard let copy else { return try open() }
        return InputWindow(try unpacked(PlacedSource(descriptor: copy.descriptor, isSeekable: true, nil, nil)))
    }

    private func range(_ place: Range<Int>, _ line: UnsafeRawBufferPointer, _ start: Int, _ number: Int) -> SourceRange
    {
        let first = min(max(0, place.lowerBound - start), line.count)
        let last = min(max(first, place.upperBound - start), line.count)
        var from = max(0, first - DataFile.shownBytes)
        while from > 0, line[from] & 0xc0 == 0x80 { from -= 1 }
        let to = min(line.count, max(last, first) + DataFile.shownBytes, first + 2 * DataFile.shownBytes)
        let before = line[..<from].reduce(0) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) }
        let file = SourceFile(
            name: name, bytes: Array(line[from..<to]), firstLine: number + 1, columnsBefore: before)
        return SourceRange(file: file, start: first - from, end: min(last, to) - from)
    }
}
