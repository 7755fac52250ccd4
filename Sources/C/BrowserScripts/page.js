"use strict";

// What the address holds of the page's state, so that a link to it shows the same again:
// find2=word, sort2=-3 (the third column, descending), page2=2 and only2.1=value are of the second
// table, x, y and by of the plot, at is the place that was jumped to. The link is of no use to a page
// of another run, whose tables are others.
var address = (function () {
    var parts = [];

    function read() {
        var text = location.hash.slice(1);
        return new URLSearchParams(
            text === "" || text.indexOf("=") >= 0 ? text : "at=" + text);
    }

    var at = read().get("at");

    function write() {
        var values = new URLSearchParams();
        if (at) { values.set("at", at); }
        parts.forEach(function (part) { part.save(values); });
        var text = values.toString();
        document.getElementById("reset").hidden = parts.every(function (part) {
            var own = new URLSearchParams();
            part.save(own);
            return own.toString() === "";
        });
        history.replaceState(null, "", text === "" ? location.pathname + location.search : "#" + text);
    }

    function jump() {
        var target = at && document.getElementById(at);
        if (target) { target.scrollIntoView(); }
    }

    function restore() {
        var values = read();
        at = values.get("at");
        parts.forEach(function (part) { part.load(values); });
        write();
        jump();
    }

    document.addEventListener("click", function (event) {
        var link = event.target.closest("a[href^='#']");
        if (!link) { return; }
        event.preventDefault();
        at = link.getAttribute("href").slice(1);
        write();
        jump();
    });
    addEventListener("hashchange", restore);
    document.getElementById("reset").addEventListener("click", function () {
        parts.forEach(function (part) { part.load(new URLSearchParams()); });
        write();
    });
    // A part writes its state into the address and takes it from there; what it lacks is as at first.
    return { parts: parts, write: write, restore: restore };
}());

// Tables: sorted by what data-order says, searched by words, narrowed to a value of a column.
jQuery.fn.dataTable.ext.errMode = "none";
document.querySelectorAll(".wide table").forEach(function (table, place) {
    var count = table.tBodies[0].rows.length;
    var number = place + 1;
    if (count < 2) { return; }
    var choices = [];
    // What few rows hold is seen at once.
    var isLong = count > 12;
    // What a list of verdicts begins with: several words that mean one direction.
    var directions = {
        "only losses": "^(worse|regressed)\\b", "only gains": "^(better|improved)\\b"
    };
    if (isLong || directionsIn(column("verdict")).length > 0) {
        table.closest(".wide").before(filters());
    }
    var api = jQuery(table).DataTable({
        order: [], autoWidth: false, paging: count > 30, pageLength: 25, lengthChange: false,
        info: count > 30, searching: true, dom: (isLong ? "f" : "") + "tip",
        language: {
            search: "", searchPlaceholder: "filter rows", zeroRecords: "no row has all of this",
            info: "rows _START_ to _END_ of _TOTAL_", infoFiltered: "(of _MAX_)", infoEmpty: "no rows",
            paginate: { previous: "previous", next: "next" }
        }
    });

    // A list of values for each column of words that says the same in several rows.
    function filters() {
        var box = document.createElement("div");
        box.className = "filters";
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
            if (head.classList.contains("n")) { return; }
            var values = [];
            Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
                var text = row.cells[column].textContent;
                if (values.indexOf(text) < 0) { values.push(text); }
            });
            var own = head.textContent === "verdict" ? directionsIn(column) : [];
            var isRepeated = isLong && values.length <= 12 && values.length * 2 <= count;
            if (values.length < 2 || !isRepeated && own.length === 0) { return; }
            if (!isRepeated) { values = []; }
            var select = document.createElement("select");
            select.add(new Option("all", ""));
            own.concat(values).forEach(function (value) { select.add(new Option(value, value)); });
            select.addEventListener("change", function () {
                narrow(column, select.value);
                api.draw();
            });
            var label = document.createElement("label");
            label.append(head.textContent + ": ", select);
            box.append(label);
            choices.push({ column: column, select: select });
        });
        return box;
    }

    // The place of the column of a name; -1 for none.
    function column(name) {
        return Array.prototype.findIndex.call(table.tHead.rows[0].cells, function (head) {
            return head.textContent === name;
        });
    }

    // The directions that some rows of a column have and others have not.
    function directionsIn(column) {
        if (column < 0) { return []; }
        return Object.keys(directions).filter(function (name) {
            var word = new RegExp(directions[name]);
            var those = Array.prototype.filter.call(table.tBodies[0].rows, function (row) {
                return word.test(row.cells[column].textContent);
            });
            return those.length > 0 && those.length < count;
        });
    }

    function narrow(column, value) {
        var word = directions[value] || (value === ""
            ? "" : "^" + jQuery.fn.dataTable.util.escapeRegex(value) + "$");
        api.column(column).search(word, true, false, false);
    }

    function save(values) {
        var order = api.order()[0];
        if (api.search() !== "") { values.set("find" + number, api.search()); }
        if (order && order[1]) {
            values.set("sort" + number, (order[1] === "desc" ? "-" : "") + (order[0] + 1));
        }
        if (api.page() > 0) { values.set("page" + number, api.page() + 1); }
        choices.forEach(function (choice) {
            if (choice.select.value !== "") {
                values.set("only" + number + "." + (choice.column + 1), choice.select.value);
            }
        });
    }

    function load(values) {
        var sort = parseInt(values.get("sort" + number) || "0", 10);
        var columns = table.tHead.rows[0].cells.length;
        api.search(values.get("find" + number) || "");
        if (sort !== 0 && Math.abs(sort) <= columns) {
            api.order([Math.abs(sort) - 1, sort < 0 ? "desc" : "asc"]);
        } else {
            // Without an order a table stays as it was sorted last: back to the report's own.
            api.order([]);
            api.settings()[0].aiDisplayMaster.sort(function (one, other) { return one - other; });
        }
        choices.forEach(function (choice) {
            choice.select.value = values.get("only" + number + "." + (choice.column + 1)) || "";
            // A value that the table does not have is none.
            if (choice.select.selectedIndex < 0) { choice.select.value = ""; }
            narrow(choice.column, choice.select.value);
        });
        api.draw();
        var page = parseInt(values.get("page" + number) || "1", 10) - 1;
        if (page > 0 && page < api.page.info().pages) { api.page(page).draw("page"); }
        var own = new URLSearchParams();
        save(own);
        var closed = table.closest("details");
        if (closed && own.toString() !== "") { closed.open = true; }
    }

    address.parts.push({ save: save, load: load });
});

