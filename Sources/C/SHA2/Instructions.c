#include "SHA2.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

// Whether the processor has the SHA extensions and what the loads and shuffles around them need.
static bool asked(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

// The answer is kept: cpuid costs more than a block, under a hypervisor a hundred times more. Two
// threads that ask at once find the same.
static bool has_instructions(void) {
    static _Atomic int known = 0;
    if (known == 0) known = asked() ? 1 : 2;
    return known == 1;
}

// The words are kept as the instructions want them: a b e f and c d g h, the first in the highest place.
WITH_SHA static void load(const uint32_t words[8], __m128i *abef, __m128i *cdgh) {
    __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0xB1);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(words + 4)), 0x1B);
    *abef = _mm_alignr_epi8(badc, hgfe, 8);
    *cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
}

WITH_SHA static void store(uint32_t words[8], __m128i abef, __m128i cdgh) {
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// One block: sixteen times four rounds, while the schedule's next four words are made of the last sixteen.
WITH_SHA static void mix(__m128i *abef, __m128i *cdgh, const uint8_t *block) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i *parts = (const __m128i *)block;
    const __m128i *rounds = (const __m128i *)winnow_sha256_rounds;
    __m128i first = *abef, second = *cdgh, schedule[4];
#pragma clang loop unroll(full)
    for (int four = 0; four < 16; four++) {
        __m128i words;
        if (four < 4) {
            words = _mm_shuffle_epi8(_mm_loadu_si128(parts + four), big_endian);
        } else {
            __m128i last = schedule[(four + 3) & 3];
            __m128i seventh = _mm_alignr_epi8(last, schedule[(four + 2) & 3], 4);
            words = _mm_sha256msg1_epu32(schedule[four & 3], schedule[(four + 1) & 3]);
            words = _mm_sha256msg2_epu32(_mm_add_epi32(words, seventh), last);
        }
        schedule[four & 3] = words;
        words = _mm_add_epi32(words, _mm_loadu_si128(rounds + four));
        second = _mm_sha256rnds2_epu32(second, first, words);
        first = _mm_sha256rnds2_epu32(first, second, _mm_shuffle_epi32(words, 0x0E));
    }
    *abef = _mm_add_epi32(*abef, first);
    *cdgh = _mm_add_epi32(*cdgh, second);
}

WITH_SHA static void mix_all(uint32_t words[8], const uint8_t *blocks, size_t count) {
    __m128i abef, cdgh;
    load(words, &abef, &cdgh);
    for (size_t block = 0; block < count; block++) mix(&abef, &cdgh, blocks + 64 * block);
    store(words, abef, cdgh);
}

bool winnow_sha256_mix_x86(uint32_t words[8], const uint8_t *blocks, size_t count) {
    if (!has_instructions()) return false;
    mix_all(words, blocks, count);
    return true;
}

#else

bool winnow_sha256_mix_x86(uint32_t words[8], const uint8_t *blocks, size_t count) { return false; }

#endif
