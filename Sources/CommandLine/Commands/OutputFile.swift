import Engine
import Formats
import Glibc
import Zhol

/// A file that is there whole or not at all.
enum OutputFile {
    /// Writes to a new file that then takes the name; to a device or pipe as it is.
    ///
    /// Throws `ZholError` of kind `cannotWrite` where the file cannot be made or written; what was there then stays.
    static func write(_ path: String, _ body: (ByteSink) throws -> Void) throws {
        var status = stat()
        let isNew = stat(path, &status) != 0
        let isPlain = isNew || status.st_mode & S_IFMT == S_IFREG
        // A link keeps being one.
        let path = isNew ? path : resolved(path)
        let target = isPlain ? path + ".part" : path
        let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        var isOpen = true
        do {
            let sink = ByteSink(descriptor: descriptor, isStopped: { Control.interrupt.load(ordering: .relaxed) })
            try body(sink)
            try sink.flush()
            if isPlain, !isNew { fchmod(descriptor, status.st_mode & 0o7777) }
            isOpen = false
            guard close(descriptor) == 0 else { throw failure(path) }
            if isPlain, rename(target, path) != 0 { throw failure(path) }
        } catch {
            if isOpen { close(descriptor) }
            if isPlain { unlink(target) }
            if case OutputError.failed(let reason) = error {
                throw ZholError(.cannotWrite, "cannot write '\(path)': \(reason)")
            }
            throw error
        }
    }

    /// Makes a folder where it is missing. Throws `ZholError` of kind `cannotWrite` where it cannot be.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw ZholError(.cannotWrite, "cannot make '\(path)': \(String(cString: strerror(errno)))")
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let full = realpath(path, nil) else { return path }
        defer { free(full) }
        return String(cString: full)
    }

    private static func failure(_ path: String) -> ZholError {
        ZholError(.cannotWrite, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
}
