/// A report as Markdown with pictures beside it, and as one page with the same content.
struct IllustratedReport {
    /// The Markdown.
    let markdown: String
    /// The files: the Markdown first, then the page, then the pictures that the Markdown shows.
    let files: [ReportFile]

    /// A report of a name from its parts, empty ones left out.
    init(_ name: String, _ parts: [String], pictures: [ReportFile]) {
        markdown = parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
        let page = HTMLPage(markdown, pictures: pictures)
        files =
            [
                ReportFile(path: name + ".md", text: markdown),
                ReportFile(path: name + ".html", text: page.text),
            ] + pictures
    }
}
