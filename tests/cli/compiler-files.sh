#!/bin/sh
# How the compiler's files are called, from drivers that tell what they would do and from wrappers that tell something else.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# files NAME DEFAULT SUFFIX [COMPILER]: the executable without a name, and what the named one ends with. The wrapper's text comes
# from standard input where there is no compiler. The option makes short work of the rest.
files() {
  compiler=${4-}
  if [ -z "$compiler" ]; then
    compiler=$room/compiler
    { echo '#!/bin/sh' && cat; } >"$compiler"
    chmod +x "$compiler"
  fi
  mkdir -p "$room/build"
  (cd "$room/build" && "$PYCONFIGURE" --srcdir="$CPYTHON" --enable-wasm-dynamic-linking "CC=$compiler") >"$room/out" 2>"$room/err" </dev/null
  grep -qx "checking for C compiler default output file name... $2" "$room/out" && grep -qx "checking for suffix of executables... $3" "$room/out" &&
    grep -qx "checking for suffix of object files... o" "$room/out" && grep -qF "$($compiler --version | sed 1q)" "$room/build/config.log"
  verdict $? "$1"
  rm -rf "$room/build"
}

for compiler in gcc clang 'gcc -pipe'; do
  ! command -v "${compiler%% *}" >/dev/null || files "$compiler" a.out '' "$compiler"
done
files 'names of another system' a.exe .exe <<'E'
gcc "$@" || exit 1
[ ! -f a.out ] || mv a.out a.exe
[ ! -f conftest ] || mv conftest conftest.exe
E
files 'a suffix for given names' a.out .exe <<'E'
case " $* " in *' -### '*) exec echo '/bin/ld -o conftest.exe conftest.o' ;; esac
gcc "$@" || exit 1
[ ! -f conftest ] || mv conftest conftest.exe
E
files 'the same, and a trace' a.out .exe <<'E'
set -x
case " $* " in *' -### '*) exec true ;; esac
gcc "$@" || exit 1
[ ! -f conftest ] || mv conftest conftest.exe
E
files 'another driver behind it that tells' a.out .exe <<'E'
made=yes name=
for word; do
  case $word in '-###' | -c | -E | -S) made= ;; esac
  [ "${last-}" != -o ] || name=$word
  last=$word
done
gcc "$@" || exit 1
[ -z "$made" ] || case $name in '' | *.*) ;; *) mv "$name" "$name.exe" ;; esac
exit 0
E
files 'nothing that only tells' a.out '' <<'E'
case " $* " in *' -### '*) exit 1 ;; esac
exec gcc "$@"
E
files 'a trace' a.out '' <<'E'
set -x
exec gcc "$@"
E

# Of a compiler that tells what it would do nothing is made at first: other programs show what it does. said NAME STATUS LINE ANOTHER: with the
# tools in $room/tools the run ends with that status, the two lines are said, and a refusal leaves nothing.
said() {
  mkdir -p "$room/build"
  (cd "$room/build" && env "$tools_in=$room/tools$tools_behind" "$PYCONFIGURE" --srcdir="$CPYTHON" CC=gcc) >"$room/out" 2>&1 </dev/null
  status=$?
  [ $status -eq "$2" ] && grep -qx "$3" "$room/out" && grep -qx "$4" "$room/out" &&
    { [ $status -eq 0 ] || [ "$(ls "$room/build")" = config.log ]; }
  verdict $? "$1: $3"
  rm -rf "$room/build" "$room/tools"
}
# tool NAME: a script there whose text comes from standard input.
tool() {
  mkdir -p "$room/tools"
  { echo '#!/bin/sh' && cat; } >"$room/tools/$1"
  chmod +x "$room/tools/$1"
}
works='checking whether the C compiler works...'
no_executables='configure: error: C compiler cannot create executables'

if command -v gcc >/dev/null; then
  tools_in=COMPILER_PATH tools_behind=
  for name in as ld; do
    echo 'echo broken >&2; exit 1' | tool $name
    said $name 77 "$works no" "$no_executables"
  done
  echo 'ld "$@" || exit; [ ! -f a.out ] || mv a.out b.out' | tool ld
  said ld 0 'checking for C compiler default output file name... b.out' 'checking for suffix of executables... '
  echo 'exec ld "$@"' | tool ld
  said ld 0 'checking for C compiler default output file name... a.out' 'checking whether we are cross compiling... no'
  # Those that look at names or shapes.
  echo 'ld "$@" || exit; [ ! -f conftest ] || cp conftest conftest.exe' | tool ld
  said ld 0 'checking for C compiler default output file name... a.out' 'checking for suffix of executables... .exe'
  echo 'case " $* " in *" -o conftest.o "*) exit 1 ;; esac; exec as "$@"' | tool as
  said as 1 "$works yes" 'configure: error: cannot compute suffix of object files: cannot compile'
  cc1=$(gcc -print-prog-name=cc1)
  echo 'case " $* " in *" conftest.c "*) exit 1 ;; esac; exec '"$cc1"' "$@"' | tool cc1
  said cc1 77 "$works no" "$no_executables"
  # Programs that fail, or make nothing, and no scripts: found out by what they should have made.
  tools_in=PATH tools_behind=:$PATH
  for code in 0 1; do
    for name in as ld; do
      mkdir -p "$room/tools"
      echo "int main (void) { return $code; }" | gcc -x c -o "$room/tools/$name" -
      said $name 77 "$works no" "$no_executables"
    done
  done
fi

# Nothing between two colons means the build folder.
if command -v gcc >/dev/null; then
  for path in "PATH=:$PATH" "PATH=$PATH:" COMPILER_PATH=: PATH="/nowhere::$PATH"; do
    mkdir -p "$room/build"
    printf '#!/bin/sh\nexit 1\n' >"$room/build/ld"
    chmod +x "$room/build/ld"
    (cd "$room/build" && env "$path" "$PYCONFIGURE" --srcdir="$CPYTHON" CC=gcc --enable-wasm-dynamic-linking) >"$room/out" 2>&1 </dev/null
    case $path in
      *:) expected="$works yes" ;;
      *) expected="$works no" ;;
    esac
    [ "$path" != COMPILER_PATH=: ] || expected="$works no"
    grep -qx "$expected" "$room/out"
    verdict $? "${path%%=*}, empty folder: $expected"
    rm -rf "$room/build"
  done
fi

# The names of configure's temporary files are nobody's here.
mkdir -p "$room/build/a.out" "$room/build/conftest" "$room/build/conftest.o"
(cd "$room/build" && "$PYCONFIGURE" --srcdir="$CPYTHON" CC=gcc) >"$room/out" 2>&1 </dev/null && [ -f "$room/build/Makefile" ] && [ -d "$room/build/a.out" ]
verdict $? 'folders of these names'

finish
