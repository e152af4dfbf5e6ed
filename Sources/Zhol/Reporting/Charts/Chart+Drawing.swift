/// Lines with markers or bars over two axes, readable in black and white: series differ by dashes, markers and greys.
extension Chart {
    private static let ink = "#222222"
    private static let greys = ["#333333", "#bbbbbb", "#777777", "#eeeeee", "#555555", "#999999"]
    private static let dashes = ["", "7 3", "2 3", "10 3 2 3", "4 2", "1 2"]
    private static let width = 720.0
    private static let rowHeight = 18.0
    /// What a letter of a turned name takes along the axis, at most on average.
    private static let turnedAdvance = 5.4

    /// The chart as an SVG file.
    func drawing() -> String {
        let legend = legendRows()
        let longest = names?.map(\.count).max() ?? 0
        let left = 64.0
        let right = Chart.width - 16
        let top = 28 + (series.count > 1 ? Double(legend.count) * Chart.rowHeight : 0)
        // Names that do not fit beside each other are turned.
        let isTurned = Double(longest) * 7.4 > (right - left) / Double(max(names?.count ?? 1, 1)) - 6
        let bottom = top + 260
        let room = isTurned ? min(Double(longest), 32) * 4.8 + 16 : 24
        var svg = SVG(width: Chart.width, height: bottom + room + 26)
        let all = series.flatMap { $0.points.map(\.y) }
        let vertical = Scale(all + [0], from: bottom, to: top, isRounded: true, about: 5)
        let horizontal =
            names.map {
                Scale([-0.5, Double($0.count) - 0.5], from: left, to: right, isRounded: false, about: 1)
            }
            ?? Scale(
                series.flatMap { $0.points.map(\.x) }, from: left + 12, to: right - 12, isRounded: false, about: 10,
                least: series.allSatisfy { $0.points.allSatisfy { $0.x == $0.x.rounded() } } ? 1 : 0)
        drawAxes(&svg, horizontal, vertical, (left, right, top, bottom), isTurned, room)
        if series.count > 1 { drawLegend(&svg, legend, left) }
        switch kind {
        case .line: drawLines(&svg, horizontal, vertical)
        case .bar: drawBars(&svg, horizontal, vertical)
        }
        svg.line(
            left, vertical.place(0), right, vertical.place(0), "stroke=\"\(Chart.ink)\" stroke-width=\"1\"")
        return svg.document(title: title)
    }

    /// `usd by year, for China, Russia`
    var title: String {
        let value = yTitle.isEmpty ? series.map(\.name).joined(separator: ", ") : yTitle
        let groups = yTitle.isEmpty || series.count < 2 ? "" : ": " + series.map(\.name).joined(separator: ", ")
        return "\(value) by \(xTitle)\(groups)"
    }

    private func drawAxes(
        _ svg: inout SVG, _ horizontal: Scale, _ vertical: Scale,
        _ frame: (left: Double, right: Double, top: Double, bottom: Double), _ isTurned: Bool, _ room: Double
    ) {
        for tick in vertical.ticks {
            let y = vertical.place(tick)
            svg.line(frame.left, y, frame.right, y, "stroke=\"#dddddd\"")
            svg.text(NumberText.human(tick), frame.left - 6, y + 4, "text-anchor=\"end\" fill=\"\(Chart.ink)\"")
        }
        svg.text(yTitle, 4, 16, "fill=\"\(Chart.ink)\" font-style=\"italic\"")
        if let names {
            for (place, name) in names.enumerated() {
                let x = horizontal.place(Double(place))
                // A turned name ends below its place; what would reach beyond the edge of the picture is cut off.
                let fitting = isTurned ? min(32, Int((x - 4) / Chart.turnedAdvance)) : 32
                let text = name.count > fitting ? name.prefix(max(1, fitting - 1)) + "…" : name[...]
                let turn =
                    "text-anchor=\"end\" transform=\"rotate(-40 \(SVG.number(x)) \(SVG.number(frame.bottom + 14)))\""
                svg.text(
                    String(text), x, frame.bottom + (isTurned ? 14 : 16),
                    (isTurned ? turn : "text-anchor=\"middle\"") + " fill=\"\(Chart.ink)\"")
            }
        } else {
            for tick in horizontal.ticks {
                let x = horizontal.place(tick)
                svg.line(x, frame.bottom, x, frame.bottom + 4, "stroke=\"\(Chart.ink)\"")
                svg.text(
                    NumberText.plain(tick), x, frame.bottom + 16, "text-anchor=\"middle\" fill=\"\(Chart.ink)\"")
            }
        }
        svg.text(
            xTitle, frame.right, frame.bottom + room + 14,
            "text-anchor=\"end\" fill=\"\(Chart.ink)\" font-style=\"italic\"")
    }