// Pictures: a point shows the commands that replay it and look into it.
document.querySelectorAll(".picture").forEach(function (picture) {
    var box = document.createElement("div");
    box.className = "commands";
    box.hidden = true;
    picture.append(box);

    function show(point) {
        var note = document.createElement("p");
        note.textContent = point.dataset.note;
        box.replaceChildren(note);
        ["again", "inspect"].forEach(function (name) {
            var command = point.dataset[name];
            if (!command) { return; }
            var line = document.createElement("pre");
            line.textContent = command;
            var copy = document.createElement("button");
            copy.textContent = name === "again" ? "copy: replay it" : "copy: look into its worst";
            copy.addEventListener("click", function () {
                getSelection().selectAllChildren(line);
                // Where a page may not write the clipboard, the command is selected.
                if (navigator.clipboard) {
                    navigator.clipboard.writeText(command).catch(function () {});
                }
            });
            box.append(copy, line);
        });
        box.hidden = false;
    }

    picture.querySelectorAll(".point").forEach(function (point) {
        point.setAttribute("tabindex", "0");
        point.setAttribute("role", "button");
        point.addEventListener("click", function () { show(point); });
        point.addEventListener("keydown", function (event) {
            if (event.key === "Enter") { show(point); }
        });
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
        select.addEventListener("change", function () {
            draw();
            address.write();
        });
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

    var across = choice("across: ", data.figures, place(data.figures, "expected bill ($)", 0));
    var up = choice("up: ", data.figures, place(data.figures, "references lost (%)", 1));
    var by = choice("colour: ", data.axes, place(data.axes, "management", 0));
    var choices = [["x", across], ["y", up], ["by", by]].map(function (pair) {
        return { name: pair[0], select: pair[1], first: pair[1].value };
    });
    address.parts.push({
        save: function (values) {
            choices.forEach(function (one) {
                if (one.select.value !== one.first) {
                    values.set(one.name, one.select.selectedOptions[0].text);
                }
            });
        },
        load: function (values) {
            choices.forEach(function (one) {
                var names = Array.prototype.map.call(
                    one.select.options, function (option) { return option.text; });
                var found = names.indexOf(values.get(one.name));
                one.select.value = found < 0 ? one.first : String(found);
            });
            draw();
        }
    });
    draw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}());

// Only now is every part there that the address can be about.
address.restore();
jQuery(".wide table").on("search.dt order.dt page.dt", function () {
    // The table has its new state only after the event.
    queueMicrotask(address.write);
});
