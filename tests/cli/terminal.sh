#!/bin/sh
# On a terminal a line of progress, warnings and a summary; everywhere else configure's transcript and nothing of ours.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"
esc=$(printf '\033')
unset NO_COLOR
export TERM=xterm

# on_terminal NAME ARGUMENT...: a run in a folder of its own, on a terminal, its output in $room/NAME.
on_terminal() {
  name=$1
  shift
  mkdir "$room/$name.build"
  (cd "$room/$name.build" && script -qec "'$PYCONFIGURE' '--srcdir=$CPYTHON' $*" /dev/null) </dev/null >"$room/$name" 2>&1
}

# The names of cases may have escapes in them.
shown() { verdict "$1" "$(echo "$2" | tr -d '\033')" "$room/$3"; }
says() { grep -qF -e "$2" "$room/$1"; shown $? "$1 says $2" "$1"; }
lacks() { ! grep -qF -e "$2" "$room/$1"; shown $? "$1 does not say $2" "$1"; }

on_terminal summary --prefix=/opt/py
says summary "configuring, round 1"
says summary "${esc}[K"
says summary "${esc}[1mCPython 3."
says summary "  prefix      /opt/py"
says summary "make -j"
lacks summary "checking for"
lacks summary "creating Makefile"
[ -f "$room/summary.build/Makefile" ]
shown $? "the files are there" summary

NO_COLOR=1 with_pydebug=yes on_terminal no-colour --without-readline
says no-colour "${esc}[K"
lacks no-colour "${esc}[1m"
says no-colour "debug yes"
says no-colour "with_pydebug=yes (environment)"
says no-colour "  disabled    readline"

TERM=dumb on_terminal dumb
lacks dumb "$esc"
says dumb "CPython 3."

on_terminal verbose -v
says verbose "checking for stdlib.h... yes"
says verbose "configure: creating Makefile"
lacks verbose "modules   "
lacks verbose "$esc"

on_terminal quiet -q
lacks quiet "checking"
lacks quiet "CPython 3."

on_terminal refused --with-lto=bogus
says refused "configure: error: unknown lto option:"
says refused "checking for --with-lto"
lacks refused "CPython 3."

on_terminal misspelt --enabel-shared
says misspelt "did you mean --enable-shared?"

mkdir "$room/file.build"
(cd "$room/file.build" && "$PYCONFIGURE" "--srcdir=$CPYTHON" --enable-optimisations --enable-option-checking) </dev/null >"$room/file" 2>&1
says file "checking for stdlib.h... yes"
says file "configure: creating Makefile"
lacks file "$esc"
lacks file "did you mean"
lacks file "answers known"
lacks file "make -j"

finish
