#define _GNU_SOURCE

#include "Spawning.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

// What the child does between its making and its becoming the program: only what may be done in memory
// that it shares with its parent, which waits so long.
static int become(const char *path, char *const arguments[], char *const environment[],
                  const int streams[3], pid_t parent)
{
    for (int number = 0; number < 3; number++)
        if (streams[number] != number && dup2(streams[number], number) < 0)
            return errno;
#ifdef __linux__
    // Survives the change of program, and so also holds for those that know nothing of us.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // It may have ended before that.
    if (getppid() != parent)
        return ESRCH;
#else
    (void)parent;
#endif
    // A child does not begin with what its parent's thread did not want to hear.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
    return errno;
}

pid_t winnow_spawn(const char *path, char *const arguments[], char *const environment[],
                   const int streams[3])
{
    sigset_t all, before;
    sigfillset(&all);
    // No handler of ours runs in the child, whose memory is still this process's.
    pthread_sigmask(SIG_SETMASK, &all, &before);
    volatile int failure = 0;
    pid_t parent = getpid();
    pid_t child = vfork();
    if (child == 0) {
        failure = become(path, arguments, environment, streams, parent);
        _exit(127);
    }
    if (child < 0)
        failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure ? -failure : child;
}

int winnow_pipe(int ends[2])
{
#ifdef __linux__
    // In one step: another thread may start a child between two.
    return pipe2(ends, O_CLOEXEC);
#else
    if (pipe(ends) != 0)
        return -1;
    for (int end = 0; end < 2; end++)
        fcntl(ends[end], F_SETFD, FD_CLOEXEC);
    return 0;
#endif
}
