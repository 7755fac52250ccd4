#ifndef SHA2_H
#define SHA2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Mixes whole blocks of 64 bytes into the eight words of a SHA-256 (FIPS 180-4, 6.2.2), with the
/// processor's own instructions where it has them.
void winnow_sha256_mix(uint32_t words[8], const uint8_t *blocks, size_t count);

/// The same in plain C, for any processor.
void winnow_sha256_mix_portable(uint32_t words[8], const uint8_t *blocks, size_t count);

/// The same with the SHA extensions of x86-64, or nothing, and false, where they are missing.
bool winnow_sha256_mix_x86(uint32_t words[8], const uint8_t *blocks, size_t count);

/// What each round adds: cube roots of the first 64 primes, first 32 bits of their fractions (FIPS
/// 180-4, 4.2.2).
extern const uint32_t winnow_sha256_rounds[64];

#endif
