#include "walls/walls.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

namespace walls {

// Address Sanitizer and Thread Sanitizer reserve terabytes of addresses for their shadows, so a limit on addresses would end the program at once.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_addresses = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool limits_addresses = false;
#else
constexpr bool limits_addresses = true;
#endif
#else
constexpr bool limits_addresses = true;
#endif

static void limit(__rlimit_resource resource, std::int64_t most, const char* what) {
    rlimit now{};
    ::getrlimit(resource, &now);
    auto wanted = static_cast<rlim_t>(most);
    // What a parent has limited further stays so.
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < wanted) wanted = now.rlim_max;
    rlimit value{wanted, wanted};
    if (::setrlimit(resource, &value) != 0) throw std::runtime_error(std::string("cannot limit ") + what + ": " + std::strerror(errno));
}

namespace {
struct FreeFilter {
    void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FreeFilter>;

void must(int result) {
    if (result != 0) throw std::runtime_error(std::string("the kernel refuses the filter of system calls: ") + std::strerror(-result));
}
}  // namespace

/// Everything that is not named fails with EPERM: opening and connecting, starting programs, signals, ptrace, keys, clocks, mounts.
static void filter_calls() {
    Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter) throw std::runtime_error("there is no filter of system calls");
    const int allowed[] = {
        // memory
        SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
        // descriptors that are open
        SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(close),
        SCMP_SYS(poll), SCMP_SYS(ppoll),
        // threads and time
        SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(gettid), SCMP_SYS(getpid),
        SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(restart_syscall), SCMP_SYS(getcpu),
        // its own end and its own signals
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
        // what it is
        SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    };
    for (int call : allowed) must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
    if (!limits_addresses) {
        // A sanitizer tries by a pipe whether it may read an address.
        for (int call : {SCMP_SYS(pipe2), SCMP_SYS(write), SCMP_SYS(readlink)}) must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
#ifdef __x86_64__
        must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(pipe), 0));
#endif
    }
    // Our pipe and standard error; what else is open is open for reading alone.
    for (int call : {SCMP_SYS(write), SCMP_SYS(writev)}) must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1, SCMP_A0(SCMP_CMP_LE, 2)));
    // Threads, but no processes. clone3 hides its flags from a filter; without it the C library uses clone.
    must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)));
    must(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
    must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME)));
    // abort() signals the process itself.
    must(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()))));
    // A library's threads may exist already; the filter is for all of them.
    must(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1));
    must(seccomp_load(filter.get()));
}

void wall_in(const Walls& walls) {
    limit(RLIMIT_CORE, 0, "core dumps");
    limit(RLIMIT_FSIZE, 0, "the size of files");
    limit(RLIMIT_NOFILE, 32, "open files");
    limit(RLIMIT_CPU, walls.processor_seconds, "processor time");
    if (limits_addresses) limit(RLIMIT_AS, walls.address_space_bytes, "memory");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw std::runtime_error("the kernel has no no_new_privs");
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    filter_calls();
}

}  // namespace walls
