#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A tree with one target that is whole.
set_up() {
    put fuzz/targets.json <<<$'{"schema": 1, "targets": [\n  {"name": "one", "subject": "x", "aims_at": ["p/a.cc"], "branch_floor": 1, "executions_floor": 1}\n]}'
    put fuzz/planted/bugs.json <<<$'{"schema": 1, "bugs": [\n    {"name": "first", "from": "a", "to": "", "oracle": "o",\n     "why": "w"}\n]}'
    put fuzz/one.cc <<<'fuzz::expect(holds, "what holds");'
    put fuzz/mutators/hooks/json_mutator_hooks.cc </dev/null
    put corpus/seeds/one/x <<<'seed'
    put corpus/index/one.json <<<'{}'
    put .clusterfuzzlite/targets.txt <<<'one packed'
    put p/a.cc </dev/null
    put p/a.h </dev/null
    put p/b.cc </dev/null
    put seed <<<'an input'
    cp -R . "$sandbox/before"
}

expect_file() { [ "$(cat "$1")" = "$2" ] || { cat "$1" && failed "in $1: $2"; }; }
expect_nothing_made() { diff -r . "$sandbox/before" >/dev/null || failed "no file was touched"; }

test_makes_a_target_that_fails_until_it_says_what_holds() {
    run tools/new-target two_2 --subject 'the second' --aims-at p/a.cc p/b.cc --seed seed
    expect_status 0
    expect_out "fuzz/two_2.cc            say what an input is and what holds"
    expect_out "tools/check-targets, tools/corpus check two_2, tools/fuzz two_2, tools/floors two_2"
    expect_file fuzz/two_2.cc '// An input is … ; what holds: …
#include "p/a.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    fuzz::expect(false, "fuzz/two_2.cc says what holds");
    return fuzz::Taken::refused;
}'
}

test_makes_a_row_with_floors_of_0() {
    run tools/new-target two_2 --subject 'the second' --aims-at p/a.cc p/b.cc --seed seed
    expect_file fuzz/targets.json '{"schema": 1, "targets": [
  {"name": "one", "subject": "x", "aims_at": ["p/a.cc"], "branch_floor": 1, "executions_floor": 1},
  {"name": "two_2", "subject": "the second", "aims_at": ["p/a.cc", "p/b.cc"], "branch_floor": 0, "executions_floor": 0}
]}'
    run tools/fuzz --list
    expect_last_line two_2
}

test_a_mutator_and_a_dictionary_stand_in_the_row() {
    run tools/new-target two --subject s --dictionary http --mutator json --seed seed --aims-at p/b.cc
    expect_status 0
    grep -qF '"aims_at": ["p/b.cc"], "mutator": "json", "dictionary": "http", "branch_floor": 0' fuzz/targets.json || failed "both in the row"
    ! grep -q '#include "p/' fuzz/two.cc || failed "no header, as there is none"
}

test_makes_the_first_seed_under_its_content_with_its_row() {
    run tools/new-target two --subject s --aims-at p/a.cc --seed seed
    expect_file corpus/seeds/two/b1f2c953ec4ed52439c1cb2bccd2c540df03aa16 'an input'
    expect_file corpus/index/two.json '{
  "schema": 1,
  "seeds": [
    {"file": "b1f2c953ec4ed52439c1cb2bccd2c540df03aa16", "accepted": true, "why": "the first: what the subject is made for"}
  ]
}'
    run tools/new-target three --subject s --aims-at p/a.cc --seed seed --why 'a reason'
    grep -qF '"why": "a reason"' corpus/index/three.json || failed "the reason that was given"
}

test_makes_a_planted_bug_to_fill_in_and_its_line_for_scale() {
    run tools/new-target two --subject s --aims-at p/a.cc --seed seed
    expect_file fuzz/planted/bugs.json '{"schema": 1, "bugs": [
    {"name": "first", "from": "a", "to": "", "oracle": "o",
     "why": "w"},
    {"name": "bug_of_two", "kind": "missing check",
     "file": "p/a.cc",
     "from": "",
     "to": "",
     "target": "two", "oracle": "",
     "why": ""}
]}'
    expect_file .clusterfuzzlite/targets.txt $'one packed\ntwo packed'
}

test_a_first_row_has_no_comma_before_it() {
    put fuzz/planted/bugs.json <<<$'{"schema": 1, "bugs": [\n]}'
    run tools/new-target two --subject s --aims-at p/a.cc --seed seed
    [ "$(head -n 1 fuzz/planted/bugs.json)" = '{"schema": 1, "bugs": [' ] || failed "no comma"
}

