import CLMDB
import Glibc

/// A transaction that reads, in whatever process.
package struct ActiveReader: Sendable, Equatable {
    package let process: Int32
    /// Commits since it began: the pages of its moment are kept until it ends.
    package let commitsBehind: Int

    package init(process: Int32, commitsBehind: Int) {
        self.process = process
        self.commitsBehind = commitsBehind
    }
}

extension Environment {
    /// Every transaction that reads the file now. Slots of processes that have ended are given back first. The LMDB
    /// calls are `mdb_reader_check`, `mdb_env_info` and `mdb_reader_list`, which tells a line of text for each.
    package func activeReaders() -> [ActiveReader] {
        clearStaleReaders()
        var info = MDB_envinfo()
        guard mdb_env_info(pointer, &info) == 0 else { return [] }
        var lines: [String] = []
        let code = withUnsafeMutablePointer(to: &lines) { lines in
            mdb_reader_list(
                pointer,
                { line, context in
                    guard let line, let context else { return 0 }
                    context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: line))
                    return 0
                }, lines)
        }
        guard code >= 0 else { return [] }
        return lines.compactMap { line in
            // Process, thread, and a transaction or a dash.
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\n" })
            guard words.count == 3, let process = Int32(words[0]), let transaction = Int(words[2]) else { return nil }
            return ActiveReader(process: process, commitsBehind: max(0, info.me_last_txnid &- transaction))
        }
    }
}
