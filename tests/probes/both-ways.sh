#!/bin/sh
# Every probe asked alone (--no-batch) and in batches must answer the same, whatever the compiler, its flags and the linker: the outputs of
# both ways are compared, and the answers as the end of config.log has them. What a machine does not have is left out, and named.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# answers FOLDER: the cache variables, output variables and confdefs.h of its config.log.
answers() {
  sed -n '/^## Cache variables/,$p' "$1/config.log"
}

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
  for way in batch no-batch; do answers "$room/$way" >"$room/$way.answers"; done
  diff "$room/batch.answers" "$room/no-batch.answers" || differs=1
  grep -q ac_cv_func_fork "$room/batch.answers" || differs=1
  [ "$(cat "$room/batch.status")" = 0 ] || differs=1
  verdict "$differs" "$name" "$room/batch.err"
}

# links OPTION...: does gcc link with it?
links() {
  echo 'int main(void) { return 0; }' >"$room/links.c"
  gcc "$@" -o "$room/links" "$room/links.c" 2>/dev/null
}

# with_linker NAME: gcc with this linker in place of its own.
with_linker() {
  if links "-fuse-ld=$1"; then
    both_ways "gcc-$1" "LDFLAGS=-fuse-ld=$1"
  else
    echo "absent   $1"
  fi
}

both_ways gcc
both_ways gcc-lto --with-lto CFLAGS=-O2
# A mismatch with a built-in function is all that -Werror alone comes to: configure then finds no libm and ends.
both_ways gcc-errors 'CFLAGS=-Werror -Wno-error=builtin-declaration-mismatch'
both_ways gcc-native 'CFLAGS=-O3 -march=native'
both_ways gcc-json CFLAGS=-fdiagnostics-format=json
for linker in gold lld mold; do with_linker "$linker"; done
if command -v clang >/dev/null; then both_ways clang CC=clang; else echo "absent   clang"; fi
if command -v musl-gcc >/dev/null; then
  # The wrapper tells the multiarch name of the compiler that it wraps, and configure ends over that.
  cat >"$room/musl-cc" <<'EOF'
#!/bin/sh
case $* in
  --print-multiarch) musl-gcc --print-multiarch | sed 's/-gnu/-musl/' ;;
  *) exec musl-gcc "$@" ;;
esac
EOF
  chmod +x "$room/musl-cc"
  both_ways musl-gcc "CC=$room/musl-cc"
else
  echo "absent   musl-gcc"
fi
finish
