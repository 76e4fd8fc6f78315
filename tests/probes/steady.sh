#!/bin/sh
# The number of processes at a time, and a run before, change nothing: every file, both streams and config.log are the same.
# A checkout that asks for a thousand more functions and two hundred more headers needs few processes more.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# run NAME ARGUMENT...: into $room/NAME, always at the same build path.
run() {
  name=$1
  shift
  rm -rf "$room/build"
  mkdir "$room/build"
  (cd "$room/build" && "$PYCONFIGURE" "$@") >"$room/$name.out" 2>"$room/$name.err" </dev/null
  echo $? >"$room/$name.status"
  mv "$room/build" "$room/$name"
}

same() {
  diff -r "$room/$1" "$room/$2" && diff "$room/$1.out" "$room/$2.out" && diff "$room/$1.err" "$room/$2.err" &&
    diff "$room/$1.status" "$room/$2.status"
}

run two -j2 "--srcdir=$CPYTHON"
for jobs in 1 8; do
  run "jobs-$jobs" "-j$jobs" "--srcdir=$CPYTHON"
  same two "jobs-$jobs"
  verdict $? "-j$jobs"
done

# What compilers say of a program stands there as if it had been asked alone.
! grep -n -e /pyconfigure- -e 'pyconfigure[-_][a-z]*[-_][0-9]' "$room/two/config.log"
verdict $? log

# Names that no system has.
tree=$room/tree
mkdir "$tree"
cp -as "$CPYTHON/." "$tree"
rm "$tree/configure.ac" "$tree/pyconfig.h.in"
awk '
  /^ *accept4 / { for (i = 1; i <= 1000; i++) print "  pyconfigure_function_" i " \\" }
  /^ *alloca\.h / { for (i = 1; i <= 200; i++) print "  pyconfigure/header_" i ".h \\" }
  { print }
' "$CPYTHON/configure.ac" >"$tree/configure.ac"
cp "$CPYTHON/pyconfig.h.in" "$tree"
awk 'BEGIN {
  for (i = 1; i <= 1000; i++) print "#undef HAVE_PYCONFIGURE_FUNCTION_" i
  for (i = 1; i <= 200; i++) print "#undef HAVE_PYCONFIGURE_HEADER_" i "_H"
}' >>"$tree/pyconfig.h.in"
run large --show-cost "--srcdir=$tree"
run plain --show-cost "--srcdir=$CPYTHON"
processes() { sed -n 's/.*, \([0-9]*\) processes.*/\1/p' "$room/$1.err"; }
echo "processes: $(processes plain), with 1200 checks more $(processes large)"
[ "$(cat "$room/large.status")" = 0 ] && grep -q 'checking for pyconfigure_function_1000\.\.\. no' "$room/large.out" &&
  grep -q 'checking for pyconfigure/header_200.h\.\.\. no' "$room/large.out" &&
  grep -q '^/\* #undef HAVE_PYCONFIGURE_HEADER_200_H \*/' "$room/large/pyconfig.h" &&
  [ "$(processes large)" -le $(($(processes plain) + 10)) ]
verdict $? large
cat "$room/large.err"

finish
