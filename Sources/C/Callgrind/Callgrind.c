#define _GNU_SOURCE

#include "Callgrind.h"

#include <sched.h>
#include <stdint.h>

// The client requests of valgrind: a sequence of instructions that does nothing on a processor, and that
// valgrind takes for a question ("The Client Request mechanism" in its manual; the sequences are those of
// its header, which is not always there where a program is built).

static uintptr_t ask(uintptr_t request)
{
    volatile uintptr_t question[6] = {request, 0, 0, 0, 0, 0};
    volatile uintptr_t *address = question;
    uintptr_t answer = 0;
#if defined(__x86_64__)
    __asm__ volatile("rolq $3, %%rdi\n\t"
                     "rolq $13, %%rdi\n\t"
                     "rolq $61, %%rdi\n\t"
                     "rolq $51, %%rdi\n\t"
                     "xchgq %%rbx, %%rbx"
                     : "+d"(answer)
                     : "a"(address)
                     : "cc", "memory");
#elif defined(__aarch64__)
    register uintptr_t result __asm__("x3") = answer;
    register volatile uintptr_t *place __asm__("x4") = address;
    __asm__ volatile("ror x12, x12, #3\n\t"
                     "ror x12, x12, #13\n\t"
                     "ror x12, x12, #51\n\t"
                     "ror x12, x12, #61\n\t"
                     "orr x10, x10, x10"
                     : "+r"(result)
                     : "r"(place)
                     : "cc", "memory");
    answer = result;
#else
    (void)address;
#endif
    return answer;
}

enum {
    runningOnValgrind = 0x1001,
    // 'C', 'T' and the number of the request.
    callgrindDump = 0x43540000,
    callgrindZero = 0x43540001,
};

bool winnow_is_under_valgrind(void) { return ask(runningOnValgrind) != 0; }

void winnow_callgrind_zero(void) { ask(callgrindZero); }

void winnow_callgrind_dump(void) { ask(callgrindDump); }

void winnow_use_one_processor(void)
{
#ifdef __linux__
    cpu_set_t usable, one;
    if (sched_getaffinity(0, sizeof usable, &usable) != 0)
        return;
    CPU_ZERO(&one);
    for (int number = 0; number < CPU_SETSIZE; number++) {
        if (!CPU_ISSET(number, &usable))
            continue;
        CPU_SET(number, &one);
        break;
    }
    sched_setaffinity(0, sizeof one, &one);
#endif
}
