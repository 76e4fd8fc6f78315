#!/bin/sh
# Where it was called from and by which name: the script's $0 is the path that is executed, and $PWD loses its detours.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# found NAME WORDS: the words stand in the Makefile of the run before.
found() {
  [ -f "$room/build/Makefile" ] && grep -qxF -e "$2" "$room/build/Makefile"
  verdict $? "$1"
  rm -rf "$room/build"
  mkdir "$room/build"
}

mkdir "$room/tree" "$room/build"
cp -as "$CPYTHON/." "$room/tree"
rm "$room/tree/configure"
cp "$PYCONFIGURE" "$room/tree/configure"

(cd "$room/build" && ../tree/configure -q) >"$room/out" 2>"$room/err" </dev/null
found relative 'srcdir=		../tree'
if command -v bash >/dev/null; then
  (cd "$room/build" && bash -c 'exec ../tree/configure -q') >"$room/out" 2>"$room/err" </dev/null
  found exec "srcdir=		$room/build/../tree"
fi
if command -v python3 >/dev/null; then
  (cd "$room/build" && python3 -c 'import os; os.execv("../tree/configure", ["another name", "-q"])') >"$room/out" 2>"$room/err" </dev/null
  found argument-zero 'srcdir=		../tree'
fi
(cd "$room/build" && PATH=../tree:$PATH && export PATH && configure -q) >"$room/out" 2>"$room/err" </dev/null
found path 'srcdir=		../tree'
for pwd in "$room/build/" "$room/tree/../build" "$room/./build//"; do
  (cd "$room/build" && env "PWD=$pwd" ../tree/configure -q) >"$room/out" 2>"$room/err" </dev/null
  found "pwd ${pwd#"$room"}" "abs_builddir=	$room/build"
done

# A link beside the checkout: config.status has to find the sources again.
rm "$room/tree/configure"
ln -s "$PYCONFIGURE" "$room/tree/pyconfigure"
(cd "$room/build" && ../tree/pyconfigure -q && rm pyconfig.h && ./config.status --recheck -q && ./config.status -q) >"$room/out" 2>"$room/err" </dev/null
[ $? = 0 ] && [ -f "$room/build/pyconfig.h" ]
verdict $? link-recheck

# With a compiler whose name is relative commands run in the build folder itself: what others have there stays theirs, and what
# an earlier configure has left says nothing.
mkdir -p "$room/shared/folder"
printf '#!/bin/sh\nexec gcc "$@"\n' >"$room/shared/cc"
chmod +x "$room/shared/cc"
for name in folder/precious first second words table candidates commands; do echo mine >"$room/shared/$name"; done
: >"$room/shared/conftest.exe"
(cd "$room/shared" && "$PYCONFIGURE" "--srcdir=$CPYTHON" CC=./cc) >"$room/out" 2>"$room/err" </dev/null
wrong=$?
for name in folder/precious first second words table candidates commands; do [ "$(cat "$room/shared/$name")" = mine ] || wrong=1; done
grep -qx 'checking for suffix of executables\.\.\. ' "$room/out" || wrong=1
[ -z "$(ls "$room/shared" | grep 'pyconf[.]')" ] || wrong=1
verdict "$wrong" others-files

finish
