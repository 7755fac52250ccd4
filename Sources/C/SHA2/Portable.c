#include "SHA2.h"

const uint32_t winnow_sha256_rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t word, int places) {
    return word >> places | word << (32 - places);
}

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// The message schedule of one block (6.2.2, step 1).
static void expand(const uint8_t *block, uint32_t schedule[64]) {
    for (int index = 0; index < 16; index++) schedule[index] = big_endian(block + 4 * index);
    for (int index = 16; index < 64; index++) {
        uint32_t early = schedule[index - 15], late = schedule[index - 2];
        uint32_t small = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3;
        uint32_t large = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10;
        schedule[index] = schedule[index - 16] + small + schedule[index - 7] + large;
    }
}

// The 64 rounds, in the standard's letters (6.2.2, steps 2 to 4).
static void mix(uint32_t words[8], const uint32_t schedule[64]) {
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
    uint32_t e = words[4], f = words[5], g = words[6], h = words[7];
    for (int round = 0; round < 64; round++) {
        uint32_t mixed_e = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
        uint32_t chosen = (e & f) ^ (~e & g);
        uint32_t first = h + mixed_e + chosen + winnow_sha256_rounds[round] + schedule[round];
        uint32_t mixed_a = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + mixed_a + majority;
    }
    words[0] += a, words[1] += b, words[2] += c, words[3] += d;
    words[4] += e, words[5] += f, words[6] += g, words[7] += h;
}

void winnow_sha256_mix_portable(uint32_t words[8], const uint8_t *blocks, size_t count) {
    uint32_t schedule[64];
    for (size_t block = 0; block < count; block++) {
        expand(blocks + 64 * block, schedule);
        mix(words, schedule);
    }
}

void winnow_sha256_mix(uint32_t words[8], const uint8_t *blocks, size_t count) {
    if (!winnow_sha256_mix_x86(words, blocks, count)) {
        winnow_sha256_mix_portable(words, blocks, count);
    }
}
