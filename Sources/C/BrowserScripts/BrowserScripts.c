#include "BrowserScripts.h"

// A directive of C23 that clang knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t page_style[] = {
#embed "page.css"
};

static const uint8_t page_script[] = {
#embed "page.js"
};

static const uint8_t jquery[] = {
#embed "jquery.min.js"
};

static const uint8_t datatables[] = {
#embed "datatables.min.js"
};

static const uint8_t uplot[] = {
#embed "uplot.min.js"
};

static const uint8_t uplot_style[] = {
#embed "uplot.min.css"
};

static const uint8_t licences[] = {
#embed "LICENCES.txt"
};

winnow_text winnow_page_style(void) { return (winnow_text){page_style, sizeof page_style}; }

winnow_text winnow_page_script(void) { return (winnow_text){page_script, sizeof page_script}; }

winnow_text winnow_jquery(void) { return (winnow_text){jquery, sizeof jquery}; }

winnow_text winnow_datatables(void) { return (winnow_text){datatables, sizeof datatables}; }

winnow_text winnow_uplot(void) { return (winnow_text){uplot, sizeof uplot}; }

winnow_text winnow_uplot_style(void) { return (winnow_text){uplot_style, sizeof uplot_style}; }

winnow_text winnow_licences(void) { return (winnow_text){licences, sizeof licences}; }
