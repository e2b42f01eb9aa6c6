# shellcheck shell=bash
# What the scripts in tools/ share. Sourced, under `set -euo pipefail`; nothing here writes to standard output.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
logs=$root/build/log

say() { printf 'keyturn: %s\n' "$*" >&2; }

# usage SCRIPT: shows the comment at the top of the script and ends as a usage error does.
usage() {
    awk 'NR > 1 && !/^#/ {exit} NR > 1 {sub(/^# ?/, ""); print}' "$1" >&2
    exit 2
}

# watched TITLE LOG COMMAND…: runs the command with its output in LOG and shows meanwhile how far it is.
watched() {
    local title=$1 log=$2 progress status=0
    shift 2
    mkdir -p "$(dirname "$log")"
    : >"$log"
    say "$title…"
    show_progress "$log" >/dev/null 9>&- &
    progress=$!
    "$@" >"$log" 2>&1 </dev/null || status=$?
    kill "$progress" 2>/dev/null || true
    wait "$progress" 2>/dev/null || true
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    return "$status"
}

# step TITLE LOG COMMAND…: the same, and shows where in LOG it went wrong when the command fails.
step() {
    local status=0
    watched "$@" || status=$?
    if [ "$status" -ne 0 ]; then show_failure "$2" "$1 failed (exit status $status)"; fi
    return "$status"
}

show_progress() {
    local log=$1 seconds=0 line
    # A background job ignores Ctrl-C, so it looks whether the script is still there. `sleep` must not hold the script's streams open.
    while sleep 1 2>/dev/null && kill -0 $$ 2>/dev/null; do
        seconds=$((seconds + 1))
        line=$(tail -n 1 "$log" | tr -d '\r' | cut -c 1-100)
        if [ -t 2 ]; then
            printf '\r\033[K  %s' "$line" >&2
        elif ((seconds % 20 == 0)); then
            say "  after $seconds s${line:+: $line}"
        fi
    done
}

show_failure() {
    say "$2; the first errors and the end of $1:"
    # The lines a compiler adds to an error can push it out of the end.
    { grep -m 5 'error:' "$1" || true; echo …; tail -n 40 "$1"; } | sed 's/^/  | /' >&2
}

# One job a core, but none without a gigabyte of free memory: the largest sources need about that much.
parallel_jobs() {
    local cores
    cores=$(nproc)
    awk -v cores="$cores" '/^MemAvailable:/ {
        gigabytes = int($2 / 1048576)
        if (gigabytes < 1) gigabytes = 1
        print gigabytes < cores ? gigabytes : cores
    }' /proc/meminfo
}

# build PRESET [TARGET…]: configures the preset if it never was or if the presets changed, then builds. One build at a time in each folder:
# descriptor 9 holds the lock.
build() {
    local preset=$1 status=0
    shift
    mkdir -p "$logs"
    exec 9>"$root/build/$preset.lock"
    flock --nonblock 9 || { say "waiting for another build of $preset…" && flock 9; }
    configure "$preset" && step "building $preset" "$logs/$preset-build.log" \
        cmake --build "$root/build/$preset" --parallel "$(parallel_jobs)" --target "${@:-all}" || status=$?
    exec 9>&-
    return "$status"
}

configure() {
    local preset=$1
    local written=$root/build/$preset/build.ninja
    if [ -e "$written" ] && [ ! "$root/CMakePresets.json" -nt "$written" ]; then return; fi
    step "configuring $preset" "$logs/$preset-configure.log" cmake -S "$root" --preset "$preset"
}
