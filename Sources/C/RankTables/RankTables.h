#ifndef RANK_TABLES_H
#define RANK_TABLES_H

#include <stddef.h>
#include <stdint.h>

/// A table in the program's read-only data: nothing to load, nothing to lose when the binary moves.
typedef struct {
    const uint8_t *bytes;
    size_t count;
} winnow_table;

/// The token pairs of cl100k_base, in the form that make-tables describes.
winnow_table winnow_cl100k_base_pairs(void);

/// The token pairs of o200k_base, in the form that make-tables describes.
winnow_table winnow_o200k_base_pairs(void);

/// The tokens of cl100k_base by their bytes, in the form that make-tables describes.
winnow_table winnow_cl100k_base_trie(void);

/// The tokens of o200k_base by their bytes, in the form that make-tables describes.
winnow_table winnow_o200k_base_trie(void);

/// The runs of character classes, in the form that make-tables describes.
winnow_table winnow_class_runs(void);

#endif
