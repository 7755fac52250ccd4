#ifndef SPAWNING_H
#define SPAWNING_H

#include <sys/types.h>

/// Starts a program as a child and returns its process number, or minus the error number if it could
/// not be started.
///
/// The child gets every signal, whatever the calling thread blocks; and, where the system can be told,
/// it is killed when the calling thread ends: wait for it on the same thread.
///
/// - path: the program.
/// - arguments, environment: as `execve` takes them, ended by a null.
/// - streams: what becomes of standard input, output and error: each itself, or a number above them.
pid_t winnow_spawn(const char *path, char *const arguments[], char *const environment[],
                   const int streams[3]);

/// Makes a pipe, its reading end first, that no child gets but as one of its streams. Returns 0, or -1 with
/// `errno`.
int winnow_pipe(int ends[2]);

#endif
