/// The catalogue of everything that zhol reports about a text. Codes are stable: E01 tokens, E02 syntax, E03 names,
/// E04 types and arity, E05 safety, E06 strata, E07 data against the schema, E08 evaluation, E09 not evaluated yet; W01 warnings.
package enum DiagnosticCode: String, Sendable, CaseIterable {
    case unexpectedCharacter = "E0101"
    case unterminatedString = "E0102"
    case unterminatedComment = "E0103"
    case invalidEscape = "E0104"
    case invalidNumber = "E0105"
    case numberOutOfRange = "E0106"
    case invalidDate = "E0107"
    case invalidUTF8 = "E0108"
    case unterminatedName = "E0109"
    case invalidIRI = "E0110"

    case expectedToken = "E0201"
    case unexpectedEnd = "E0202"
    case keywordAsName = "E0203"
    case nestingTooDeep = "E0205"
    case misplacedClause = "E0206"
    case repeatedClause = "E0207"

    case unknownRelation = "E0301"
    case unknownPrefix = "E0302"
    case unknownClass = "E0303"
    case unknownParameter = "E0304"
    case unknownFunction = "E0305"
    case duplicateDeclaration = "E0306"
    case unknownQuery = "E0307"
    case unknownQualifier = "E0308"
    case missingFile = "E0309"
    case impossibleClass = "E0310"
    case unknownSource = "E0311"

    case wrongArity = "E0401"
    case wrongType = "E0402"
    case wrongArgumentCount = "E0403"
    case misplacedAggregate = "E0404"
    case misplacedQualifiers = "E0405"
    case notBinary = "E0406"
    case invalidPattern = "E0407"

    case unboundVariable = "E0501"
    case variableInFact = "E0502"

    case negativeCycle = "E0601"
    case aggregateCycle = "E0602"
    case classCycle = "E0603"

    case factAgainstSchema = "E0701"
    case missingRequired = "E0702"
    case tooManyValues = "E0703"
    case malformedRow = "E0704"
    case malformedData = "E0705"
    case wrongMapping = "E0706"
    case disjointClasses = "E0707"

    case overflow = "E0801"
    case wrongParameter = "E0802"
    case missingParameter = "E0803"
    case negativeContribution = "E0804"

    case notEvaluatedYet = "E0901"

    case variableOnce = "W0101"
    case undefinedValue = "W0102"
    case multipliedSum = "W0103"
    case unlikeValue = "W0104"
    case unknownName = "W0105"
}
