#!/bin/sh
# The name of the build system is what the tree's own config.guess and config.sub make of it, also where they are not run.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

tree=$CPYTHON

# same NAME [VARIABLE=VALUE...]: both name the same system, or neither names one. The option makes short work of the rest.
same() {
  name=$1
  shift
  mkdir -p "$room/build"
  expected=$(cd "$room/build" && guess=$(env "$@" sh "$tree/config.guess" 2>/dev/null) && sh "$tree/config.sub" "$guess")
  (cd "$room/build" && env "$@" "$PYCONFIGURE" --srcdir="$tree" --enable-wasm-dynamic-linking) >"$room/out" 2>"$room/err" </dev/null
  actual=$(sed -n 's/^checking build system type\.\.\. //p' "$room/out")
  case $actual in configure:*) actual= ;; esac
  [ "$expected" = "$actual" ]
  verdict $? "$name (${expected:-none})"
  rm -rf "$room/build"
}

# tool NAME: an executable whose text comes from standard input, before all others in the path of `with_tools`.
tool() {
  mkdir -p "$room/bin"
  { echo '#!/bin/sh' && cat; } >"$room/bin/$1"
  chmod +x "$room/bin/$1"
}
# with_tools NAME: `same` with the tools there, which are gone afterwards.
with_tools() {
  same "$1" "PATH=$room/bin:$PATH"
  rm -r "$room/bin"
}

unset CC CC_FOR_BUILD HOST_CC TMPDIR
same default
for cc in gcc clang musl-gcc; do
  ! command -v "$cc" >/dev/null || same "CC=$cc" "CC=$cc"
done
for cc in 'gcc -m32' 'gcc -mx32' 'gcc -Dgnu=other' 'gcc -DLIBC=other' 'gcc -D__UCLIBC__' 'gcc -D__ANDROID__' 'gcc -D__ILP32__' 'gcc -U__GLIBC__ -D_FEATURES_H' \
  'gcc -D_FEATURES_H -D__DEFINED_va_list' 'gcc -P' 'gcc -nostdinc' false /does/not/exist; do
  same "CC=$cc" "CC=$cc"
done
same HOST_CC 'HOST_CC=gcc -D__ILP32__'
same CC_FOR_BUILD CC_FOR_BUILD=false CC=gcc
same 'nobody can write to TMPDIR' TMPDIR=/does/not/exist
same 'empty TMPDIR' TMPDIR=

uname_that_says() {
  tool uname <<EOF
case \$1 in -m) echo '$1' ;; -s) echo '$2' ;; -r) echo '$3' ;; -v) echo '$4' ;; esac
EOF
}
uname_that_says x86_64 Linux 6.1 '#1 SMP Mon Jan 1 00:00:00 UTC 2024'
with_tools 'a usual uname'
uname_that_says i686 Linux 6.1 '#1 SMP'
with_tools 'a 32-bit machine'
uname_that_says aarch64 Linux 6.1 '#1 SMP'
with_tools 'another machine'
uname_that_says x86_64 FreeBSD 14.1 '#1 SMP'
with_tools 'another system'
uname_that_says x86_64 Linux 6.1:Minix '#1: SMP'
with_tools 'a release that looks like a system'
uname_that_says x86_64 Linux 6.1 'x:Minix:x:x'
with_tools 'a version that looks like a system'
echo 'exit 1' | tool uname
with_tools 'no uname'
echo 'exit 1' | tool cc
with_tools 'no cc'
echo 'exec gcc -D__ILP32__ "$@"' | tool cc
with_tools 'a cc for x32'
tool cc <<'EOF'
for word; do [ "$word" != -c ] || exit 1; done
exec gcc "$@"
EOF
with_tools 'a cc that only preprocesses'

# Where cc is gcc by another name, what it preprocesses is asked with the rest.
one_compiler() {
  mkdir -p "$room/bin"
  for name in cc gcc; do ln -s "$(readlink -f "$(command -v gcc)")" "$room/bin/$name"; done
}
mkdir "$room/headers"
for text in '#define __UCLIBC__ 1' '#define LIBC mine' '#define __GLIBC__ 2' '#include <stdarg.h>' '#error'; do
  one_compiler
  echo "$text" >"$room/headers/features.h"
  same "$text" "PATH=$room/bin:$PATH" "C_INCLUDE_PATH=$room/headers"
  rm -r "$room/bin"
done
one_compiler
with_tools 'one compiler'
one_compiler
rm "$room/bin/cc"
echo 'exec gcc -D__ILP32__ "$@"' | tool cc
with_tools 'a cc for x32 beside it'
one_compiler
rm "$room/bin/cc" "$room/bin/gcc"
for name in cc gcc; do echo 'exec /usr/bin/gcc -D__UCLIBC__ "$@"' | tool "$name"; done
with_tools 'scripts of these names'

# A script that is not one of those that are known answers for itself.
mkdir "$room/tree"
cp -as "$CPYTHON/." "$room/tree"
rm "$room/tree/config.guess"
sed 's/^\(UNAME_MACHINE=\).*/\1riscv64/' "$CPYTHON/config.guess" >"$room/tree/config.guess"
tree=$room/tree
same 'another config.guess'
[ "$actual" != "${actual#riscv64-}" ]
verdict $? 'another config.guess is asked'

finish
