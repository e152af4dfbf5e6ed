import Terms

extension Resolver {
    /// `"01"^^xsd:integer` as the term it stands for; a literal of another datatype, or one that does not fit, keeps its
    /// text. Nil, with a diagnostic, where the prefix of the datatype is not declared.
    func typed(_ text: String, _ datatype: String, at range: SourceRange) -> Term? {
        guard let form = EntityName.Form(sourceText: datatype),
            let name = canonical(EntityName(form, range: range))
        else { return nil }
        let iri = namespaces.iri(ofCanonical: name)
        let xsd = "http://www.w3.org/2001/XMLSchema#"
        guard iri.hasPrefix(xsd) else { return .typed(text, datatype: name) }
        let value: Term?
        switch String(iri.dropFirst(xsd.count)) {
        case "string": value = .string(text)
        case "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt":
            value = Int64(text).map(Term.int)
        case "decimal": value = Decimal(text).map(Term.number)
        case "double", "float": value = Double(text).flatMap { Term.float(finite: $0) }
        case "boolean":
            value = ["true": .bool(true), "1": .bool(true), "false": .bool(false), "0": .bool(false)][text]
        case "date", "gYear", "gYearMonth": value = PartialDate(text).map(Term.date)
        case "dateTime": value = DateTime(text).map(Term.dateTime)
        default: value = nil
        }
        return value ?? .typed(text, datatype: name)
    }
}
