import Glibc
import LMDB
import Store
import Terms

// Speed and size of the store alone, on a graph like that of the peer benchmark: 6 triples an entity, power-law
// objects, names as IRIs, a third of the objects literals. Usage: store-benchmark [triples] [folder]

let triples = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 1_000_000 : 1_000_000
let folder = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : "/tmp"
let path = folder + "/store-benchmark-\(getpid()).zhol"

func report(_ what: String, _ seconds: Double, _ detail: String = "") {
    print("\(what): \(Double(Int(seconds * 1e5)) / 1e2) ms  \(detail)")
}

/// Processor time, which other work on the machine does not disturb much, or with `elapsed` the time on the wall.
func seconds(elapsed: Bool = false, _ body: () throws -> Void) rethrows -> Double {
    let clock = elapsed ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID
    var start = timespec()
    var end = timespec()
    clock_gettime(clock, &start)
    try body()
    clock_gettime(clock, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
}

func peakMiB() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
}

let graph = SyntheticGraph(triples: triples)
do {
    let store = try Store(path: path, access: .create)
    var added = 0
    var interning = 0.0
    var loading = 0.0
    var all = 0.0
    let elapsed = try seconds(elapsed: true) {
        all = try seconds {
            try store.write { writer in
                var columns: [(predicate: TermID, subjects: [UInt64], objects: [UInt64])] = []
                interning = try seconds { columns = try graph.columns(writer) }
                loading = try seconds {
                    added = try writer.bulk { load in
                        for column in columns {
                            try load.add(
                                predicate: column.predicate, subjects: column.subjects, objects: column.objects)
                        }
                    }.added
                }
            }
        }
    }
    let snapshot = try store.snapshot()
    let info = try snapshot.info()
    report("bulk load", all, "\(added) triples, elapsed \(elapsed) s, peak \(peakMiB()) MiB")
    report("  terms", interning)
    report("  pairs", loading)
    report("  commit", all - interning - loading)
    print("size: \(info.bytes) bytes, \(Double(info.bytes) / Double(max(1, added))) a triple, \(info.terms) terms")
    for (name, pages) in snapshot.tablePages() { print("  \(name): \(pages * 4096) bytes") }
    try Reads(snapshot: snapshot).run()
    try SingleFacts(store: store, folder: folder).run()
} catch {
    print("error: \(error)")
}
unlink(path)
unlink(path + "-lock")
