#!/bin/sh
# What pyconfigure refuses and configure does not know: no checkout, a folder that cannot be written, a variable that nothing supplies.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# refused NAME FOLDER WORDS COMMAND...: status 1, WORDS on standard error, and nothing rendered in FOLDER.
refused() {
  name=$1 folder=$2 words=$3
  shift 3
  (cd "$folder" && "$@") >"$room/out" 2>"$room/err" </dev/null
  status=$?
  wrong=0
  [ "$status" = 1 ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
  grep -qF -e "$words" "$room/err" || { echo "no word of: $words" >>"$room/err"; wrong=1; }
  for file in Makefile Makefile.pre pyconfig.h config.status Misc/python.pc Modules/config.c; do
    [ ! -e "$folder/$file" ] || { echo "left $file" >>"$room/err"; wrong=1; }
  done
  verdict "$wrong" "$name"
}

# checkout NAME: a checkout that may be changed, in $tree.
checkout() {
  tree=$room/$1
  cp -a "$CPYTHON" "$tree"
  mkdir "$tree/build-here"
}

mkdir "$room/empty"
refused no-checkout "$room/empty" "cannot find sources (Include/object.h)" "$PYCONFIGURE"
refused no-checkout-typed "$room/empty" "cannot find sources (Include/object.h) in $room/empty" \
  "$PYCONFIGURE" "--srcdir=$room/empty"

# Root may write nearly everywhere, but makes no files in /proc.
locked=/proc
if [ "$(id -u)" != 0 ]; then
  locked=$room/locked
  mkdir "$locked"
  chmod 555 "$locked"
fi
refused unwritable "$locked" "cannot write in the build folder" "$PYCONFIGURE" "--srcdir=$CPYTHON"

mkdir -p "$room/log-is-folder/config.log"
refused config-log "$room/log-is-folder" "config.log is a folder" "$PYCONFIGURE" "--srcdir=$CPYTHON"
[ -z "$(ls "$room/log-is-folder/config.log")" ] && [ ! -s "$room/out" ]
verdict $? config-log-before-anything

checkout variable
printf '\nAC_SUBST([WE_LACK])\n' >"$room/line"
sed -i "/^AC_INIT/r $room/line" "$tree/configure.ac"
printf '# @WE_LACK@ @NOBODY@\n' >>"$tree/Makefile.pre.in"
refused unsupplied "$tree/build-here" "@WE_LACK@" "$PYCONFIGURE" "--srcdir=$tree"

# --no-create in a fresh folder: config.status, then configure's error about the makesetup step, and no half of a Makefile.
mkdir "$room/no-create"
(cd "$room/no-create" && "$PYCONFIGURE" "--srcdir=$CPYTHON" --no-create) >"$room/out" 2>"$room/err" </dev/null
status=$?
wrong=0
[ "$status" = 1 ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
grep -qF 'error: makesetup failed' "$room/err" || wrong=1
[ -x "$room/no-create/config.status" ] && [ ! -e "$room/no-create/Makefile" ] || wrong=1
verdict "$wrong" no-create

# A template that is not there: configure ends before it, and what came until then is left.
cp -as "$CPYTHON" "$room/gapped"
rm "$room/gapped/Modules/Setup.stdlib.in"
mkdir "$room/gapped-build"
(cd "$room/gapped-build" && "$PYCONFIGURE" --srcdir=../gapped) >"$room/out" 2>"$room/err" </dev/null
status=$?
wrong=0
[ "$status" = 1 ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
tail -n 1 "$room/err" | grep -q "^config.status: error: cannot find input file: .Modules/Setup.stdlib.in'$" || wrong=1
[ "$(tail -n 1 "$room/out")" = 'config.status: creating Modules/Setup.bootstrap' ] || wrong=1
[ -f "$room/gapped-build/Modules/Setup.bootstrap" ] && [ ! -e "$room/gapped-build/Makefile" ] && [ ! -e "$room/gapped-build/pyconfig.h" ] || wrong=1
verdict "$wrong" template-gone

# Without an awk configure ends at its first file; config.status is there.
mkdir "$room/no-awk"
(cd "$room/no-awk" && AWK=/nonexistent/awk "$PYCONFIGURE" "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
status=$?
wrong=0
[ "$status" = 1 ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
grep -qx 'config.status: error: could not create Makefile.pre' "$room/err" || wrong=1
[ -x "$room/no-awk/config.status" ] && [ ! -e "$room/no-awk/Makefile.pre" ] && [ ! -e "$room/no-awk/pyconfig.h" ] || wrong=1
verdict "$wrong" no-awk

finish
