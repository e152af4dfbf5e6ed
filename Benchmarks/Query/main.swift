import Glibc
import Zhol

// Queries in one process on an open store, as a program that embeds zhol asks them: the first run, then the median of the
// others. Usage: query-benchmark STORE REPEATS FILE.dl …

func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    var start = timespec()
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &start)
    try body()
    clock_gettime(CLOCK_MONOTONIC, &end)
    return Double(end.tv_sec - start.tv_sec) * 1e3 + Double(end.tv_nsec - start.tv_nsec) / 1e6
}

func text(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[0..<count] }
    return String(decoding: bytes, as: UTF8.self)
}

let arguments = CommandLine.arguments
guard arguments.count > 3, let repeats = Int(arguments[2]), repeats > 0 else {
    print("usage: query-benchmark STORE REPEATS FILE.dl …")
    exit(2)
}
do {
    let graph = try Database(path: arguments[1])
    for path in arguments.dropFirst(3) {
        guard let query = text(of: path) else {
            print("cannot read '\(path)'")
            exit(66)
        }
        var rows = 0
        let first = try milliseconds { rows = try graph.query(query)[0].count }
        var times: [Double] = []
        // No more than about two seconds a query.
        var total = 0.0
        while times.count < repeats, total < 2000 || times.count < 3 {
            let time = try milliseconds { rows = try graph.query(query)[0].count }
            times.append(time)
            total += time
        }
        times.sort()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        print("\(name)\t\(rows)\t\(first)\t\(times[times.count / 2])")
    }
} catch {
    print("error: \(error)")
    exit(1)
}
