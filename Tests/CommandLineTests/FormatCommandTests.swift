import Foundation
import Testing

@Suite struct FormatCommandTests {
    private func write(_ text: String, _ name: String, in folder: URL) throws -> URL {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url
    }

    private func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    @Test("fmt rewrites files in place, keeps their mode, and does nothing the second time")
    func inPlace() throws {
        let folder = try Zhol.folder()
        let file = try write("p(X):-q(X) .  % why\n", "a.dl", in: folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        let link = folder.appendingPathComponent("link.dl")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        let first = try Zhol.run(["fmt", "link.dl"], in: folder)
        #expect(first.code == 0)
        #expect(first.output == "")
        #expect(first.errors == "formatted 'link.dl'\n")
        #expect(try text(file) == "p(X) :- q(X).   % why\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        let second = try Zhol.run(["fmt", "link.dl"], in: folder)
        #expect(second.errors == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.dl", "link.dl"])
    }

    @Test("fmt --check lists what is not formatted, exits 1, and changes nothing")
    func check() throws {
        let folder = try Zhol.folder()
        let wrong = try write("p( a ).\n", "a.dl", in: folder)
        _ = try write("p(a).\n", "b.dl", in: folder)
        let result = try Zhol.run(["fmt", "--check", "a.dl", "b.dl"], in: folder)
        #expect(result.code == 1)
        #expect(result.output == "a.dl\n")
        #expect(try text(wrong) == "p( a ).\n")
        #expect(try Zhol.run(["fmt", "--check", "b.dl"], in: folder).code == 0)
        // A folder stands for the programs below it.
        #expect(try Zhol.run(["fmt", "--check", "."], in: folder).output == "./a.dl\n")
    }

    @Test("fmt - formats standard input to standard output")
    func standardInput() throws {
        let result = try Zhol.run(["fmt", "-"], input: "p( a ).\n")
        #expect(result.output == "p(a).\n")
        #expect(result.code == 0)
    }

    @Test("fmt leaves a wrong file as it is, reports all that is wrong, and formats the others")
    func wrong() throws {
        let folder = try Zhol.folder()
        let broken = try write("p(a.\nq( b ).\nr(.\n", "a.dl", in: folder)
        let good = try write("p( a ).\n", "b.dl", in: folder)
        let result = try Zhol.run(["fmt", "a.dl", "b.dl"], in: folder)
        #expect(result.code == 65)
        #expect(result.errors.contains("--> a.dl:1:4"))
        #expect(result.errors.contains("--> a.dl:3:3"))
        #expect(try text(broken) == "p(a.\nq( b ).\nr(.\n")
        #expect(try text(good) == "p(a).\n")
    }

    @Test("fmt without files is wrong usage, and a missing file is missing input")
    func usage() throws {
        #expect(try Zhol.run(["fmt"]).code == 2)
        #expect(try Zhol.run(["fmt", "/no/such/file.dl"]).code == 66)
    }

    @Test("the schema, the seeds and the queries of this repository are formatted")
    func repository() throws {
        let result = try Zhol.run(["fmt", "--check", "Schema", "Seeds", "Queries"])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
    }
}
