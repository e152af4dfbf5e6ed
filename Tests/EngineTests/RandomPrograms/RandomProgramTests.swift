import Foundation
import Language
import Testing
import Zhol

@Suite("Random programs")
struct RandomProgramTests {
    /// How many programs are tried; `ZHOL_RANDOM_PROGRAMS=5000 ZHOL_RANDOM_SEED=7 swift test --filter Random` tries others.
    private static let count = environment("ZHOL_RANDOM_PROGRAMS") ?? 150
    private static let firstSeed = environment("ZHOL_RANDOM_SEED") ?? 1

    private static func environment(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let seeds = (0..<count).map { firstSeed &* 1_000_003 &+ $0 }

    @Test("the engine gives what the reference gives", arguments: seeds)
    func engineIsReference(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: seed)
        report(maker.program(), seed) { program in
            try ProgramDifference(program: program) { try EngineAnswers.of($0.text) }
        }
    }

    @Test("the order of statements and literals changes nothing", arguments: seeds)
    func orderIsFree(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: seed)
        report(maker.program(), seed) { program in
            var random = RandomSource(seed: seed &+ 1)
            let permuted = program.permuted(&random)
            return try ProgramDifference(program: program) { _ in try EngineAnswers.of(permuted.text) }
        }
    }

    @Test("nothing changes when every optimisation is off", arguments: seeds.prefix(count / 2))
    func plainIsTheSame(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: seed)
        report(maker.program(), seed) { program in
            try ProgramDifference(program: program) { try EngineAnswers.of($0.text, isPlain: true) }
        }
    }

    @Test("facts may stand in the store or in the program", arguments: seeds.prefix(count / 3))
    func factsMayBeStored(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: seed)
        report(maker.program(), seed) { program in
            var random = RandomSource(seed: seed &+ 2)
            let (rest, stored) = program.split(&random)
            return try ProgramDifference(program: program) { _ in try EngineAnswers.of(rest.text, stored: stored) }
        }
    }

    /// Records a difference with the smallest program that still shows one.
    private func report(_ program: RandomProgram, _ seed: Int, _ compare: (RandomProgram) throws -> ProgramDifference?)
    {
        guard var worst = outcome(program, compare) else { return }
        var smallest = program
        var isShrinking = true
        while isShrinking {
            isShrinking = false
            // A rule with a literal less may be unsafe, which the reference finds out only where it matters.
            for candidate in worst.kind.hasPrefix("refused") ? smallest.withoutStatement : smallest.smaller {
                guard let found = outcome(candidate, compare), found.kind == worst.kind else { continue }
                smallest = candidate
                worst = found
                isShrinking = true
                break
            }
        }
        Issue.record("seed \(seed): \(worst.kind)\n\(smallest.text)\n\(worst.difference)")
    }

    private func outcome(
        _ program: RandomProgram, _ compare: (RandomProgram) throws -> ProgramDifference?
    ) -> ProgramDifference? {
        do { return try compare(program) } catch {
            return ProgramDifference(kind: "refused by the reference", "\(error)")
        }
    }
}

/// A difference between the answers of the reference and those of the engine.
struct ProgramDifference {
    /// What kind of difference it is; a smaller program must show the same.
    let kind: String
    let difference: String

    init(kind: String, _ difference: String) {
        self.kind = kind
        self.difference = difference
    }

    /// Nil where both agree. Throws where the reference does not evaluate the program.
    init?(program: RandomProgram, engine: (RandomProgram) throws -> [ReferenceAnswers]) throws {
        let (parsed, diagnostics) = Parser.parse(SourceFile(name: "<random>", text: program.text))
        guard diagnostics.isEmpty else {
            self.init(kind: "does not parse", diagnostics[0].message)
            return
        }
        let expected = try ReferenceEvaluator(parsed).answers().map(\.printed)
        do {
            let found = try engine(program)
            if found == expected { return nil }
            let differing = zip(expected, found).first { $0 != $1 }
            self.init(
                kind: "other answers (- reference, + engine)",
                lineDifference(expected: differing?.0.text ?? "", found: differing?.1.text ?? ""))
        } catch {
            let wrapped = ZholError.wrapping(error)
            let code = wrapped.diagnostics.first { $0.severity == .error }?.code.rawValue ?? ""
            self.init(kind: "refused by the engine: \(code)", "\(wrapped)")
        }
    }
}
