#!/usr/bin/env bash
# shellcheck disable=SC2016  # the replaced commands expand what they are called with
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# A system with apt in which nothing is installed and everything can be had, used by root.
set_up() {
    put tools/packages.txt <<'LIST'
# name  group  why
tool-run     run   needed
tool-second  run   needed too
tool-test    test  tested with
nodejs       node  node
npm          node  npm
tool-fuzz    fuzz  explored with
tool-afl     afl   explored with, too
tool-scale   clusterfuzzlite  explored with at scale
tool-format  format  formats
LIST
    touch "$sandbox/installed.txt" "$sandbox/unavailable.txt"
    replace dpkg-query <<<"sed 's/\$/ installed/' '$sandbox/installed.txt'; exit 1"
    replace apt-cache <<<"shift; for name; do grep -qx \"\$name\" '$sandbox/unavailable.txt' || printf '%s:\n  Candidate: 1\n' \"\$name\"; done"
    replace apt-get <<<'exit 0'
    replace id <<<'echo 0'
    replace node <<<'echo v18.19.0'
    replace npm <<<"echo \"npm in \$PWD trusts \$NODE_EXTRA_CA_CERTS\" >>'$sandbox/calls.txt'; mkdir -p node_modules"
    touch "$sandbox/calls.txt"
}

installed() { printf '%s\n' "$@" >"$sandbox/installed.txt"; }

test_installs_what_is_missing() {
    run tools/setup run
    expect_status 0
    expect_call "apt-get -y -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update"
    expect_call "install --no-install-recommends tool-run tool-second"
    expect_err "keyturn: installing packages: tool-run tool-second"
}

test_run_is_the_default() {
    run tools/setup
    expect_status 0
    expect_call "install --no-install-recommends tool-run tool-second"
}

test_installs_only_what_is_missing() {
    installed tool-run
    run tools/setup run
    expect_status 0
    expect_call "install --no-install-recommends tool-second"
    expect_err "keyturn: setting up… packages missing: 1 of 2"
}

test_a_package_that_was_removed_is_missing() {
    installed tool-run
    replace dpkg-query <<<'echo "tool-run installed"; echo "tool-second config-files"'
    run tools/setup run
    expect_call "install --no-install-recommends tool-second"
}

test_calls_no_apt_when_nothing_is_missing() {
    installed tool-run tool-second
    run tools/setup run
    expect_status 0
    expect_no_call "apt-"
    expect_err "keyturn: setting up… no package is missing"
}

test_the_tests_need_the_packages_of_both_groups() {
    run tools/setup test
    expect_call "install --no-install-recommends tool-run tool-second tool-test"
    expect_no_call "nodejs"
}

test_formatting_needs_its_own_package_only() {
    run tools/setup format
    expect_call "install --no-install-recommends tool-format"
}

test_installs_node_where_there_is_none() {
    replace node <<<'exit 127'
    run tools/setup test
    expect_call "tool-test nodejs npm"
}

test_installs_node_where_it_is_too_old() {
    replace node <<<'echo v17.9.1'
    run tools/setup test
    expect_call "tool-test nodejs npm"
}

test_installs_no_node_for_the_command_alone() {
    replace node <<<'exit 127'
    run tools/setup run
    expect_no_call "nodejs"
}

test_uses_sudo_where_it_is_not_root() {
    replace id <<<'echo 1000'
    replace sudo <<<'[ "$1" = -n ] || exec "$@"'
    run tools/setup run
    expect_status 0
    expect_call "sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get"
    expect_call "install --no-install-recommends tool-run tool-second"
}

test_says_what_to_do_without_root_and_sudo() {
    replace id <<<'echo 1000'
    replace sudo <<<'exit 1'
    run tools/setup run
    expect_status 1
    expect_no_call "apt-get"
    expect_err "this is neither root nor able to use sudo"
    expect_err "as root: apt-get install --no-install-recommends tool-run tool-second"
}

test_names_a_package_that_nobody_offers() {
    echo tool-second >"$sandbox/unavailable.txt"
    run tools/setup run
    expect_status 1
    expect_no_call "install"
    expect_err "keyturn: no package source of this system offers what keyturn needs from Debian 12"
    expect_err "keyturn: missing: tool-second"
    expect_err "as root: apt-get install --no-install-recommends tool-second"
}

test_a_package_without_candidate_is_not_offered() {
    replace apt-cache <<<"printf 'tool-run:\n  Candidate: 1\ntool-second:\n  Candidate: (none)\n'"
    run tools/setup run
    expect_status 1
    expect_err "keyturn: missing: tool-second"
}

test_installs_from_old_lists_when_new_ones_cannot_be_read() {
    replace apt-get <<<'[[ "$*" != *update* ]] || { echo "E: no route"; exit 100; }'
    run tools/setup run
    expect_status 0
    expect_err "E: no route"
    expect_call "install --no-install-recommends tool-run tool-second"
}

test_shows_why_the_installation_failed() {
    replace apt-get <<<'[[ "$*" != *" install "* ]] || { echo "E: disk full"; exit 100; }'
    run tools/setup run
    expect_status 1
    expect_err "  | E: disk full"
    expect_err "the packages could not be installed"
    expect_err "as root: apt-get install --no-install-recommends tool-run tool-second"
}

