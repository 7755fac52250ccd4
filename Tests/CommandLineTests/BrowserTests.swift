import Foundation
import Testing

/// The page of a run in a real browser: that its tables narrow and sort, that its address brings the same
/// back, that its pictures and links lead on, and that it asks nobody for anything.
///
/// Skipped where there is no Chromium.
@Suite(.enabled(if: Browser.path != nil, "no Chromium on the path: no page was tried in a browser"))
struct BrowserTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try scratch.file("corpora/files/talk.jsonl", Recordings.referring(turns: 14))
        try scratch.file("m.yaml", Self.matrix)
        let run = try winnow("run", "m.yaml", "--corpora", "corpora", "--quiet")
        #expect(run.status == 0, "\(run.messages)")
    }

    /// 24 cells: a table that is worth narrowing, on one page.
    private static let matrix = """
        name: m
        axes:
          management: [chunked, full, legacy, "off"]
          context.limit: [70%, 50%, 30%]

        """

    private static let folder = ".winnow/runs/latest/"

    /// What the page says of itself, as the scripts below put it down.
    private struct Seen: Decodable {
        var failures: [String] = []
        var requests: [String] = []
        var hash = ""
        var rows: [String] = []
        var bills: [Double] = []
        var all: [String] = []
        var links: [String] = []
        var commands: [String] = []
        var picture = 0.0
        var isPageCut = false
        var isTableCut = false
        var isResettable = false
    }

    /// Listens before anything else runs.
    private static let listening = """
        <script>
        var failures = [];
        addEventListener("error", function (event) { failures.push(String(event.message)); }, true);
        addEventListener("securitypolicyviolation", function (event) {
            failures.push("policy: " + event.blockedURI);
        });
        </script>
        """

    /// What both scripts below use: the table of all cells, its rows, and how to put down what is seen.
    private static let tools = """
        var tables = Array.from(document.querySelectorAll(".wide table"));
        var table = tables.find(function (one) {
            return one.tHead.textContent.indexOf("outputs (SHA-256)") >= 0;
        });
        var tell = {
            all: [], rows: [], bills: [], links: [], commands: [], picture: 0,
            isPageCut: false, isTableCut: false
        };
        function rows() {
            return Array.from(table.tBodies[0].rows).map(function (row) { return row.textContent; });
        }
        function finish() {
            tell.failures = failures;
            tell.hash = location.hash;
            tell.isResettable = !document.getElementById("reset").hidden;
            tell.requests = performance.getEntriesByType("resource").map(function (one) {
                return one.name;
            }).filter(function (name) { return name.indexOf("data:") !== 0; });
            var out = document.createElement("pre");
            out.id = "seen";
            out.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(tell))));
            document.body.append(out);
        }
        """

    /// Narrows the table to one policy, searches it, sorts it by two clicks, and clicks a point.
    private static let acting = """
        tell.all = rows();
        tell.links = Array.from(document.querySelectorAll("a[href^=conversation-]"))
            .map(function (link) { return link.getAttribute("href"); });
        var picture = document.querySelector(".picture svg");
        tell.picture = picture.getBoundingClientRect().bottom;
        function isCut(one) { return one.scrollWidth > one.clientWidth; }
        tell.isPageCut = isCut(document.documentElement);
        tell.isTableCut = isCut(document.querySelector(".beside .wide"));
        picture.querySelector(".point").dispatchEvent(new MouseEvent("click", { bubbles: true }));
        tell.commands = Array.from(document.querySelectorAll(".commands pre"))
            .map(function (one) { return one.textContent; });
        var wide = table.closest(".wide");
        var label = Array.from(wide.previousElementSibling.querySelectorAll("label"))
            .find(function (one) { return one.textContent.indexOf("management") === 0; });
        label.querySelector("select").value = "full";
        label.querySelector("select").dispatchEvent(new Event("change"));
        var search = wide.querySelector("input[type=search]");
        search.value = "stateless";
        search.dispatchEvent(new Event("input", { bubbles: true }));
        var head = Array.from(table.tHead.rows[0].cells)
            .find(function (one) { return one.textContent === "expected bill"; });
        head.click();
        head.click();
        tell.rows = rows();
        tell.bills = Array.from(table.tBodies[0].rows).map(function (row) {
            return Number(row.cells[head.cellIndex].dataset.order);
        });
        // The address is written after what changed it.
        queueMicrotask(finish);
        """

    /// Takes the table as it is, then presses the button that shows everything again.
    private static let returning = """
        tell.rows = rows();
        document.getElementById("reset").click();
        tell.all = rows();
        queueMicrotask(finish);
        """

    /// Opens a copy of the report's page that ends with a script, and returns what it saw.
    private func open(
        _ script: String, of path: String = Self.folder + "report.html", at address: String = "",
        width: Int = Browser.size.width
    ) throws -> Seen {
        let page = try scratch.text(path)
        let head = try #require(page.firstRange(of: "<head>")).upperBound
        let end = try #require(page.ranges(of: "</body>").last).lowerBound
        let copy =
            page[..<head] + Self.listening + page[head..<end]
            + "<script>\n\(Self.tools)\n\(script)\n</script>" + page[end...]
        let place = try scratch.file(path + ".copy.html", String(copy)).absoluteString
        let browser = try Browser(winnow).open(place + address, width: width)
        #expect(!browser.messages.contains("CONSOLE"), "\(browser.messages)")
        let last = try #require(browser.text.components(separatedBy: "<pre id=\"seen\">").last)
        let json = last.prefix { $0 != "<" }
        return try JSONDecoder().decode(
            Seen.self, from: try #require(Data(base64Encoded: String(json))))
    }

    /// Narrows the first table with verdicts of both kinds to losses.
    private static let losing = """
        var select = Array.from(document.querySelectorAll(".filters select")).find(function (one) {
            return Array.from(one.options).some(function (option) {
                return option.value === "only losses";
            });
        });
        table = select.closest(".filters").nextElementSibling.querySelector("table");
        tell.all = rows();
        select.value = "only losses";
        select.dispatchEvent(new Event("change"));
        tell.rows = rows();
        queueMicrotask(finish);
        """

    @Test func `a comparison narrows to what is worse`() throws {
        let runs = [("base", [String]()), ("head", ["--plant-loss", "0.3"])]
        for (name, further) in runs {
            let words = ["run", "m.yaml", "--corpora", "corpora", "--run-name", name, "--quiet"]
            #expect(try winnow(words + further).status == 0)
        }
        let compared = try winnow(
            "compare", "base", "head", "--corpora", "corpora", "--report", "compared")
        #expect(compared.messages.contains("worse"), "\(compared.messages)")
        let seen = try open(Self.losing, of: "compared/comparison.html")
        #expect(seen.failures == [])
        #expect(!seen.rows.isEmpty && seen.rows.count < seen.all.count)
        #expect(seen.rows.allSatisfy { $0.contains("worse") })
        #expect(seen.hash.contains("only+losses"))
    }

    @Test func `tables narrow and sort, and the address brings the same back`() throws {
        let acted = try open(Self.acting)
        #expect(acted.failures == [] && acted.requests == [])
        #expect(acted.all.count == 24 && acted.rows.count == 3)
        #expect(acted.rows.allSatisfy { $0.hasPrefix("full") && $0.contains("stateless") })
        #expect(acted.bills.count == 3 && acted.bills == acted.bills.sorted(by: >))
        for part in ["=stateless", "=full", "=-"] { #expect(acted.hash.contains(part)) }
        let again = try open(Self.returning, at: acted.hash)
        #expect(again.failures == [] && again.requests == [])
        #expect(again.rows == acted.rows)
        #expect(again.all == acted.all && again.hash == "" && !again.isResettable)
        #expect(acted.isResettable)
    }

    @Test func `the decision stands on the first screen, and its points and links lead on`() throws
    {
        let seen = try open(Self.acting)
        #expect(seen.picture > 0 && seen.picture <= Double(Browser.size.height))
        #expect(!seen.isPageCut && !seen.isTableCut, "nothing has to be scrolled sideways")
        let narrow = try open(Self.acting, width: 400)
        #expect(!narrow.isPageCut && narrow.rows == seen.rows)
        #expect(seen.commands.count == 2)
        let words = seen.commands.map { $0.split(separator: " ").map(String.init) }
        for (own, first) in zip(words, ["run", "inspect"]) {
            #expect(own.prefix(2) == ["winnow", first])
            let run = try winnow(Array(own.dropFirst()) + (first == "run" ? ["--dry-run"] : []))
            #expect(run.status == 0, "\(run.messages)")
        }
        #expect(!seen.links.isEmpty)
        for link in seen.links {
            let place = Self.folder + link
            try #require(scratch.exists(place))
            let page = try Browser(winnow).open(
                URL(filePath: scratch.path + "/" + place).absoluteString)
            #expect(page.status == 0 && page.text.contains("<h1>"))
            #expect(!page.messages.contains("CONSOLE"), "\(page.messages)")
        }
    }
}

/// A browser without a window, which cannot reach any network.
private struct Browser {
    /// The screen that the first page is made for.
    static let size = (width: 1300, height: 900)

    /// Where the browser is; nil if there is none.
    static let path: String? = {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        return ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
            folders.split(separator: ":").map { "\($0)/\(name)" }
        }.first(where: FileManager.default.isExecutableFile)
    }()

    private let program: Program

    init(_ program: Program) { self.program = program }

    /// Opens a page and returns it as it is once its scripts have run, with the console as messages.
    func open(
        _ address: String, width: Int = Browser.size.width
    ) throws -> Program.Finished {
        let home = program.scratch.path + "/browser"
        return try program.other(
            [
                // A browser that hangs is a failure, not a test that never ends.
                "/usr/bin/timeout", "300", Self.path ?? "", "--headless", "--no-sandbox",
                "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + home,
                "--window-size=\(width),\(Self.size.height)", "--enable-logging=stderr",
                "--v=0", "--dump-dom", address,
            ], environment: ["HOME": home])
    }
}
