/// Resolves relative references against a base (RFC 3986, section 5), without any other normalisation.
struct IRIReference {
    /// The base without its fragment.
    private let base: [UInt8]
    private let schemeEnd: Int
    private let authorityEnd: Int
    private let pathEnd: Int

    /// Nil where the base is not absolute.
    init?(base: some Collection<UInt8>) {
        let bytes = Array(base.prefix { $0 != UInt8(ascii: "#") })
        let scheme = bytes.withUnsafeBytes { RDFCharacters.schemeLength($0) }
        guard scheme > 0 else { return nil }
        self.base = bytes
        schemeEnd = scheme
        authorityEnd = IRIReference.authorityEnd(bytes[scheme...])
        pathEnd = bytes[authorityEnd...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    }

    /// Behind `//authority`, or the start where there is none.
    private static func authorityEnd(_ bytes: ArraySlice<UInt8>) -> Int {
        guard bytes.starts(with: [0x2f, 0x2f]) else { return bytes.startIndex }
        return bytes.dropFirst(2).firstIndex {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
        } ?? bytes.endIndex
    }

    /// The absolute IRI of a reference without a scheme.
    func resolving(_ reference: [UInt8]) -> [UInt8] {
        guard let first = reference.first else { return base }
        switch first {
        case UInt8(ascii: "#"): return base + reference
        case UInt8(ascii: "?"): return base[..<pathEnd] + reference
        case UInt8(ascii: "/"):
            guard reference.starts(with: [0x2f, 0x2f]) else {
                return base[..<authorityEnd] + IRIReference.withoutDots(reference[...])
            }
            let path = IRIReference.authorityEnd(reference[...])
            return base[..<schemeEnd] + reference[..<path] + IRIReference.withoutDots(reference[path...])
        default:
            var merged: [UInt8]
            if authorityEnd > schemeEnd, authorityEnd == pathEnd {
                merged = [UInt8(ascii: "/")]
            } else {
                let path = base[authorityEnd..<pathEnd]
                merged = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[...$0]) } ?? []
            }
            merged += reference
            return base[..<authorityEnd] + IRIReference.withoutDots(merged[...])
        }
    }

    /// The path of a reference without `.` and `..`, and what is behind it as it is.
    private static func withoutDots(_ reference: ArraySlice<UInt8>) -> [UInt8] {
        let end =
            reference.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? reference.endIndex
        let path = reference[..<end]
        let isRooted = path.first == UInt8(ascii: "/")
        var kept: [ArraySlice<UInt8>] = []
        var endsOpen = false
        let segments = (isRooted ? path.dropFirst() : path).split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (number, segment) in segments.enumerated() {
            let isLast = number == segments.count - 1
            switch Array(segment) {
            case [0x2e]: endsOpen = isLast
            case [0x2e, 0x2e]:
                _ = kept.popLast()
                endsOpen = isLast
            default: kept.append(segment)
            }
        }
        // A path that ends in a dot segment ends in a slash.
        if endsOpen { kept.append([]) }
        return (isRooted ? [UInt8(ascii: "/")] : []) + kept.joined(separator: [UInt8(ascii: "/")]) + reference[end...]
    }
}
