#!/bin/sh
# What pyconfigure does not know goes to the tree's own configure: same arguments, its exit status, one line that says so.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
passed=0
failed=0

# A checkout whose configure only tells what it was called with.
tree=$room/tree
cp -as "$CPYTHON" "$tree"
rm "$tree/configure" "$tree/configure.ac"
cp "$CPYTHON/configure.ac" "$tree"
cat >"$tree/configure" <<'SCRIPT'
#!/bin/sh
printf 'own configure:'
printf ' [%s]' "$@"
echo
exit 7
SCRIPT
chmod +x "$tree/configure"
mkdir "$room/build"

# handed_over NAME WHAT WORDS ARGUMENT...: WORDS are what the script has to show.
handed_over() {
  name=$1 what=$2 words=$3
  shift 3
  wrong=0
  (cd "$room/build" && "$PYCONFIGURE" --no-batch -j2 --srcdir=../tree "$@") >"$room/out" 2>"$room/err" </dev/null
  [ $? = 7 ] || wrong=1
  echo "$words" | cmp -s - "$room/out" || wrong=1
  grep -q "^pyconfigure: .*$what.*handing over" "$room/err" || wrong=1
  [ "$(wc -l <"$room/err")" = 1 ] || wrong=1
  if [ "$wrong" = 0 ]; then
    passed=$((passed + 1))
    echo "ok       $name"
  else
    failed=$((failed + 1))
    echo "wrong    $name"
    sed 's/^/         | /' "$room/out" "$room/err" | head -n 20
  fi
}

# A branch that we do not stand for. Our own options stay here.
sed -i 's/^\(m4_define(\[PYTHON_VERSION\], \[\)[^]]*/\13.2/; s/^\(m4_define(PYTHON_VERSION, \)[^)]*/\13.2/' "$tree/configure.ac"
handed_over branch 'CPython 3.2' 'own configure: [--srcdir=../tree] [-C] [--prefix=/a b]' -C '--prefix=/a b'
CONFIG_SITE=/nonexistent handed_over branch-with-words 'CPython 3.2' 'own configure: [--srcdir=../tree] [CFLAGS=-O0]' CFLAGS=-O0

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
