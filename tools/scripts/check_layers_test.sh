#!/usr/bin/env bash
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

check_layers=$sandbox/tree/tools/check-layers

set_up() {
    mkdir -p "$sandbox/planted" && cd "$sandbox/planted"
    for folder in protocol adapters properties conformance conformance/server fuzz tools bench; do
        put "$folder/own.h" <<<'#include <string>'
        put "$folder/other.h" <<<'#pragma once'
    done
}

# including FILE NAME: plants `#include "NAME"` in FILE and judges the tree.
including() {
    echo "#include \"$2\"" >>"$1"
    run "$check_layers" "$sandbox/planted"
}

accepts() {
    including "$1/own.h" "$2/other.h"
    expect_status 0
    expect_out ", 0 problems"
}

refuses() {
    including "$1/own.h" "$2/other.h"
    expect_status 1
    expect_out "$1/own.h:2: $1/ must not include $2/ (\"$2/other.h\")"
}

test_accepts_a_tree_without_upward_includes() {
    run "$check_layers" "$sandbox/planted"
    expect_status 0
    expect_last_line "check-layers: 8 includes, 0 problems"
}

test_adapters_include_protocol() { accepts adapters protocol; }
test_properties_include_protocol() { accepts properties protocol; }
test_properties_include_adapters() { accepts properties adapters; }
test_conformance_includes_protocol() { accepts conformance protocol; }
test_conformance_includes_its_own_folder() { accepts conformance conformance; }
test_fuzz_includes_what_is_below_it() { for below in protocol adapters properties conformance; do accepts fuzz $below; done; }
test_tools_include_what_is_below_them() { for below in protocol adapters properties conformance fuzz; do accepts tools $below; done; }
test_bench_includes_what_is_below_it() { for below in protocol adapters properties conformance fuzz; do accepts bench $below; done; }

test_protocol_includes_no_other_folder() { for above in adapters properties conformance fuzz tools bench; do refuses protocol $above && set_up; done; }
test_adapters_do_not_include_upwards() { for above in properties conformance fuzz tools bench; do refuses adapters $above && set_up; done; }
test_properties_do_not_include_upwards() { for above in conformance fuzz tools bench; do refuses properties $above && set_up; done; }
test_conformance_does_not_include_upwards() { for above in adapters properties fuzz tools bench; do refuses conformance $above && set_up; done; }
test_fuzz_does_not_include_upwards() { for above in tools bench; do refuses fuzz $above && set_up; done; }
test_tools_do_not_include_bench() { refuses tools bench; }
test_bench_does_not_include_tools() { refuses bench tools; }

test_judges_sources_and_tests_like_headers() {
    for file in protocol/own.cc protocol/own_test.cc; do
        including $file adapters/other.h
        expect_status 1
        expect_out "$file:1: protocol/ must not include adapters/"
    done
}

test_sees_an_include_with_spaces() {
    echo '  #  include  "adapters/other.h" // up' >>protocol/own.h
    run "$check_layers" "$sandbox/planted"
    expect_status 1
    expect_out "protocol/own.h:2: protocol/ must not include adapters/"
}

test_refuses_a_name_that_is_not_seen_from_the_root() {
    including protocol/own.h other.h
    expect_status 1
    expect_out 'protocol/own.h:2: "other.h" is no file of ours'
}

test_refuses_our_own_file_in_angle_brackets() {
    echo '#include <protocol/other.h>' >>adapters/own.h
    run "$check_layers" "$sandbox/planted"
    expect_status 1
    expect_out "adapters/own.h:2: <protocol/other.h> is ours: write it in quotes"
}

test_refuses_an_include_by_macro() {
    echo '#include HEADER' >>adapters/own.h
    run "$check_layers" "$sandbox/planted"
    expect_status 1
    expect_out "adapters/own.h:2: not an include of a name"
}

test_finds_a_circle_of_headers() {
    put protocol/third.h <<<'#include "protocol/own.h"'
    put protocol/other.h <<<'#include "protocol/third.h"'
    including protocol/own.h protocol/other.h
    expect_status 1
    expect_out "circle: protocol/other.h -> protocol/third.h -> protocol/own.h -> protocol/other.h"
}

test_finds_a_header_that_includes_itself() {
    including protocol/own.h protocol/own.h
    expect_status 1
    expect_out "circle: protocol/own.h -> protocol/own.h"
}

test_finds_a_circle_of_folders() {
    put conformance/one.h <<<'#include "conformance/server/other.h"'
    including conformance/server/own.h conformance/other.h
    expect_status 1
    expect_out "circle: conformance/ -> conformance/server/ -> conformance/"
}

test_a_test_makes_no_circle_of_folders() {
    put conformance/one_test.cc <<<'#include "conformance/server/other.h"'
    including conformance/server/own.h conformance/other.h
    expect_status 0
}

test_a_diamond_is_no_circle() {
    put protocol/left.h <<<'#include "protocol/other.h"'
    put protocol/right.h <<<'#include "protocol/other.h"'
    including protocol/own.h protocol/left.h
    including protocol/own.h protocol/right.h
    expect_status 0
}

test_counts_every_problem() {
    including protocol/own.h nowhere.h
    including protocol/own.h tools/other.h
    expect_status 1
    expect_last_line "check-layers: 10 includes, 2 problems"
}

test_leaves_installed_packages_alone() {
    put adapters/node_modules/module/own.h <<<'#include "tools/other.h"'
    run "$check_layers" "$sandbox/planted"
    expect_status 0
}

test_a_tree_without_sources_is_not_accepted() {
    mkdir "$sandbox/empty"
    run "$check_layers" "$sandbox/empty"
    expect_status 2
    expect_out "nothing was checked"
}

test_a_second_argument_is_a_usage_error() {
    run "$check_layers" one two
    expect_status 2
    expect_err "tools/check-layers [ROOT]"
}

run_test "$@"
