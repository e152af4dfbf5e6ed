/// Files of programs.
package enum ProgramFiles {
    /// The file itself, or the `.dl` files below a folder, sorted.
    package static func find(_ path: String) throws(ZholError) -> [String] {
        guard FileBytes.exists(path) else {
            throw ZholError(.missingInput, "cannot read '\(path)': there is no such file")
        }
        return FileBytes.programs(below: path)
    }
}
