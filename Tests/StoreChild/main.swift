import Glibc
import Store
import Terms

// A process for the tests of the store, to be killed: store-child COMMAND PATH [NUMBER].
//   write   commits facts by transactions of growing kinds for ever, and prints the number of each that is durable
//   once    commits one fact and ends
//   hold    opens a snapshot, says so and waits to be killed
//   crowd   opens snapshots until there are too many, says how many, and why there are no more, and waits to be killed
//   fill    loads so many triples at once with 4 MiB of memory, and prints how many bytes more than at first it took
//   lock    begins a write transaction, says so and waits to be killed

func say(_ text: String) {
    let line = text + "\n"
    _ = line.utf8.withContiguousStorageIfAvailable { write(1, $0.baseAddress, $0.count) }
}

/// Transaction `number` states as many facts as this.
func size(_ number: Int) -> Int { number % 3 == 0 ? 400 : number % 3 == 1 ? 1 : 20 }

func commit(_ number: Int, to store: Store) throws {
    try store.write { writer in
        let predicate = try writer.intern(.entity("written"))
        let subject = try writer.intern(.entity("transaction \(number)"))
        let source = (key: try writer.intern(.entity("source")), value: try writer.intern(.entity("s\(number)")))
        let objects = try (0..<size(number)).map { try writer.intern(.string("fact \(number) of \($0)")) }
        guard number % 3 != 0 else {
            _ = try writer.bulk { load in
                for (row, object) in objects.enumerated() {
                    try load.add(
                        predicate: predicate, subject: subject, object: object, qualifiers: [],
                        evidence: row % 2 == 0 ? [source] : [])
                }
            }
            return
        }
        for object in objects {
            try writer.add(predicate: predicate, subject: subject, object: object, qualifiers: [], evidence: [source])
        }
        // Another fact goes, so that pages become free.
        let earlier = try writer.intern(.entity("transaction \(number - 1)"))
        try writer.withdraw(
            predicate: predicate, subject: earlier, object: try writer.intern(.string("fact \(number - 1) of 0")))
    }
}

/// Bytes of memory of this process that no file holds.
func memory() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        var kilobytes = 0
        if withUnsafeMutablePointer(
            to: &kilobytes,
            { number in
                withVaList([number]) { vsscanf(line, "RssAnon: %ld", $0) }
            }) == 1
        {
            return kilobytes << 10
        }
    }
    return 0
}

/// Loads triples whose subjects and objects are terms of their own, met again later and in no order.
func fill(_ count: Int, _ store: Store) throws {
    let before = memory()
    var most = before
    try store.write { writer in
        writer.limit(memory: 4 << 20)
        let predicates = try (0..<7).map { try writer.intern(.entity("relation_\($0)")) }
        _ = try writer.bulk { load in
            for number in 0..<count {
                let subject = try writer.intern(.entity("a person of the name \(number * 7919 % count / 2)"))
                let object = try writer.intern(.string("a text that says \(number * 104_729 % count)"))
                try load.add(predicate: predicates[number % 7], subject: subject, object: object)
                if number % 1000 == 0 { most = max(most, memory()) }
                if number == count / 2 { say("half") }
            }
        }
        most = max(most, memory())
    }
    say("\(most - before)")
}

func crowd(_ store: Store) {
    var snapshots: [Snapshot] = []
    do throws(StoreError) {
        while true { snapshots.append(try store.snapshot()) }
    } catch {
        say("\(snapshots.count)")
        say("\(error.kind): \(error.message)")
    }
    while true { pause() }
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { exit(2) }
do {
    let store = try Store(path: arguments[2], access: ["hold", "crowd"].contains(arguments[1]) ? .read : .create)
    switch arguments[1] {
    case "write":
        var number = Int(try store.snapshot().transactionNumber) + 1
        while true {
            try commit(number, to: store)
            say("\(number)")
            number += 1
        }
    case "once":
        try commit(Int(try store.snapshot().transactionNumber) + 1, to: store)
    case "fill": try fill(arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0, store)
    case "hold":
        let snapshot = try store.snapshot()
        say("\(snapshot.transactionNumber)")
        while true { pause() }
    case "crowd":
        crowd(store)
    case "lock":
        try store.write { writer in
            _ = try writer.intern(.entity("waiting"))
            say("locked")
            while true { pause() }
        }
    default: exit(2)
    }
} catch let error as StoreError {
    say("error: \(error.kind): \(error.message)")
    exit(1)
} catch {
    say("error: \(error)")
    exit(1)
}
