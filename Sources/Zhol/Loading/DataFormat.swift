import Formats

/// What a file to load is written in.
package enum DataFormat: String, CaseIterable, Sendable {
    case dl, nt, nq, ttl, trig, csv, tsv, jsonl

    static let known = "dl, nt, nq, ttl, trig, csv, tsv or jsonl"

    /// The format and the packing that a name's endings tell, as `graph.nt.gz`.
    static func of(name: String) -> (format: DataFormat?, compression: Compression?) {
        var endings = name.split(separator: "/").last.map { $0.split(separator: ".").map { $0.lowercased() } } ?? []
        let compression = endings.last.flatMap { Compression(rawValue: $0) }
        if compression != nil { endings.removeLast() }
        return (endings.count > 1 ? endings.last.flatMap { DataFormat(rawValue: $0) } : nil, compression)
    }
}
