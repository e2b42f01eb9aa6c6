#!/usr/bin/env bash
# shellcheck disable=SC2016  # the replaced commands expand what they are called with
# shellcheck source=tools/scripts/testing.sh
source "$(dirname "${BASH_SOURCE[0]}")/testing.sh"

# Two sources: the first is the same archive everywhere, the second is another at Debian, without RE2's tables.
set_up() {
    mkdir -p .clusterfuzzlite
    cp "$here/../.clusterfuzzlite/fetch-sources" .clusterfuzzlite/
    archive "$sandbox/one.tar" one.c
    archive "$sandbox/re2.tar" re2/unicode_groups.cc
    archive "$sandbox/re2-debian.tar" re2/unicode.py
    put .clusterfuzzlite/sources.txt <<EOF_SOURCES
# why

one  1.0         $(sum one)  https://one.example/1.0.tar.gz  one-package  $(sum one)
re2  2022-06-01  $(sum re2)  https://re2.example/re2.tar.gz  re2          $(sum re2-debian)
EOF_SOURCES
    replace curl <<<'while [ "$1" != --output ]; do shift; done; cp "$(dirname "$0")/../$(basename "$2").tar" "$2"'
    replace apt-get <<<'[[ "$*" != *" source "* ]] || cp "$(dirname "$0")/../'"$(printf '%s' '${!#/-package/}')"'-debian.tar" x.orig.tar.gz; exit 1'
    cp "$sandbox/one.tar" "$sandbox/one-debian.tar"
    replace make <<<'echo generated >"$2/re2/unicode_groups.cc"'
}

# archive FILE NAME: with a folder of its own around the file.
archive() {
    mkdir -p "$sandbox/parts/folder/$(dirname "$2")"
    echo "$2" >"$sandbox/parts/folder/$2"
    tar -cf "$1" -C "$sandbox/parts" folder
    rm -r "$sandbox/parts"
}

sum() { sha256sum "$sandbox/$1.tar" | cut -d ' ' -f 1; }

test_takes_sources_from_their_sites() {
    run .clusterfuzzlite/fetch-sources out/sources
    expect_status 0
    expect_call "https://one.example/1.0.tar.gz"
    [ "$(cat out/sources/one/one.c)" = one.c ] || failed "one, without the folder around it"
    [ "$(cat out/sources/re2/re2/unicode_groups.cc)" = re2/unicode_groups.cc ] || failed "re2 with its own tables"
    expect_no_call "apt-get"
    expect_no_call "make "
    expect_err "fetch-sources: one 1.0 from https://one.example/1.0.tar.gz"
}

test_takes_them_once_and_again_when_they_are_pinned_otherwise() {
    run .clusterfuzzlite/fetch-sources sources
    run .clusterfuzzlite/fetch-sources sources
    expect_status 0
    [ "$(grep -c '^curl' "$sandbox/calls.txt")" = 2 ] || failed "two calls of curl"
    archive "$sandbox/one.tar" two.c
    sed -i "s/^one  1.0         [0-9a-f]*/one  1.1  $(sum one)/" .clusterfuzzlite/sources.txt
    run .clusterfuzzlite/fetch-sources sources
    [ "$(ls sources/one)" = two.c ] || failed "the new source, and nothing of the old"
}

test_takes_debians_where_a_site_cannot_be_reached() {
    replace curl <<<'exit 6'
    run .clusterfuzzlite/fetch-sources sources
    expect_err "fetch-sources: one 1.0 from Debian's source package one-package"
    expect_call "source --download-only -qq one-package"
    [ "$(cat sources/one/one.c)" = one.c ] || failed "one"
}

test_makes_the_tables_that_debian_leaves_out() {
    put unicode/UnicodeData.txt <<<'data'
    replace curl <<<'exit 6'
    UNICODE_DATA=unicode run .clusterfuzzlite/fetch-sources sources
    expect_status 0
    [ "$(cat sources/re2/re2/unicode_groups.cc)" = generated ] || failed "generated tables"
}

test_says_which_package_makes_those_tables() {
    replace curl <<<'exit 6'
    UNICODE_DATA=nowhere run .clusterfuzzlite/fetch-sources sources
    expect_status 1
    expect_err "apt-get install unicode-data"
}

test_refuses_an_archive_with_another_checksum() {
    for file in one one-debian; do archive "$sandbox/$file.tar" other.c; done
    run .clusterfuzzlite/fetch-sources sources
    expect_status 1
    expect_err "one 1.0 can be had neither from https://one.example/1.0.tar.gz nor from Debian, or not with the checksum of sources.txt"
    [ ! -e sources/one ] || failed "nothing unpacked"
}

test_wrong_usage_is_said_before_anything_is_done() {
    for arguments in '' '--help' 'one two'; do
        # shellcheck disable=SC2086  # words
        run .clusterfuzzlite/fetch-sources $arguments
        expect_status 2
        expect_err ".clusterfuzzlite/fetch-sources FOLDER"
    done
    [ ! -e "$sandbox/calls.txt" ] || failed "no call at all"
}

# What is pinned in this repository is whole.
test_every_source_of_this_repository_is_pinned() {
    cp "$here/../.clusterfuzzlite/sources.txt" mine.txt
    run awk '!/^#/ && NF && (NF != 6 || length($3) != 64 || length($6) != 64 || $4 !~ /^https:/)' mine.txt
    [ ! -s "$sandbox/out.txt" ] || failed "six fields a line"
    [ "$(grep -c '^[a-z]' mine.txt)" = 4 ] || failed "four sources"
}

run_test "$@"
