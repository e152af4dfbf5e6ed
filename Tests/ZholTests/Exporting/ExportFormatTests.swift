import Foundation
import Testing
import Zhol

@Suite("formats of export")
struct ExportFormatTests {
    static let facts = """
        prefix ex: <http://ex.org/>.
        company(alpha).
        owns(alpha, ex:beta) {share: 51.5, from: 2019-05, source: doc1, confidence: high}.
        owns(alpha, ex:beta) {share: 51.5, from: 2019-05, source: doc2}.
        label(alpha, "Alpha \\"A\\" & <Co>").
        knows(alpha, 'a b') {source: doc1}.

        """

    private func exported(_ format: ExportFormat) throws -> String {
        let session = try Session()
        try session.load(files: [("s.dl", Self.facts)])
        return try session.exported(format).joined(separator: "\n")
    }

    @Test("N-Triples have reified statements behind the triples with qualifiers")
    func nTriples() throws {
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        #expect(
            try exported(.nt).split(separator: "\n").prefix(12).map(String.init) == [
                "<urn:zhol:alpha> <\(rdf)type> <urn:zhol:company> .",
                "<urn:zhol:alpha> <urn:zhol:owns> <http://ex.org/beta> .",
                "_:zholStatement1 <\(rdf)type> <\(rdf)Statement> .",
                "_:zholStatement1 <\(rdf)subject> <urn:zhol:alpha> .",
                "_:zholStatement1 <\(rdf)predicate> <urn:zhol:owns> .",
                "_:zholStatement1 <\(rdf)object> <http://ex.org/beta> .",
                "_:zholStatement1 <urn:zhol:share> \"51.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
                "_:zholStatement1 <urn:zhol:from> \"2019-05\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .",
                "_:zholStatement1 <urn:zhol:source> <urn:zhol:doc1> .",
                "_:zholStatement1 <urn:zhol:confidence> <urn:zhol:high> .",
                "_:zholStatement2 <\(rdf)type> <\(rdf)Statement> .",
                "_:zholStatement2 <\(rdf)subject> <urn:zhol:alpha> .",
            ])
    }

    @Test("in N-Quads and TriG a source is the graph, and all where it is all there is")
    func graphs() throws {
        #expect(
            try exported(.nq).contains("<urn:zhol:alpha> <urn:zhol:knows> <urn:zhol:a%20b> <urn:zhol:doc1> ."))
        let trig = try exported(.trig)
        #expect(trig.contains("<urn:zhol:doc1> { <urn:zhol:alpha> <urn:zhol:knows> <urn:zhol:a%20b> }"))
        #expect(trig.contains("@prefix ex: <http://ex.org/> ."))
        #expect(!trig.contains("rdf:object <urn:zhol:a%20b>"))
    }

    @Test("Turtle has the store's prefixes")
    func turtle() throws {
        let text = try exported(.ttl)
        #expect(text.contains("<urn:zhol:alpha> <urn:zhol:owns> ex:beta ."))
        #expect(text.contains("<urn:zhol:alpha> rdf:type <urn:zhol:company> ."))
    }

    @Test("tables have a row for each piece of evidence")
    func tables() throws {
        let expected = """
            subject,relation,object,from,to,source,confidence,url,note,seen,qualifiers
            alpha,a,company,,,,,,,,
            alpha,owns,ex:beta,2019-05,,doc1,high,,,,share: 51.5
            alpha,owns,ex:beta,2019-05,,doc2,,,,,share: 51.5
            alpha,label,"Alpha ""A"" & <Co>",,,,,,,,
            alpha,knows,a b,,,doc1,,,,,
            """
        #expect(try exported(.csv).split(separator: "\n").sorted() == expected.split(separator: "\n").sorted())
        #expect(try exported(.tsv).contains("alpha\tlabel\tAlpha \"A\" & <Co>\t"))
    }

    @Test("JSON Lines have an object for each entity and relation")
    func jsonLines() throws {
        #expect(
            try exported(.jsonl).split(separator: "\n").map(String.init).contains(
                "{\"id\": \"alpha\", \"owns\": [{\"value\": {\"id\": \"<http://ex.org/beta>\"}, \"share\": 51.5, "
                    + "\"from\": {\"value\": \"2019-05\", \"@type\": \"date\"}, \"source\": {\"id\": \"doc1\"}, "
                    + "\"confidence\": {\"id\": \"high\"}}, {\"value\": {\"id\": \"<http://ex.org/beta>\"}, \"share\": 51.5, "
                    + "\"from\": {\"value\": \"2019-05\", \"@type\": \"date\"}, \"source\": {\"id\": \"doc2\"}}]}"))
    }

    @Test("pictures have entities as nodes with their labels, and relations as edges")
    func pictures() throws {
        let dot = try exported(.dot)
        #expect(dot.contains("\"alpha\" [label=\"Alpha \\\"A\\\" & <Co>\"];"))
        #expect(dot.contains("\"alpha\" -> \"a b\" [label=\"knows\"];"))
        let graph = try exported(.graphml)
        #expect(
            graph.contains("<node id=\"alpha\"><data key=\"label\">Alpha &quot;A&quot; &amp; &lt;Co&gt;</data></node>"))
        #expect(graph.contains("<edge source=\"alpha\" target=\"a b\"><data key=\"relation\">knows</data>"))
        #expect(graph.components(separatedBy: "<node ").count == 4)
    }

    @Test(
        "every end of an edge is a node, also where a value of the entity comes first",
        arguments: [
            (ExportFormat.dot, "\"l1\" [label=\"l1\"];"), (.graphml, "<node id=\"l1\">"),
        ])
    func nodes(_ format: ExportFormat, _ node: String) throws {
        let session = try Session()
        try session.load(files: [("s.dl", "amount(l1, 5). lender(l1, b). zone(l1, 7).\n")])
        let text = try session.exported(format).joined(separator: "\n")
        #expect(text.components(separatedBy: node).count == 2, "\(text)")
    }
}
