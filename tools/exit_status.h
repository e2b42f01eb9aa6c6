// One table of exit statuses for every subcommand (design, section 4).
#pragma once

namespace keyturn {

enum ExitStatus {
    exit_conformant = 0,
    exit_nonconformant = 1,  // or flaky
    exit_usage = 2,          // wrong usage, or a bad file of ours
    exit_nothing_ran = 3,    // or set-up failed
    exit_unreachable = 4,    // or inconclusive
    exit_stale_baseline = 5,
};

}  // namespace keyturn
