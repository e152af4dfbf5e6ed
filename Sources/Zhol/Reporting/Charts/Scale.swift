/// One axis: the values it shows, mapped to points of the picture, with ticks at round numbers.
struct Scale {
    /// What the axis shows, from tick to tick where it is rounded.
    let low: Double
    let high: Double
    let ticks: [Double]
    private let start: Double
    private let end: Double

    /// An axis with ticks at 1, 2 or 5 times a power of ten.
    ///
    /// - Parameters:
    ///   - values: what has to fit; finite.
    ///   - isRounded: whether the axis goes on to the next tick on both sides.
    ///   - count: about how many ticks.
    ///   - least: the smallest step between ticks.
    init(_ values: [Double], from start: Double, to end: Double, isRounded: Bool, about count: Int, least: Double = 0) {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if low == high {
            // A single value stands in the middle, but zero stays on the axis.
            let room = isRounded ? max(abs(low), 1) : 1
            if low > 0 || !isRounded { high += room }
            if low <= 0 || !isRounded { low -= low == 0 && isRounded ? 0 : room }
            if low == high { high += room }
        }
        let step = max(Scale.step((high - low) / Double(max(count, 1))), least)
        let first = (low / step).rounded(isRounded ? .down : .up)
        let last = (high / step).rounded(isRounded ? .up : .down)
        var ticks: [Double] = []
        // Numbers beyond 2^53 have no neighbours a step away.
        var tick = first
        while tick <= last, ticks.count <= 4 * count, step.isFinite, step > 0 {
            ticks.append(tick * step)
            tick += 1
        }
        self.ticks = ticks
        self.low = isRounded ? min(low, ticks.first ?? low) : low
        self.high = isRounded ? max(high, ticks.last ?? high) : high
        self.start = start
        self.end = end
    }

    /// The next of 1, 2, 5 times a power of ten.
    private static func step(_ raw: Double) -> Double {
        guard raw > 0, raw.isFinite else { return 1 }
        var power = 1.0
        while power * 10 <= raw, power < 1e300 { power *= 10 }
        while power > raw, power > 1e-300 { power /= 10 }
        for factor in [1.0, 2, 5] where power * factor >= raw { return power * factor }
        return power * 10
    }

    /// Where a value lies.
    func place(_ value: Double) -> Double {
        high > low ? start + (value / (high - low) - low / (high - low)) * (end - start) : start
    }
}
