#!/usr/bin/env bash
# Builds the fuzz targets for ClusterFuzzLite, as its images run it: with the compiler, flags and engine of the environment, what they are
# linked with from the sources in $SRC/sources (fetch-sources brings them), and into $OUT every target that targets.txt packs with its seeds,
# dictionary and options. $KEYTURN_ROOT is the project, $SRC/keyturn if unset. tools/check-clusterfuzzlite runs it without an image.
set -euo pipefail
: "${SRC:?}" "${WORK:?}" "${OUT:?}" "${CC:?}" "${CXX:?}" "${CFLAGS:?}" "${CXXFLAGS:?}" "${LIB_FUZZING_ENGINE:?}"

root=${KEYTURN_ROOT:-$SRC/keyturn}
prefix=$WORK/prefix
jobs=$(nproc)
export PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig PKG_CONFIG_PATH=
export CXXFLAGS="$CXXFLAGS -stdlib=libc++"

# Later runs with the same compiler and flags take what an earlier one built.
is_built() { [ "$(cat "$WORK/$1.built" 2>/dev/null)" = "$CC $CFLAGS $CXXFLAGS $(cat "$SRC/sources/$1.sha256")" ]; }
mark_built() { echo "$CC $CFLAGS $CXXFLAGS $(cat "$SRC/sources/$1.sha256")" >"$WORK/$1.built"; }

# A source's copy to build in, made anew.
copy_of() {
    rm -rf "${WORK:?}/$1"
    cp -R "$SRC/sources/$1" "$WORK/$1"
    echo "$WORK/$1"
}

# Its tables call functions through other types than theirs, which is no finding of ours.
build_openssl() {
    cd "$(copy_of openssl)"
    # shellcheck disable=SC2086  # words
    ./Configure linux-x86_64-clang --prefix="$prefix" --libdir=lib no-shared no-module no-dso no-engine no-tests no-afalgeng no-legacy \
        no-ui-console $CFLAGS -fno-sanitize=function
    make -s -j"$jobs" build_generated
    make -s -j"$jobs" libcrypto.a
    mkdir -p "$prefix/lib" "$prefix/include"
    cp libcrypto.a "$prefix/lib/"
    cp -R include/openssl "$prefix/include/"
}

build_libsodium() {
    cd "$(copy_of libsodium)"
    ./autogen.sh -s
    ./configure --quiet --prefix="$prefix" --enable-static --disable-shared --disable-pie --with-pic
    make -s -j"$jobs" install
}

build_fmt() {
    cmake -S "$(copy_of fmt)" -B "$WORK/fmt/build" -G Ninja -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_TYPE= \
        -DFMT_TEST=OFF -DFMT_DOC=OFF
    cmake --build "$WORK/fmt/build" --parallel "$jobs" --target install
}

build_re2() {
    make -s -C "$(copy_of re2)" -j"$jobs" static-install prefix="$prefix" CXX="$CXX" CXXFLAGS="$CXXFLAGS -pthread" AR="${AR:-llvm-ar}"
}

# The compiler asks for libresolv wherever a sanitizer is, which has its own way to it: an empty one leaves the targets without.
build_targets() {
    rm -f "$prefix/lib/libresolv.a"
    "${AR:-llvm-ar}" cr "$prefix/lib/libresolv.a"
    cmake -S "$root" -B "$WORK/keyturn" -G Ninja -DCMAKE_BUILD_TYPE= -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF \
        -DCMAKE_EXE_LINKER_FLAGS="-L$prefix/lib -static-libstdc++ -static-libgcc -Wl,--as-needed" -DKEYTURN_ENGINE=ON -DKEYTURN_COMMAND=OFF \
        -DKEYTURN_TESTS=OFF -DKEYTURN_SECOND_OPINIONS=OFF -DKEYTURN_STRICT=OFF
    cmake --build "$WORK/keyturn" --parallel "$jobs" --target "${packed[@]/#/fuzz_}"
}

# pack TARGET: the program, the options beside it, the dictionary that they name, and its seeds.
pack() {
    local target=$1 built=$WORK/keyturn/fuzz dictionary
    cp "$built/fuzz_$target" "$built/fuzz_$target.options" "$OUT/"
    dictionary=$(sed -n 's/^dict = //p' "$built/fuzz_$target.options")
    if [ -n "$dictionary" ]; then cp "$built/$dictionary" "$OUT/"; fi
    rm -f "$OUT/fuzz_${target}_seed_corpus.zip"
    find "$root/corpus" \( -path "$root/corpus/seeds/$target/*" -o -path "$root/corpus/regressions/$target/*" \) -type f |
        zip -q -j -X "$OUT/fuzz_${target}_seed_corpus.zip" -@
}

mkdir -p "$WORK" "$OUT"
mapfile -t packed < <(sed -n 's/ packed$//p' "$root/.clusterfuzzlite/targets.txt")
for library in openssl libsodium fmt re2; do
    if is_built "$library"; then continue; fi
    ("build_$library")
    mark_built "$library"
done
build_targets
for target in "${packed[@]}"; do pack "$target"; done
