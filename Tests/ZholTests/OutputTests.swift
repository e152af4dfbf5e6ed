import Foundation
import Testing
import Zhol

@Suite("output writes relations")
struct OutputTests {
    private let program = """
        e(2, 1). e(1, 10). e(1, 2).
        tc(From, To) :- e(From, To).
        """

    @Test("a relation is printed as a query of its name would be, in its place among the queries")
    func printed() throws {
        let session = try Session()
        let run = try session.full(program + "\n?- e(1, X). output tc. ?- e(2, X).")
        #expect(run.answers.map(\.name) == [nil, "tc", nil])
        #expect(run.answers[1].columns == ["From", "To"])
        #expect((0..<3).map { run.answers[1][$0] } == [["1", "2"], ["1", "10"], ["2", "1"]])
    }

    @Test("a CSV file has a header, a TSV file none; rows are sorted")
    func files() throws {
        let session = try Session()
        _ = try session.run(program + "\noutput tc(\"tc.csv\"). output e(\"e.csv\"). output tc(\"tc.tsv\").") {
            $0.outputFolder = session.folder.path
        }
        #expect(try session.read("tc.csv") == "From,To\n1,2\n1,10\n2,1\n")
        #expect(try session.read("e.csv") == "c1,c2\n1,2\n1,10\n2,1\n")
        #expect(try session.read("tc.tsv") == "1\t2\n1\t10\n2\t1\n")
    }

    @Test("what is written is read back as it was")
    func roundTrip() throws {
        let session = try Session()
        let values = #"""
            v(1, "tab\tquote\"back\\slash, new\nline"). v(2, 'Фонд'). v(3, 1.5). v(4, -7). v(5, "").
            v(6, 1234567890123456789).
            """#
        let declared = "declare v(int, string). declare w(int, string)."
        let strings = "declare v(int, string). v(1, \"tab\\tquote\\\"back\\\\slash, new\\nline\"). v(2, \"\")."
        for ending in ["csv", "tsv"] {
            _ = try session.run(strings + "\noutput v(\"v.\(ending)\").") { $0.outputFolder = session.folder.path }
            let back = try session.run("\(declared) input w(\"v.\(ending)\"). \(strings) ?- v(N, X), w(N, X) select N.")
            #expect(back == [["1", "2"]], "\(ending)")
        }
        _ = try session.run(values + "\noutput v(\"v.csv\").") { $0.outputFolder = session.folder.path }
        let back = try session.run("input w(\"v.csv\"). \(values) ?- v(N, X), w(N, X) select N.")
        // 'Фонд' is written as its name and read as a string: a capital letter starts no entity.
        #expect(back == [["1", "3", "4", "5", "6"]])
    }

    @Test("stored relations, classes and triples can be written too")
    func stored() throws {
        let session = try Session()
        try session.load("class city. relation twin(city, city) symmetric. city(a). city(b). twin(a, b).")
        #expect(
            try session.run("output twin. output city. output triple.") == [
                ["a,b", "b,a"], ["a", "b"], ["a,a,city", "a,twin,b", "b,a,city"],
            ])
    }

    @Test("an unknown relation is told with the nearest name")
    func unknown() throws {
        let session = try Session()
        #expect(
            session.failure { _ = try session.run(program + "\noutput tcc.") }
                == "program.dl:3:8: relation 'tcc' is not known; did you mean 'tc'?")
    }

    @Test("a file that cannot be written is told")
    func cannotWrite() throws {
        let session = try Session()
        let failure = session.failure {
            _ = try session.run(program + "\noutput tc(\"no/such/folder.csv\").") {
                $0.outputFolder = session.folder.path
            }
        }
        #expect(failure?.hasPrefix("cannot write '") == true, "\(failure ?? "")")
    }
}
