// Keeps SIGPIPE from the calling thread while it lives, and leaves the process's own handling of it as it was. libcurl
// has no such guard for sending on a connection by hand, and OpenSSL may write without MSG_NOSIGNAL.
#pragma once

#include <csignal>

namespace keyturn {

class SigpipeGuard {
  public:
    SigpipeGuard();
    ~SigpipeGuard();
    SigpipeGuard(const SigpipeGuard&) = delete;
    SigpipeGuard& operator=(const SigpipeGuard&) = delete;

  private:
    sigset_t before_{};
    bool was_pending_ = false;
};

}  // namespace keyturn
