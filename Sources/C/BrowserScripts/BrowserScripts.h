#ifndef BROWSER_SCRIPTS_H
#define BROWSER_SCRIPTS_H

#include <stddef.h>
#include <stdint.h>

/// A text in the program's read-only data: nothing to load, nothing to lose when the binary moves.
typedef struct {
    const uint8_t *bytes;
    size_t count;
} winnow_text;

/// The page's own style.
winnow_text winnow_page_style(void);

/// The page's own script, which runs after the libraries.
winnow_text winnow_page_script(void);

/// jQuery, which DataTables needs.
winnow_text winnow_jquery(void);

/// DataTables: tables that are sorted, searched and paged.
winnow_text winnow_datatables(void);

/// uPlot: plots.
winnow_text winnow_uplot(void);

/// uPlot's style.
winnow_text winnow_uplot_style(void);

/// The libraries' licences.
winnow_text winnow_licences(void);

#endif
