#include "tools/interruption.h"

#include <atomic>
#include <csignal>

namespace keyturn {
namespace {

// A signal is handled outside of everything that could hand this on.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

}  // namespace

void note_interruptions() {
    interrupted = false;
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { interrupted = true; });
}

bool is_interrupted() { return interrupted; }

}  // namespace keyturn
