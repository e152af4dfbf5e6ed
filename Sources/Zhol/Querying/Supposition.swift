import Engine
import Language
import Terms

/// What a `what if` changes, for its question only: assumptions about the store, and other facts of the program.
struct Supposition {
    private(set) var program: ResolvedProgram
    private(set) var options: Evaluation.Options
    private let schema: Schema

    init(_ program: ResolvedProgram, _ options: Evaluation.Options, _ schema: Schema) {
        self.program = program
        self.options = options
        self.schema = schema
    }

    /// Takes the changes in order: a rule sees what was supposed before it.
    mutating func take(
        _ updates: [ResolvedUpdate], evaluation: (ResolvedProgram, Evaluation.Options) throws -> Evaluation
    ) throws {
        for update in updates {
            switch update {
            case .fact(let fact): take(fact)
            case .rule(let rule):
                for row in try evaluation(program, options).answers(to: rule.goal).rows { take(rule.fact(row)) }
            }
        }
    }

    private mutating func take(_ fact: FactUpdate) {
        if fact.withdraws {
            withdraw(fact)
        } else if let relation = fact.relation {
            program.facts.append(
                ResolvedFact(
                    relation: relation, arguments: fact.arguments, qualifiers: fact.qualifiers, range: fact.range))
        }
        guard fact.relation == nil else { return }
        options.assumptions.append(
            Assumption(
                isAddition: !fact.withdraws, relation: fact.name, arguments: fact.arguments,
                qualifiers: fact.qualifiers))
    }

    /// Takes a fact away from those that the program states and reads.
    private mutating func withdraw(_ fact: FactUpdate) {
        var forms = [(name: fact.name, arguments: fact.arguments)]
        if fact.arguments.count == 2 {
            forms = schema.readings(of: fact.name).map { reading in
                (reading.relation, reading.isFlipped ? fact.arguments.reversed() : fact.arguments)
            }
        }
        func isMeant(_ relation: RelationID, _ arguments: [Term]) -> Bool {
            let name = program[relation].name
            return forms.contains { $0.name == name && $0.arguments == arguments }
        }
        let own = fact.qualifiers.filter { !Schema.evidenceQualifiers.contains($0.name) }
        let source = fact.qualifiers.first { $0.name == "source" }?.value
        program.facts = program.facts.filter { stated in
            guard isMeant(stated.relation, stated.arguments) else { return true }
            let statedOwn = stated.qualifiers.filter { !Schema.evidenceQualifiers.contains($0.name) }
            if !own.isEmpty, !Supposition.same(own, statedOwn) { return true }
            return source != nil && stated.qualifiers.first { $0.name == "source" }?.value != source
        }
        guard fact.qualifiers.isEmpty else { return }
        for (relation, files) in options.inputs {
            for form in forms where form.name == program[relation].name {
                options.inputs[relation] = files.map { $0.without(form.arguments) }
            }
        }
    }

    private static func same(_ left: [(name: String, value: Term)], _ right: [(name: String, value: Term)]) -> Bool {
        left.count == right.count
            && left.allSatisfy { one in right.contains { $0.name == one.name && $0.value == one.value } }
    }
}
