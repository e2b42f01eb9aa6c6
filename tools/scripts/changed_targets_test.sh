#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A repository with two targets over a library of a few files; the tests change one of them.
#   one        → p/a.h → p/a.cc, and p/extra.cc, which includes p/a.h first → p/deep.h, which has no source of its name: p/deep_first.cc
#                includes it first, p/deep_part.cc later
#   two_2      aims at p/b.cc, has the mutator json and the dictionary words
set_up() {
    put fuzz/targets.json <<'ROWS'
{"schema": 1, "targets": [
  {"name": "one", "subject": "x", "aims_at": ["p/a.cc", "p/aimed.cc"], "branch_floor": 1},
  {"name": "two_2", "subject": "y", "aims_at": ["p/b.cc"], "mutator": "json", "dictionary": "words", "branch_floor": 1}
]}
ROWS
    put fuzz/unreachable.json <<<'{"schema": 1, "branches": []}'
    put fuzz/target.h <<<'#include "p/base.h"'
    put fuzz/one.cc <<<$'#include "fuzz/target.h"\n#include "p/a.h"'
    put fuzz/second_opinion/two_2.cc <<<'#include "fuzz/target.h"'
    put fuzz/mutators/hooks/json_mutator_hooks.cc <<<'#include "fuzz/mutators/quoted_words.h"'
    put fuzz/mutators/quoted_words.h <<<'#include "p/a.h"'
    put fuzz/dictionary/dictionary.cc <<<'#include "p/other.h"'
    put p/base.h </dev/null
    put p/a.h </dev/null
    put p/a.cc <<<$'#include "p/a.h"\n#include "p/deep.h"'
    put p/extra.cc <<<'#include "p/a.h"'
    put p/extra_test.cc <<<'#include "p/a.h"'
    put p/uses_a.cc <<<$'#include "p/unused.h"\n#include "p/a.h"'
    put p/unused.h </dev/null
    put p/own.h </dev/null
    put p/deep.h </dev/null
    put p/deep_part.cc <<<$'#include "p/own.h"\n#include "p/deep.h"'
    put p/deep_first.cc <<<'#include "p/deep.h"'
    put q/deep_elsewhere.cc <<<$'#include "p/own.h"\n#include "p/deep.h"'
    put p/other.h </dev/null
    put p/aimed.cc </dev/null
    put p/b.cc </dev/null
    put conformance/schemas/case.schema.json </dev/null
    for file in CMakeLists.txt p/CMakeLists.txt bench/CMakeLists.txt CMakePresets.json cmake/x.cmake fuzz/default.options fuzz/engine/e.cc \
        fuzz/runner/r.cc fuzz/runner/r_test.cc tools/other README.md corpus/index/one.json; do put $file </dev/null; done
    git init -q -b main .
    git config user.email nobody@example.invalid
    git config user.name nobody
    git add -A && git commit -qm first
}

# expect_concerned FILE NAME…: what changing the file concerns.
expect_concerned() {
    local file=$1 wanted
    shift
    wanted=$(printf '%s\n' "$@")
    mkdir -p "$(dirname "$file")"
    echo changed >>"$file"
    run tools/fuzz --list --changed-since HEAD
    expect_status 0
    [ "$(cat "$sandbox/out.txt")" = "$wanted" ] || failed "a change of $file concerns: $*"
    git checkout -q . && git clean -qfd
}

test_a_target_is_concerned_by_its_source_and_what_it_aims_at() {
    expect_concerned fuzz/one.cc one
    expect_concerned fuzz/second_opinion/two_2.cc two_2
    expect_concerned p/aimed.cc one
    expect_concerned p/b.cc two_2
}

test_by_what_these_include_and_what_implements_that() {
    expect_concerned p/a.h one
    expect_concerned p/extra.cc one
    expect_concerned p/deep.h one
    expect_concerned p/deep_part.cc one
    expect_concerned p/deep_first.cc one
    expect_concerned fuzz/target.h one two_2
    expect_concerned p/base.h one two_2
}

test_not_by_what_it_does_not_need() {
    for file in p/uses_a.cc p/extra_test.cc q/deep_elsewhere.cc p/other.h README.md tools/other; do expect_concerned $file; done
}

test_mutators_and_dictionaries_are_followed_within_their_folder() {
    expect_concerned fuzz/mutators/hooks/json_mutator_hooks.cc two_2
    expect_concerned fuzz/mutators/quoted_words.h two_2
    expect_concerned fuzz/dictionary/dictionary.cc two_2
    expect_concerned fuzz/dictionary/program/fuzz_dictionary.cc two_2
    expect_concerned conformance/schemas/case.schema.json two_2
}

test_by_its_seeds() {
    expect_concerned corpus/seeds/one/x one
    expect_concerned corpus/index/one.json one
    expect_concerned corpus/regressions/two_2/x two_2
    expect_concerned corpus/seeds/three/x
}

test_all_are_concerned_by_what_all_are_built_from() {
    for file in CMakeLists.txt p/CMakeLists.txt CMakePresets.json cmake/x.cmake fuzz/default.options fuzz/engine/e.cc fuzz/runner/r.cc \
        fuzz/corpus/c.cc tools/fuzz tools/setup tools/packages.txt; do expect_concerned $file one two_2; done
    expect_concerned fuzz/runner/r_test.cc
    expect_concerned bench/CMakeLists.txt
}

test_by_its_row() {
    sed -i 's/"subject": "y"/"subject": "z"/' fuzz/targets.json
    run tools/fuzz --list --changed-since HEAD
    [ "$(cat "$sandbox/out.txt")" = two_2 ] || failed "two_2"
}

test_by_what_is_said_to_be_unreachable() {
    put fuzz/unreachable.json <<<$'{"schema": 1, "branches": [\n{"file": "p/b.cc", "line": "x", "reason": "y"}\n]}'
    run tools/fuzz --list --changed-since HEAD
    [ "$(cat "$sandbox/out.txt")" = two_2 ] || failed "two_2"
}

test_what_was_committed_on_this_branch_counts_and_what_others_did_does_not() {
    git checkout -qb branch
    echo changed >>fuzz/one.cc && git commit -qam second
    git checkout -q main
    echo changed >>p/b.cc && git commit -qam third
    git checkout -q branch
    run tools/fuzz --list --changed-since main
    [ "$(cat "$sandbox/out.txt")" = one ] || failed "one"
}

test_a_new_target_is_concerned_and_nothing_is_an_empty_matrix() {
    run tools/fuzz --list --changed-since HEAD --matrix 3
    [ "$(cat "$sandbox/out.txt")" = "[]" ] || failed "[]"
    sed -i 's/^]}/  {"name": "three", "aims_at": ["p\/b.cc"]}\n]}/; s/1}$/1},/' fuzz/targets.json
    run tools/fuzz --list --matrix 3 --changed-since HEAD
    [ "$(cat "$sandbox/out.txt")" = '["three"]' ] || failed "three"
}

test_an_unknown_commit_is_said() {
    run tools/fuzz --list --changed-since nowhere
    expect_status 2
    expect_err "git knows no commit 'nowhere'"
    run tools/fuzz --list --changed-since nowhere --matrix 3
    expect_status 2
}

run_test "$@"
