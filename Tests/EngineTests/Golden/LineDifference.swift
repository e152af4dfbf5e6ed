/// The lines in which two texts differ, as `diff` marks them: `-` only expected, `+` only found.
func lineDifference(expected: String, found: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = found.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var lines: [String] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
        if left < old.count, removed.contains(left) {
            lines.append("- \(old[left])")
            left += 1
        } else if right < new.count, inserted.contains(right) {
            lines.append("+ \(new[right])")
            right += 1
        } else {
            lines.append("  \(old[left])")
            left += 1
            right += 1
        }
    }
    return lines.joined(separator: "\n")
}