    private func drawLines(_ svg: inout SVG, _ horizontal: Scale, _ vertical: Scale) {
        let gap = widestStep
        for (number, one) in series.enumerated() {
            for run in one.runs(upTo: gap) where run.count > 1 {
                svg.path(
                    run.map { (x: horizontal.place($0.x), y: vertical.place($0.y)) }, Chart.stroke(number))
            }
            for point in one.points {
                Chart.mark(&svg, number, horizontal.place(point.x), vertical.place(point.y))
            }
        }
    }

    private func drawBars(_ svg: inout SVG, _ horizontal: Scale, _ vertical: Scale) {
        let slot = horizontal.place(1) - horizontal.place(0)
        let width = slot * 0.8 / Double(max(series.count, 1))
        for (number, one) in series.enumerated() {
            for point in one.points {
                let x = horizontal.place(point.x) - slot * 0.4 + Double(number) * width
                let y = vertical.place(point.y)
                let zero = vertical.place(0)
                svg.rectangle(x, min(y, zero), width, abs(zero - y), Chart.fill(number))
            }
        }
    }

    private static func advance(of name: String) -> Double { Double(name.count) * 6.8 + 52 }

    /// The numbers of the series in each row of the legend.
    private func legendRows() -> [[Int]] {
        var rows: [[Int]] = [[]]
        var used = 0.0
        for (number, one) in series.enumerated() {
            let need = Chart.advance(of: one.name)
            if used > 0, used + need > Chart.width - 80 {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(number)
            used += need
        }
        return rows
    }

    private func drawLegend(_ svg: inout SVG, _ rows: [[Int]], _ left: Double) {
        for (row, numbers) in rows.enumerated() {
            let y = 30 + Double(row) * Chart.rowHeight
            var x = left
            for number in numbers {
                switch kind {
                case .line:
                    svg.path([(x, y), (x + 30, y)], Chart.stroke(number))
                    Chart.mark(&svg, number, x + 15, y)
                case .bar: svg.rectangle(x + 10, y - 6, 12, 12, Chart.fill(number))
                }
                svg.text(series[number].name, x + 36, y + 4, "fill=\"\(Chart.ink)\"")
                x += Chart.advance(of: series[number].name)
            }
        }
    }

    private static func stroke(_ number: Int) -> String {
        let dash = dashes[number % dashes.count]
        return "stroke=\"\(ink)\" stroke-width=\"1.5\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
    }

    private static func fill(_ number: Int) -> String {
        "fill=\"\(greys[number % greys.count])\" stroke=\"\(ink)\" stroke-width=\"0.7\""
    }

    /// A disc, square, triangle or diamond, filled or not.
    private static func mark(_ svg: inout SVG, _ number: Int, _ x: Double, _ y: Double) {
        let style = "fill=\"\(number % 2 == 0 ? ink : "#ffffff")\" stroke=\"\(ink)\""
        switch number % 4 {
        case 0: svg.circle(x, y, 3.2, style)
        case 1: svg.rectangle(x - 3, y - 3, 6, 6, style)
        case 2: svg.polygon([(x, y - 4), (x + 4, y + 3), (x - 4, y + 3)], style)
        default: svg.polygon([(x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y)], style)
        }
    }
}
