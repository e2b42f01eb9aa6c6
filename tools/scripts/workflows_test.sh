#!/usr/bin/env bash
# Of the workflows of this repository: what they call is there, what they use is pinned.
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

set_up() {
    root=$(cd "$here/.." && pwd)
    cd "$root"
}

workflows() { cat .github/workflows/*.yml action.yml; }

test_every_script_that_a_workflow_calls_is_there() {
    local script
    workflows | grep -v '^ *#' | sed 's#build/[a-z]*/tools/##g' | grep -oE '(^|[ ("/])(tools|\.ci)/[a-z-]+' | sed 's#.*\(tools\|\.ci\)/#\1/#' | sort -u >"$sandbox/scripts.txt"
    for expected in tools/fuzz tools/ci-fuzz tools/ci-conform tools/corpus tools/check-clusterfuzzlite .ci/run; do
        grep -qxF "$expected" "$sandbox/scripts.txt" || failed "a workflow that calls $expected"
    done
    while read -r script; do [ -x "$script" ] || failed "an executable $script"; done <"$sandbox/scripts.txt"
}

test_every_action_is_pinned_by_its_commit() {
    workflows | sed -n 's/^ *\(- \)\?uses: *//p' | grep -vE '^(\./|[a-zA-Z0-9_./-]+@[0-9a-f]{40}  # v[0-9.]+$)' >"$sandbox/out.txt" || true
    [ ! -s "$sandbox/out.txt" ] || failed "no action without a commit"
    [ "$(workflows | grep -c 'uses: .*@[0-9a-f]\{40\}')" -ge 10 ] || failed "some actions"
}

# The texts that stand between jobs: an output that is not declared is empty, and a matrix of nothing runs nothing.
test_what_the_matrices_are_made_from_is_written_by_the_job_before() {
    for output in changed all; do
        grep -q "$output: \${{ steps.list.outputs.$output }}" .github/workflows/fuzz.yml || failed "the output $output is handed on"
        grep -q "echo \"$output=.*tools/fuzz --list" .github/workflows/fuzz.yml || failed "the output $output is written"
        grep -q "fromJson(needs.targets.outputs.$output)" .github/workflows/fuzz.yml || failed "the output $output is used"
    done
}

run_test "$@"
