import Glibc

extension FileBytes {
    /// Replaces the contents of a file, all at once: who reads it sees the old or the new. Its mode stays, and a link to it.
    ///
    /// Throws `ZholError` of kind `cannotWrite`; the file is then as it was.
    package static func replace(_ path: String, with text: String) throws(ZholError) {
        let target = realPath(path)
        var status = stat()
        let mode = stat(target, &status) == 0 ? status.st_mode & 0o7777 : 0o644
        let draft = target + ".\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw cannotWrite(path, errno) }
        var problem: Int32 = 0
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, problem == 0 {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno != EINTR { problem = errno }
            } else {
                rest = rest.dropFirst(written)
            }
        }
        if problem == 0, fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { problem = errno }
        if close(descriptor) != 0, problem == 0 { problem = errno }
        if problem == 0, rename(draft, target) != 0 { problem = errno }
        guard problem == 0 else {
            unlink(draft)
            throw cannotWrite(path, problem)
        }
    }

    private static func cannotWrite(_ path: String, _ number: Int32) -> ZholError {
        ZholError(.cannotWrite, "cannot write '\(path)': \(reason(number))")
    }
}
