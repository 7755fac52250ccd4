#ifndef CALLGRIND_H
#define CALLGRIND_H

#include <stdbool.h>

/// Whether this process runs under valgrind. False on processors other than x86-64 and 64-bit ARM,
/// where nothing is asked.
bool winnow_is_under_valgrind(void);

/// Forgets what callgrind has counted so far, in all threads.
void winnow_callgrind_zero(void);

/// Has callgrind write what it has counted since, in all threads, to the next of its files.
void winnow_callgrind_dump(void);

/// Has the calling thread, and every process that it starts from now on, use only the first of the
/// processors that it may use; nothing where the system cannot be told.
void winnow_use_one_processor(void);

#endif
