"use strict";

// Tables: sorted by what data-order says, searched by words.
jQuery.fn.dataTable.ext.errMode = "none";
document.querySelectorAll(".wide table").forEach(function (table) {
    var rows = table.tBodies[0].rows.length;
    if (rows < 2) { return; }
    jQuery(table).DataTable({
        order: [], autoWidth: false, paging: rows > 30, pageLength: 25, lengthChange: false,
        info: rows > 30, searching: rows > 5,
        language: {
            search: "", searchPlaceholder: "filter rows", zeroRecords: "no row has all these words",
            info: "rows _START_ to _END_ of _TOTAL_", infoFiltered: "(of _MAX_)", infoEmpty: "no rows",
            paginate: { previous: "previous", next: "next" }
        }
    });
});

// The plot: any figure of the cells against any other, by any axis.
(function () {
    var element = document.getElementById("data");
    // Only the page of a run has cells to plot.
    if (!element) { return; }
    var data = JSON.parse(element.textContent);
    if (data.cells.length < 2 || data.figures.length < 2) {
        document.getElementById("explore").remove();
        return;
    }
    var colours = [
        "#0969da", "#bc4c00", "#1a7f37", "#8250df", "#cf222e", "#9a6700", "#1b7c83", "#bf3989",
        "#6e7781", "#57606a"
    ];
    var plot = document.getElementById("plot");
    var tip = document.createElement("div");
    tip.id = "plot-tip";
    var drawn = null;

    function choice(title, names, selected) {
        var label = document.createElement("label");
        var select = document.createElement("select");
        names.forEach(function (name, place) {
            var option = new Option(name, String(place));
            option.selected = place === selected;
            select.add(option);
        });
        select.addEventListener("change", draw);
        label.append(title, select);
        document.getElementById("plot-choices").append(label);
        return select;
    }

    function describe(cell, x, y) {
        var lines = data.axes.map(function (axis, place) { return axis + " = " + cell[0][place]; });
        lines.unshift(
            data.figures[x] + ": " + cell[1][x], data.figures[y] + ": " + cell[1][y]);
        return lines.join("\n");
    }

    function showTip(u, points, x, y) {
        var best = null;
        var nearest = 400;
        points.forEach(function (point) {
            if (!u.series[point.series].show) { return; }
            var dx = u.valToPos(point.x, "x") - u.cursor.left;
            var dy = u.valToPos(point.y, "y") - u.cursor.top;
            if (dx * dx + dy * dy < nearest) {
                nearest = dx * dx + dy * dy;
                best = point;
            }
        });
        tip.style.display = best ? "block" : "none";
        if (!best) { return; }
        tip.textContent = describe(best.cell, x, y);
        tip.style.left = Math.min(u.valToPos(best.x, "x") + 80, plot.clientWidth - 260) + "px";
        tip.style.top = u.valToPos(best.y, "y") + 24 + "px";
    }

    function draw() {
        var x = Number(across.value), y = Number(up.value), axis = Number(by.value);
        var groups = [];
        var points = [];
        data.cells.forEach(function (cell) {
            if (cell[1][x] === null || cell[1][y] === null) { return; }
            var value = cell[0][axis];
            if (groups.indexOf(value) < 0) { groups.push(value); }
            points.push({
                x: cell[1][x], y: cell[1][y], series: groups.indexOf(value) + 1, cell: cell
            });
        });
        points.sort(function (one, other) { return one.x - other.x; });
        var columns = [points.map(function (point) { return point.x; })];
        groups.forEach(function (group, place) {
            columns.push(points.map(function (point) {
                return point.series === place + 1 ? point.y : null;
            }));
        });
        var style = getComputedStyle(document.documentElement);
        var ink = style.getPropertyValue("--ink").trim();
        var line = style.getPropertyValue("--line").trim();
        var side = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
        if (drawn) { drawn.destroy(); }
        drawn = new uPlot({
            width: Math.max(360, Math.min(plot.clientWidth, 1100)), height: 460,
            scales: { x: { time: false, range: function (u, least, most) {
                var margin = (most - least) * 0.03 || 1;
                return [least - margin, most + margin];
            } } },
            axes: [
                Object.assign({ label: data.figures[x] }, side),
                Object.assign({ label: data.figures[y], size: 80 }, side)
            ],
            cursor: { points: { show: false } },
            legend: { live: false, markers: { fill: function (u, place) {
                return colours[(place - 1) % colours.length];
            } } },
            series: [{}].concat(groups.map(function (group, place) {
                var colour = colours[place % colours.length];
                return {
                    label: group === "" ? "(not set)" : group, stroke: colour,
                    paths: function () { return null; },
                    points: { show: true, size: 8, fill: colour, stroke: colour }
                };
            })),
            hooks: { setCursor: [function (u) { showTip(u, points, x, y); }] }
        }, columns, plot);
        plot.append(tip);
    }

    function place(names, name, otherwise) {
        var found = names.indexOf(name);
        return found < 0 ? Math.min(otherwise, names.length - 1) : found;
    }

    var across = choice("across: ", data.figures, place(data.figures, "saved, net (%)", 0));
    var up = choice("up: ", data.figures, place(data.figures, "later uses hidden (%)", 1));
    var by = choice("colour: ", data.axes, place(data.axes, "management", 0));
    draw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}());
