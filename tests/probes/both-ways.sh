#!/bin/sh
# Every probe asked alone (--no-batch) and in batches must answer the same: the outputs of both ways are compared, with gcc and with clang.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# both_ways NAME ARGUMENT...: the same build path for both, so that the outputs can be the same.
both_ways() {
  name=$1
  shift
  for way in batch no-batch; do
    rm -rf "$room/build"
    mkdir "$room/build"
    if [ "$way" = batch ]; then own=; else own=--no-batch; fi
    (cd "$room/build" && "$PYCONFIGURE" $own "--srcdir=$CPYTHON" "$@") >"$room/$way.out" 2>"$room/$way.err"
    echo $? >"$room/$way.status"
    rm -rf "${room:?}/$way"
    mv "$room/build" "$room/$way"
  done
  differs=0
  for what in out err status; do diff "$room/batch.$what" "$room/no-batch.$what" || differs=1; done
  diff -r -x config.log -x config.status "$room/batch" "$room/no-batch" || differs=1
  [ "$(cat "$room/batch.status")" = 0 ] || differs=1
  verdict "$differs" "$name" "$room/batch.err"
}

both_ways gcc
both_ways gcc-optimised --with-lto CFLAGS=-O2
if command -v clang >/dev/null; then both_ways clang CC=clang; fi
finish
