import Terms

extension FieldText {
    /// A title as a name: letters small, everything that is no letter or digit one `_`.
    static func name(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if isNameScalar(scalar), scalar != "_" {
                result.append(scalar)
            } else if let last = result.last, last != "_" {
                result.append("_")
            }
        }
        if result.last == "_" { result.removeLast() }
        return String(result)
    }
}
