import Terms

extension Resolver {
    /// `"01"^^xsd:integer` as the term it stands for; a literal of another datatype, or one that does not fit, keeps its
    /// text. Nil, with a diagnostic, where the prefix of the datatype is not declared.
    func typed(_ text: String, _ datatype: String, at range: SourceRange) -> Term? {
        guard let form = EntityName.Form(sourceText: datatype),
            let name = canonical(EntityName(form, range: range))
        else { return nil }
        let iri = namespaces.iri(ofCanonical: name)
        let value = iri.hasPrefix(Term.xsd) ? Term.xsdValue(text, iri.dropFirst(Term.xsd.count)) : nil
        return value ?? .typed(text, datatype: name)
    }
}
