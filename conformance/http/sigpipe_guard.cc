#include "conformance/http/sigpipe_guard.h"

#include <ctime>

namespace keyturn {
namespace {

sigset_t sigpipe_alone() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

bool is_sigpipe_pending() {
    sigset_t pending{};
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

SigpipeGuard::SigpipeGuard() : was_pending_(is_sigpipe_pending()) {
    const auto blocked = sigpipe_alone();
    pthread_sigmask(SIG_BLOCK, &blocked, &before_);
}

SigpipeGuard::~SigpipeGuard() {
    const auto blocked = sigpipe_alone();
    constexpr timespec at_once{};
    if (!was_pending_) sigtimedwait(&blocked, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace keyturn
