import Formats

@testable import Store

/// Reads the bytes as every form that comes from outside: delimited values, RDF, and the blocks of a store. Nothing may
/// trap, and what is encoded must be decoded as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    switch start[0] % 6 {
    case 0: delimited(bytes, ",")
    case 1: delimited(bytes, "\t")
    case 2:
        let reader = NTriplesReader(InputWindow(bytes), hasGraphs: bytes.count % 2 == 0)
        try? reader.read({ _ in }, report: { _ in })
    case 3:
        let reader = TurtleReader(InputWindow(bytes), hasGraphs: bytes.count % 2 == 0, base: "http://e/")
        try? reader.read { _ in }
    case 4: block(bytes)
    default: texts(bytes)
    }
    return 0
}

private func delimited(_ bytes: [UInt8], _ separator: Character) {
    let reader = DelimitedReader(InputWindow(bytes), separator: separator)
    var fields = 0
    while (try? reader.next()) == true {
        for field in 0..<reader.count { fields += reader.text(field).utf8.count }
        precondition(reader.count > 0 && reader.place(0).upperBound <= bytes.count)
    }
}

/// As a block of a stranger's store; and as pairs that are packed and read back.
private func block(_ bytes: [UInt8]) {
    var firsts: [UInt64] = []
    var seconds: [UInt64] = []
    bytes.withUnsafeBytes { raw in
        _ = PairBlock.decode(first: PairBlock.Pair(first: 1, second: 2), raw, into: &firsts, &seconds)
    }
    var pairs: Set<PairBlock.Pair> = []
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
        pairs.insert(
            PairBlock.Pair(
                first: UInt64(bytes[place]) << (place % 57), second: UInt64(bytes[place + 1]) << (place % 53)))
    }
    let sorted = pairs.sorted()
    guard let first = sorted.first else { return }
    let encoded = PairBlock.encode(sorted)
    firsts = []
    seconds = []
    let isBlock = encoded.withUnsafeBytes { PairBlock.decode(first: first, $0, into: &firsts, &seconds) }
    precondition(isBlock && firsts == sorted.map(\.first) && seconds == sorted.map(\.second), "pairs are not read back")
}

private func texts(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
        let cut = min(3, raw.count)
        _ = TextBlock.decode(
            firstKey: UnsafeRawBufferPointer(rebasing: raw[..<cut]), UnsafeRawBufferPointer(rebasing: raw[cut...]))
    }
}
