import Language
import Store

extension Schema {
    /// The declaration of `same`, which a store with a schema gets with the first fact that uses it.
    static let same: (declaration: Declaration, statements: [Statement], relation: Relation?) = {
        let text = """
            %% Two names of one thing: with `--resolve` they are answered as one.
            relation same(thing, thing) symmetric transitive.
            """
        let statements = Parser.parse(SourceFile(name: "<built in>", text: text)).program.statements
        var builder = SchemaBuilder()
        builder.add(statements)
        builder.finish()
        return (
            Declaration(kind: "relation", name: "same", text: text, origin: "<built in>:2"), statements,
            builder.schema.relations["same"]
        )
    }()
}

extension Statement {
    /// Whether it states or withdraws that two entities are the same.
    var statesSame: Bool {
        let head: Atom
        switch kind {
        case .clause(let clause) where clause.body == nil: head = clause.head
        case .update(let update): head = update.clause.head
        default: return false
        }
        return head.name.range.text == Schema.same.declaration.name && head.arguments.count == 2
    }
}
