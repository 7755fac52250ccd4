"""Bar charts as SVG that read well on a light and on a dark page."""

from html import escape

ROW = 17
GAP = 14
LEFT = 190
WIDTH = 640
RIGHT = 80
# Colours that keep their contrast; the viewer's own setting chooses.
STYLE = """
    .page { fill: #ffffff } .text { fill: #1f2328; font: 12px sans-serif }
    .head { font-weight: 600 } .title { font-size: 15px } .quiet { fill: #59636e }
    .winnow { fill: #0969da } .rival { fill: #8c959f } .inexact { fill: #d8b4a0 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 }
      .winnow { fill: #58a6ff } .rival { fill: #6e7681 } .inexact { fill: #7a5241 }
    }
"""


def bars(title, groups):
    """A chart. `groups` is [(heading, [(label, value, style class)])], values in MB/s."""
    most = max((value for _, rows in groups for _, value, _ in rows), default=1)
    body, y = [], 34
    for heading, rows in groups:
        y += GAP
        body.append(text(12, y + 4, heading, "head"))
        y += 12
        for label, value, style in rows:
            body += bar(y, label, value, style, value / most * WIDTH)
            y += ROW
    return page(title, body, y + GAP)


def bar(y, label, value, style, length):
    middle = y + ROW - 5
    return [
        text(LEFT - 8, middle, label, "head" if style == "winnow" else "quiet", "end"),
        f'<rect class="{style}" x="{LEFT}" y="{y + 2}" width="{max(length, 1):.1f}" '
        f'height="{ROW - 4}" rx="2"/>',
        text(LEFT + length + 6, middle, f"{value:.0f}" if value >= 10 else f"{value:.1f}", ""),
    ]


def text(x, y, content, style, anchor="start"):
    return (f'<text class="text {style}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">'
            f"{escape(content)}</text>")


def page(title, body, height):
    width = LEFT + WIDTH + RIGHT
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}" rx="6"/>',
        text(12, 26, title, "head title"),
    ]
    return "\n".join([*head, *body, "</svg>"]) + "\n"
