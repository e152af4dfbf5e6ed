import Foundation
import Language
import Testing
import Zhol

@Suite("Random programs")
struct RandomProgramTests {
    /// How many programs are tried; `ZHOL_RANDOM_PROGRAMS=5000 ZHOL_RANDOM_SEED=7 swift test --filter Random` tries others.
    private static let count = environment("ZHOL_RANDOM_PROGRAMS") ?? 40
    private static let firstSeed = environment("ZHOL_RANDOM_SEED") ?? 1

    private static func environment(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let seeds = (0..<count).map { firstSeed &* 1_000_003 &+ $0 }

    /// How the engine is asked.
    private enum Way: CaseIterable {
        case asWritten
        /// Statements and literals in another order.
        case permuted
        /// With every optimisation off.
        case plain
        /// With several threads wherever there is a pair to share.
        case threads
        /// Some facts in a store, the others in the program.
        case stored
        /// Three times the same database, some facts in a store.
        case again
    }

    @Test(
        "the engine gives what the reference gives: as written, in another order, plain, with threads, stored, asked again",
        arguments: seeds)
    func engineIsReference(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: seed)
        let program = maker.program()
        let expected = try ReferenceEvaluator.answers(program)
        // A store of its own for each program is slow to make.
        for way in Way.allCases where ![.stored, .again].contains(way) || seed.isMultiple(of: 4) {
            guard let found = ProgramDifference(expected, { try ask(program, way, seed) }) else { continue }
            report(program, found, way, seed)
        }
    }

    private func ask(_ program: RandomProgram, _ way: Way, _ seed: Int) throws -> [ReferenceAnswers] {
        var random = RandomSource(seed: seed &+ 1)
        switch way {
        case .asWritten: return try EngineAnswers.of(program.text)
        case .permuted: return try EngineAnswers.of(program.permuted(&random).text)
        case .plain: return try EngineAnswers.of(program.text, isPlain: true)
        case .threads: return try EngineAnswers.of(program.text, threads: 3)
        case .stored:
            let (rest, stored) = program.split(&random)
            return try EngineAnswers.of(rest.text, stored: stored)
        case .again:
            let (rest, stored) = program.split(&random)
            return try EngineAnswers.of(rest.text, stored: stored, times: 3)
        }
    }

    /// Records a difference with the smallest program that still shows one of its kind.
    private func report(_ program: RandomProgram, _ found: ProgramDifference, _ way: Way, _ seed: Int) {
        var (smallest, worst) = (program, found)
        var isShrinking = true
        while isShrinking {
            isShrinking = false
            // A rule with a literal less may be unsafe, which the reference finds out only where it matters.
            for candidate in worst.kind.hasPrefix("refused") ? smallest.withoutStatement : smallest.smaller {
                guard let expected = try? ReferenceEvaluator.answers(candidate),
                    let found = ProgramDifference(expected, { try ask(candidate, way, seed) }), found.kind == worst.kind
                else { continue }
                (smallest, worst) = (candidate, found)
                isShrinking = true
                break
            }
        }
        Issue.record("seed \(seed), \(way): \(worst.kind)\n\(smallest.text)\n\(worst.difference)")
    }
}

extension ReferenceEvaluator {
    static func answers(_ program: RandomProgram) throws -> [ReferenceAnswers] {
        let (parsed, diagnostics) = Parser.parse(SourceFile(name: "<random>", text: program.text))
        if let first = diagnostics.first { throw first }
        return try ReferenceEvaluator(parsed).answers().map(\.printed)
    }
}

/// A difference between the answers of the reference and those of the engine.
struct ProgramDifference {
    /// What kind of difference it is; a smaller program must show the same.
    let kind: String
    let difference: String

    /// Nil where both agree.
    init?(_ expected: [ReferenceAnswers], _ engine: () throws -> [ReferenceAnswers]) {
        do {
            let found = try engine()
            if found == expected { return nil }
            let differing = zip(expected, found).first { $0 != $1 }
            kind = "other answers (- reference, + engine)"
            difference = lineDifference(expected: differing?.0.text ?? "", found: differing?.1.text ?? "")
        } catch {
            let wrapped = ZholError.wrapping(error)
            let code = wrapped.diagnostics.first { $0.severity == .error }?.code.rawValue ?? ""
            kind = "refused by the engine: \(code)"
            difference = "\(wrapped)"
        }
    }
}
