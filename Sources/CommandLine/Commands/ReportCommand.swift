import Formats
import Zhol

/// `report`: every question of a file, answered as a text to read.
extension Context {
    func report() throws -> Int32 {
        let path = arguments.words[0]
        let folder = arguments.value("output")
        let report = try Database(path: storePath).report(path: path, runOptions())
        warn(report.warnings)
        let pages = ReportPages(report, hasCharts: folder != nil)
        guard let folder else {
            try output.write(pages.markdown)
            try output.flush()
            return 0
        }
        try OutputFile.makeFolder(folder)
        for chart in pages.charts {
            try OutputFile.write("\(folder)/\(chart.file)") { try $0.write(chart.text) }
        }
        let file = "\(folder)/\(Report.stem(of: path)).md"
        try OutputFile.write(file) { try $0.write(pages.markdown) }
        note("wrote '\(file)' with \(counted(pages.charts.count, "chart"))")
        return 0
    }
}
