#include "RankTables.h"

// A directive of C23 that clang knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t cl100k_base_pairs[] = {
#embed "cl100k_base.pairs"
};

static const uint8_t o200k_base_pairs[] = {
#embed "o200k_base.pairs"
};

static const uint8_t cl100k_base_trie[] = {
#embed "cl100k_base.trie"
};

static const uint8_t o200k_base_trie[] = {
#embed "o200k_base.trie"
};

static const uint8_t class_runs[] = {
#embed "classes.runs"
};

winnow_table winnow_cl100k_base_pairs(void) {
    return (winnow_table){cl100k_base_pairs, sizeof cl100k_base_pairs};
}

winnow_table winnow_o200k_base_pairs(void) {
    return (winnow_table){o200k_base_pairs, sizeof o200k_base_pairs};
}

winnow_table winnow_cl100k_base_trie(void) {
    return (winnow_table){cl100k_base_trie, sizeof cl100k_base_trie};
}

winnow_table winnow_o200k_base_trie(void) {
    return (winnow_table){o200k_base_trie, sizeof o200k_base_trie};
}

winnow_table winnow_class_runs(void) {
    return (winnow_table){class_runs, sizeof class_runs};
}
