import Language
import Terms

/// The data of a chart: series of points over an axis of numbers or of names.
struct Chart {
    struct Point {
        let x: Double
        let y: Double
    }

    struct Series {
        let name: String
        var points: [Point]

        /// The points in runs without a wider step between them.
        func runs(upTo step: Double) -> [[Point]] {
            var runs: [[Point]] = []
            for point in points {
                if let last = runs.last?.last, point.x - last.x <= step {
                    runs[runs.count - 1].append(point)
                } else {
                    runs.append([point])
                }
            }
            return runs
        }
    }

    let kind: ChartRequest.Kind
    let xTitle: String
    let yTitle: String
    /// What stands along the axis at 0, 1, 2 …; nil where the axis has numbers.
    let names: [String]?
    private(set) var series: [Series]

    /// Rows with something else than a number for a value are left out.
    init(_ request: ChartRequest, _ answers: Answers, _ names: ReportNames) {
        kind = request.kind
        xTitle = names.title(of: answers.columns[request.along])
        let title = request.values.count == 1 ? names.title(of: answers.columns[request.values[0]]) : ""
        yTitle = request.unit ?? title
        let hasNumbers = request.kind == .line && answers.rows.allSatisfy { $0[request.along].number != nil }
        var texts = hasNumbers ? [] : Chart.wholeNumbers(answers.rows.map { $0[request.along] })
        var along = [String: Double](
            uniqueKeysWithValues: texts.enumerated().map { ($0.element, Double($0.offset)) })
        var order: [String: Int] = [:]
        var series: [Series] = []
        for row in answers.rows {
            let x: Double
            if hasNumbers {
                x = row[request.along].number ?? 0
            } else {
                let term = row[request.along]
                let text = term.wholeNumber.map { String($0) } ?? names.text(of: term)
                x = along[text] ?? Double(texts.count)
                if along[text] == nil {
                    along[text] = x
                    texts.append(text)
                }
            }
            for value in request.values {
                guard let y = row[value].number else { continue }
                let group = request.by.map { names.text(of: row[$0]) }
                let own = request.values.count > 1 || group == nil ? names.title(of: answers.columns[value]) : nil
                let name = [group, own].compactMap { $0 }.joined(separator: ", ")
                let place = order[name] ?? series.count
                if order[name] == nil {
                    order[name] = place
                    series.append(Series(name: name, points: []))
                }
                series[place].points.append(Point(x: x, y: y))
            }
        }
        for place in series.indices where hasNumbers { series[place].points.sort { $0.x < $1.x } }
        self.names = hasNumbers ? nil : texts
        self.series = series
    }

    var isEmpty: Bool { series.isEmpty }

    /// All numbers from the least to the greatest, so that a year without a bar is a gap; none where something else is
    /// among them or they are far apart.
    private static func wholeNumbers(_ terms: [Term]) -> [String] {
        let numbers = terms.compactMap(\.wholeNumber)
        guard numbers.count == terms.count, let least = numbers.min(), let greatest = numbers.max(),
            case (let span, let isTooFar) = greatest.subtractingReportingOverflow(least), !isTooFar, span < 60
        else { return [] }
        return (least...greatest).map { String($0) }
    }

    /// The widest step along the axis that a line goes over: half as much again as the smallest. A year without a figure
    /// is a gap.
    var widestStep: Double {
        var places = series.flatMap { $0.points.map(\.x) }
        places.sort()
        let steps = zip(places.dropFirst(), places).map { $0 - $1 }.filter { $0 > 0 }
        return (steps.min() ?? 0) * 1.5
    }
}

extension Term {
    fileprivate var wholeNumber: Int64? {
        if case .int(let value) = self { return value }
        return nil
    }

    /// A number as a double, a date as its year with a fraction; nil for anything else.
    fileprivate var number: Double? {
        switch self {
        case .int(let value): return Double(value)
        case .decimal(let value): return value.doubleValue
        case .float(let value): return value
        case .date(let date):
            guard let first = PartialDate(year: date.year), let next = PartialDate(year: date.year + 1) else {
                return nil
            }
            return Double(date.year)
                + Double(date.firstDay - first.firstDay) / Double(next.firstDay - first.firstDay)
        default: return nil
        }
    }
}
