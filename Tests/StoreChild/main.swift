import Glibc
import Store
import Terms

// A process for the tests of the store, to be killed: store-child COMMAND PATH [NUMBER].
//   write   commits facts by transactions of growing kinds for ever, and prints the number of each that is durable
//   once    commits one fact and ends
//   hold    opens a snapshot, says so and waits to be killed
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

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { exit(2) }
do {
    let store = try Store(path: arguments[2], access: arguments[1] == "hold" ? .read : .create)
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
    case "hold":
        let snapshot = try store.snapshot()
        say("\(snapshot.transactionNumber)")
        while true { pause() }
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