test_wrong_usage_makes_nothing() {
    put empty </dev/null
    cp empty "$sandbox/before/"
    while IFS='|' read -r arguments expected; do
        # shellcheck disable=SC2086  # words
        run tools/new-target $arguments
        expect_status 2
        expect_err "$expected"
        expect_nothing_made
    done <<'CASES'
|tools/new-target NAME
--help|tools/new-target NAME
two --unknown x|tools/new-target NAME
Two --subject s --aims-at p/a.cc --seed seed|a name is made of a-z, 0-9 and _: 'Two'
2two --subject s --aims-at p/a.cc --seed seed|a name is made of a-z, 0-9 and _: '2two'
one --subject s --aims-at p/a.cc --seed seed|there is a target 'one' already
two --aims-at p/a.cc --seed seed|--subject needs a text without quotes and backslashes
two --subject a"b --aims-at p/a.cc --seed seed|--subject needs a text without quotes and backslashes
two --subject s --why a\b --aims-at p/a.cc --seed seed|--why needs a text without quotes and backslashes
two --subject s --seed seed|--aims-at names the sources whose branches count
two --subject s --aims-at p/c.cc --seed seed|--aims-at names sources from the project's root: there is no p/c.cc
two --subject s --aims-at p/a.h --seed seed|--aims-at names sources from the project's root: there is no p/a.h
two --subject s --aims-at p/a.cc|--seed names a file with an input that the subject must accept: ''
two --subject s --aims-at p/a.cc --seed empty|--seed names a file with an input that the subject must accept: 'empty'
two --subject s --aims-at p/a.cc --seed seed --mutator none|there is no mutator 'none'
two --subject s --aims-at p/a.cc --seed seed --dictionary No|'No' names no dictionary
two --subject s --aims-at p/a.cc --seed|--seed needs a value
CASES
}

test_an_old_file_is_not_written_over() {
    put fuzz/two.cc <<<'old'
    run tools/new-target two --subject s --aims-at p/a.cc --seed seed
    expect_status 2
    expect_err "there is a file fuzz/two.cc already"
}

# ---- tools/check-targets

test_whole_targets_are_quiet() {
    run tools/check-targets
    expect_status 0
    [ ! -s "$sandbox/err.txt" ] || failed "no word"
}

test_a_skeleton_lacks_an_oracle_and_a_planted_bug() {
    run tools/new-target two --subject s --aims-at p/a.cc --seed seed
    run tools/check-targets
    expect_status 1
    [ "$(wc -l <"$sandbox/err.txt")" = 2 ] || failed "two sentences"
    expect_err "fuzz/two.cc: it says nothing yet that holds: write its oracles in place of fuzz::expect(false, …)"
    expect_err "fuzz/planted/bugs.json: bug_of_two is a stub: fill in what it changes (from, to), the oracle that sees it, and why"
}

test_each_part_that_a_planted_bug_lacks_makes_it_a_stub() {
    for part in '"from": "a"' '"oracle": "o"' '"why": "w"'; do
        cp "$sandbox/before/fuzz/planted/bugs.json" fuzz/planted/
        sed -i "s/$part/${part%: *}: \"\"/" fuzz/planted/bugs.json
        run tools/check-targets
        expect_status 1
        expect_err "bugs.json: first is a stub"
    done
}

test_says_what_else_is_missing() {
    while IFS='|' read -r file expected; do
        mv "$file" "$sandbox/away"
        run tools/check-targets
        expect_status 1
        expect_err "$expected"
        mv "$sandbox/away" "$file"
    done <<'CASES'
fuzz/one.cc|one has no source: fuzz/one.cc
corpus/seeds/one/x|one has no seed: tools/corpus add one FILE… --why 'a reason'
corpus/index/one.json|one has no index of its seeds: tools/corpus add writes it
CASES
    put fuzz/second_opinion/three.cc </dev/null
    run tools/check-targets
    expect_status 1
    expect_err "fuzz/second_opinion/three.cc has no row in fuzz/targets.json"
}

test_a_second_opinion_stands_in_its_own_folder() {
    mkdir -p fuzz/second_opinion && mv fuzz/one.cc fuzz/second_opinion/
    run tools/check-targets
    expect_status 0
}

test_the_list_for_scale_counts_too() {
    put .clusterfuzzlite/targets.txt </dev/null
    run tools/check-targets
    expect_status 1
    expect_err "the target one is missing in"
}

test_check_targets_takes_no_argument() {
    run tools/check-targets one
    expect_status 2
    expect_err "tools/check-targets: whether every fuzz target is whole"
}

run_test "$@"
