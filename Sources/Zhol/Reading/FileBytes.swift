import Glibc

/// Files as bytes, through the system's own calls.
package enum FileBytes {
    /// The whole of a file, or of standard input for `-`.
    ///
    /// Throws `ZholError` of kind `missingInput` where it is missing, a folder, or not readable.
    package static func read(_ path: String) throws(ZholError) -> [UInt8] {
        let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ZholError(.missingInput, "cannot read '\(path)': \(reason(errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw ZholError(.missingInput, "cannot read '\(path)': \(reason(errno))")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw ZholError(.missingInput, "cannot read '\(path)': it is a folder")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, Int(status.st_size)))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw ZholError(.missingInput, "cannot read '\(path)': \(reason(errno))")
            }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The path without links and dots, or as it is where there is no such file.
    static func realPath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder of a path, empty for a bare file name.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
    }

    /// A file itself, or the `.dl` files in a folder and those below it, sorted.
    static func programs(below path: String) -> [String] {
        guard let folder = opendir(path) else { return [path] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let full = path + "/" + name
            if name.hasSuffix(".dl") {
                found.append(full)
            } else if entry.pointee.d_type == UInt8(DT_DIR) {
                found += programs(below: full)
            }
        }
        return found.sorted()
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// What the system says of an error number.
    static func reason(_ number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file"
        case EACCES: "permission denied"
        default: String(cString: strerror(number))
        }
    }
}
