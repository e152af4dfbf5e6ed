import Language
import Terms

/// What the columns of a table mean: for each row one or more entities, each with facts.
///
///     subject   = aid_{record_id}
///     class     = project
///     label     = {title}
///     funded_by = {donor} : entity
///     amount    = {commitment} : decimal, omit "0"
///     source    = aiddata_v1
///
/// The left side is `subject`, `class`, a relation, a qualifier of all facts of the entity (`from`, `to`, `source`,
/// `confidence`, `url`, `note`, `seen`), or `relation.qualifier`. The right side is text with columns in braces, then
/// perhaps a type and options: `split "; "`, `omit "n/a"`, `name` (spaces and signs become `_`, letters small).
struct TableMap {
    /// An entity of a row.
    struct Entity {
        var subject: Value
        var lines: [Line] = []
    }

    struct Line {
        let target: Target
        let value: Value
    }

    enum Target {
        case membership
        case relation(String)
        /// Of every fact of the entity.
        case qualifier(String)
        case ownQualifier(relation: String, name: String)
    }

    /// A text put together from columns, and how it is read.
    struct Value {
        var parts: [Part] = []
        var type: ValueType?
        var split: String?
        var omitted: [String] = []
        var isName = false
        let range: SourceRange
    }

    enum Part {
        case text(String)
        case column(Int)
    }

    var entities: [Entity] = []

    /// The meaning of a header: the first column is the subject, `a` its class, the qualifiers that every relation has
    /// qualify all facts of the row, and every other column is a relation.
    init(header: [String], ranges: [SourceRange]) {
        var entity: Entity?
        for (column, name) in header.enumerated() {
            let value = Value(parts: [.column(column)], range: ranges[column])
            if entity == nil {
                entity = Entity(subject: value)
            } else if name == "a" {
                entity?.lines.append(Line(target: .membership, value: value))
            } else if Schema.builtInQualifiers[name] != nil {
                entity?.lines.append(Line(target: .qualifier(name), value: value))
            } else if !name.isEmpty {
                entity?.lines.append(Line(target: .relation(name), value: value))
            }
        }
        entities = entity.map { [$0] } ?? []
    }

    init(entities: [Entity]) { self.entities = entities }
}
