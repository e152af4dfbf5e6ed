import Glibc

/// Inputs of earlier sessions, oldest first, each once; several sessions add to one file.
///
/// The file has an input a line, with `\n` for a line break and `\\` for a backslash.
struct InputHistory {
    private(set) var entries: [String] = []
    private let path: String?

    /// Inputs that are kept.
    static let limit = 2000

    /// Reads the file; nil for a history that no file keeps.
    init(path: String?) {
        self.path = path
        guard let path, let text = InputHistory.contents(path) else { return }
        let lines = text.split(separator: "\n").map { InputHistory.unescaped($0) }
        entries = InputHistory.distinct(lines)
        // The file grows by what sessions append; now and then it is written anew.
        if lines.count > InputHistory.limit * 2 { rewrite(path) }
    }

    /// Puts an input at the end and into the file.
    mutating func add(_ entry: String) {
        guard !entry.isEmpty, entries.last != entry else { return }
        entries.removeAll { $0 == entry }
        entries.append(entry)
        if entries.count > InputHistory.limit { entries.removeFirst() }
        guard let path else { return }
        append(InputHistory.escaped(entry) + "\n", to: path, flags: O_APPEND)
    }

    /// The last `limit` entries, of equal ones the last.
    private static func distinct(_ lines: [String]) -> [String] {
        var seen: Set<String> = []
        var kept: [String] = []
        for line in lines.reversed() where kept.count < limit && seen.insert(line).inserted { kept.append(line) }
        return kept.reversed()
    }

    private func rewrite(_ path: String) {
        let fresh = path + ".new"
        append(entries.map { InputHistory.escaped($0) + "\n" }.joined(), to: fresh, flags: O_TRUNC)
        rename(fresh, path)
    }

    /// One write call, so that lines of two sessions do not mix. A history that cannot be written is no error.
    private func append(_ text: String, to path: String, flags: Int32) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    private static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // More than this was not written by a person.
        while bytes.count < 1 << 24 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    static func unescaped(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                result.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// `$XDG_STATE_HOME/zhol/history`, with the folders it needs; nil where there is no home.
    static func makePath() -> String? {
        let state = Terminal.environment("XDG_STATE_HOME") ?? Terminal.environment("HOME").map { $0 + "/.local/state" }
        guard let state else { return nil }
        let folder = state + "/zhol"
        for index in folder.indices.dropFirst() where folder[index] == "/" { mkdir(String(folder[..<index]), 0o700) }
        mkdir(folder, 0o700)
        return folder + "/history"
    }
}
