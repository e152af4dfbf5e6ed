/// A node of an RDF statement. Its bytes are UTF-8, without escapes, and valid during the call that hands it over only.
package struct RDFNode {
    package enum Kind: Sendable { case iri, blank, literal }

    package let kind: Kind
    /// An IRI with its angle brackets, the label of a blank node without `_:`, or the text of a literal.
    package let text: UnsafeRawBufferPointer
    /// The language tag of a literal as it was written; empty where it has none.
    package let language: UnsafeRawBufferPointer
    /// The datatype's IRI with its angle brackets; empty where none was written.
    package let datatype: UnsafeRawBufferPointer
    /// The number of the IRI, or of the datatype of a literal, in `KnownIRIs`; -1 where the reader does not tell.
    package var known = -1
}

/// A triple, with the name of its graph where it has one.
package struct RDFStatement {
    package let subject: RDFNode
    package let predicate: RDFNode
    package let object: RDFNode
    package let graph: RDFNode?
    /// Where it stands, as offsets in the input.
    package let start: Int
    package let end: Int
    /// Whether the reader has seen that the subject is that of the statement before, an IRI.
    package var repeatsSubject = false
}