test_says_when_there_may_be_no_network() {
    replace apt-get <<<'exit 100'
    run tools/setup run
    expect_status 1
    expect_err "the packages could not be installed (the package lists could not be read: is there a network?)"
}

test_waits_while_another_program_reads_the_lists() {
    replace apt-get <<<"[[ \"\$*\" != *update* ]] || [ \"\$(grep -c update '$sandbox/calls.txt')\" -gt 1 ] || { echo 'E: Could not get lock'; exit 100; }"
    run tools/setup run
    expect_status 0
    [ "$(grep -c '^apt-get.*update' "$sandbox/calls.txt")" = 2 ] || failed "two attempts"
}

test_says_what_is_needed_on_a_system_without_apt() {
    put bare/.keep </dev/null
    for command in bash dirname awk cat; do ln -s "$(command -v $command)" "bare/$command"; done
    PATH=$sandbox/tree/bare run "$(command -v bash)" tools/setup run
    expect_status 1
    expect_err "this system has no apt"
    expect_err "needed: tool-run tool-second"
}

with_client_library() { put adapters/chat-xdk/package-lock.json <<<'{"lockfileVersion": 3}'; }

test_installs_the_client_library_for_the_tests() {
    with_client_library
    run tools/setup test
    expect_status 0
    expect_call "npm ci --ignore-scripts --no-audit --no-fund"
    expect_call "npm in $sandbox/tree/adapters/chat-xdk trusts "
}

test_npm_trusts_whom_the_system_trusts() {
    with_client_library
    unset NODE_EXTRA_CA_CERTS
    run tools/setup test
    expect_call "trusts $sandbox/tree/build/log/certificates.crt"
    [ -s build/log/certificates.crt ] || failed "certificates"
}

test_npm_trusts_whom_the_user_named() {
    with_client_library
    NODE_EXTRA_CA_CERTS=/own.crt run tools/setup test
    expect_call "trusts /own.crt"
}

test_installs_no_client_library_for_the_command() {
    with_client_library
    run tools/setup run
    expect_status 0
    expect_no_call "npm "
}

test_installs_the_client_library_once() {
    with_client_library
    run tools/setup test
    run tools/setup test
    expect_status 0
    [ "$(grep -c '^npm ci' "$sandbox/calls.txt")" = 1 ] || failed "one call of npm"
}

test_installs_the_client_library_again_when_its_lock_changed() {
    with_client_library
    run tools/setup test
    put adapters/chat-xdk/package-lock.json <<<'{"lockfileVersion": 4}'
    run tools/setup test
    [ "$(grep -c '^npm ci' "$sandbox/calls.txt")" = 2 ] || failed "two calls of npm"
}

test_says_when_the_client_library_cannot_be_had() {
    with_client_library
    replace npm <<<'echo "npm ERR! offline"; exit 1'
    run tools/setup test
    expect_status 1
    expect_err "npm ERR! offline"
    expect_err "by hand: cd adapters/chat-xdk && npm ci --ignore-scripts"
}

test_installs_the_published_schemas_for_the_tests() {
    put conformance/reports/published-schemas/package-lock.json <<<'{"lockfileVersion": 3}'
    run tools/setup test
    expect_status 0
    expect_call "npm in $sandbox/tree/conformance/reports/published-schemas trusts "
}

test_says_when_node_stays_too_old() {
    with_client_library
    replace node <<<'echo v16.0.0'
    run tools/setup test
    expect_status 1
    expect_err "Node 18 or later, with npm, is needed for adapters/chat-xdk; found: v16.0.0"
}

test_a_list_that_cannot_be_read_is_said() {
    rm tools/packages.txt
    run tools/setup run
    expect_status 1
    expect_err "no packages for 'run' could be read from $sandbox/tree/tools/packages.txt"
    expect_no_call "apt-get"
}

test_afl_needs_what_fuzzing_needs_and_more() {
    run tools/setup afl
    expect_status 0
    expect_call "install --no-install-recommends tool-run tool-second tool-test tool-fuzz tool-afl"
    run tools/setup fuzz
    expect_call "install --no-install-recommends tool-run tool-second tool-test tool-fuzz"
}

test_building_for_scale_needs_what_fuzzing_needs_and_more() {
    run tools/setup clusterfuzzlite
    expect_status 0
    expect_call "install --no-install-recommends tool-run tool-second tool-test tool-fuzz tool-scale"
}

test_an_unknown_group_is_a_usage_error() {
    run tools/setup everything
    expect_status 2
    expect_err "tools/setup [run|test|fuzz|afl|clusterfuzzlite|format]"
    expect_no_call "apt-get"
}

test_a_second_argument_is_a_usage_error() {
    run tools/setup run test
    expect_status 2
}

test_every_package_of_the_real_list_has_a_known_group_and_a_reason() {
    run awk '!/^#/ && NF && ($2 !~ /^(run|test|node|fuzz|afl|clusterfuzzlite|format)$/ || NF < 3)' "$here/packages.txt"
    [ ! -s "$sandbox/out.txt" ] || failed "no such line"
}

run_test "$@"
