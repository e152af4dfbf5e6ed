import Glibc
import LMDB

/// A file without a name in the folder of the store, for what does not fit in memory. The system removes it when it is
/// closed, and when the process is killed.
final class ScratchFile {
    private let descriptor: Int32
    private let path: String
    private(set) var size = 0

    /// Throws `StoreError` where the folder takes no file.
    init(beside path: String) throws(StoreError) {
        self.path = path
        let folder = folder(of: path)
        var made = open(folder, ScratchFile.nameless | O_RDWR | O_CLOEXEC, 0o600)
        if made < 0 {
            // Some file systems know no files without a name.
            var template = Array("\(folder)/.zhol-XXXXXX".utf8CString)
            made = mkstemp(&template)
            if made >= 0 { unlink(template) }
        }
        guard made >= 0 else { throw StoreError(LMDBError.system(errno), path) }
        descriptor = made
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let nameless = 0o20_000_000 | O_DIRECTORY

    deinit { close(descriptor) }

    /// Writes bytes behind those that are there.
    func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw StoreError(LMDBError.system(errno), path) }
            size += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Fills the whole buffer from a place that was written.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError(LMDBError.system(count < 0 ? errno : EIO), path) }
            done += count
        }
    }
}
