#!/bin/sh
# Signals, a reader that goes away, tools that are killed, folders that are full, taken or gone: an exit status that says so, a build folder
# that is as it was, nothing left in the temporary folder, no child still running.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"
undo() { umount "$room/small" 2>/dev/null; }
export TMPDIR="$room/tmp"
mkdir "$TMPDIR"

# Whoever runs this may ignore signals, which the program would honour.
defaults=
env --default-signal true 2>/dev/null && defaults='env --default-signal'
prefix=$defaults

fresh() {
  rm -rf "$room/build"
  mkdir "$room/build"
  : >"$room/err"
}

# A compiler that waits at its fifteenth command, so that what happens then happens in the middle of the run, however fast the machine is.
# Where $room/fatal exists, it kills itself instead of going on.
cat >"$room/cc" <<EOF
#!/bin/sh
echo >>"$room/calls"
if [ "\$(wc -l <"$room/calls")" -ge 15 ] && mkdir "$room/reached" 2>/dev/null; then
  until [ -e "$room/go" ]; do sleep 0.05; done
fi
[ ! -e "$room/fatal" ] || kill -KILL \$\$
exec gcc "\$@"
EOF
chmod +x "$room/cc"

# start WORDS...: the program in the background, in a fresh folder; its number in $program. It waits where until_held says so.
start() {
  fresh
  rm -rf "$room/calls" "$room/reached" "$room/go" "$room/fatal"
  (cd "$room/build" && exec $prefix "$PYCONFIGURE" "--srcdir=$CPYTHON" "CC=$room/cc" "$@") >"$room/out" 2>"$room/err" </dev/null &
  program=$!
}
until_held() {
  for tries in $(seq 600); do
    [ -e "$room/reached" ] && return
    sleep 0.05
  done
  verdict 1 "until the fifteenth command"
}
go_on() { : >"$room/go"; }

# tidy: nothing rendered, nothing temporary, no child.
tidy() {
  wrong=0
  for tries in 1 2 3 4 5 6 7 8 9 10; do
    left=$(ls -A "$TMPDIR")
    running=$(ps -eo args | grep -F "$TMPDIR/" | grep -v grep)
    [ -z "$left$running" ] && break
    sleep 0.1
  done
  [ -z "$left" ] || { echo "temporary: $left" >>"$room/err"; wrong=1; }
  [ -z "$running" ] || { echo "running: $running" >>"$room/err"; wrong=1; }
  odd=$(cd "$room/build" 2>/dev/null && ls -A | grep -vx config.log)
  [ -z "$odd" ] || { echo "left: $odd" >>"$room/err"; wrong=1; }
  return "$wrong"
}

# interrupted NAME SIGNAL STATUS: a signal in the middle of the run.
interrupted() {
  start
  until_held
  kill "-$2" "$program"
  wait "$program"
  status=$?
  tidy
  wrong=$?
  [ "$status" = "$3" ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
  [ "$2" = KILL ] || tail -n 2 "$room/build/config.log" | grep -q "caught signal" || { echo "not in config.log" >>"$room/err"; wrong=1; }
  verdict "$wrong" "$1"
}

interrupted term TERM 1
interrupted hang-up HUP 1
interrupted kill KILL 137

# In a session of its own, so that the signal reaches what a terminal would send it to.
prefix="setsid $defaults"
start
prefix=$defaults
until_held
leader=$(pgrep -f "^$PYCONFIGURE --srcdir=$CPYTHON" | head -n 1)
kill -INT -- "-$leader" 2>/dev/null || kill -INT "$leader"
wait "$program"
status=$?
tidy
wrong=$?
[ "$status" != 0 ] || { echo "exit status $status" >>"$room/err"; wrong=1; }
verdict "$wrong" ctrl-c

# A folder that a killed run left behind together with its keeper.
# Folders that only look like it are other people's.
abandoned=$TMPDIR/pyconfigure-scratch-aBcDeF
mkdir -m 700 "$abandoned" "$TMPDIR/pyconfigure-master"
mkdir -m 755 "$TMPDIR/pyconfigure-scratch-public"
: >"$abandoned/conftest.c"
start
until_held
: >"$room/build/Makefile.pyconfigure-4194304"
go_on
wait "$program"
status=$?
[ "$status" = 0 ] && [ ! -e "$abandoned" ] && [ ! -e "$room/build/Makefile.pyconfigure-4194304" ] &&
  rmdir "$TMPDIR/pyconfigure-master" "$TMPDIR/pyconfigure-scratch-public"
verdict $? abandoned

# A leftover of a run that had our own number, as in a container.
fresh
(cd "$room/build" && sh -c ': >Makefile.pyconfigure-$$; exec "$0" "$@"' "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
[ $? = 0 ] && [ -f "$room/build/Makefile" ] && [ -z "$(ls "$room/build" | grep pyconfigure)" ]
verdict $? own-number

# Signals that whoever started us has ignored are not ours.
trap '' HUP INT
prefix=
start -q
prefix=$defaults
trap - HUP INT
until_held
kill -HUP "$program" && kill -INT "$program"
alive=$?
go_on
wait "$program"
[ "$?$alive" = 00 ] && [ -f "$room/build/Makefile" ]
verdict $? ignored

# All streams closed; a folder that the caller has locked; the ends of children thrown away.
fresh
(cd "$room/build" && exec "$PYCONFIGURE" -q "--srcdir=$CPYTHON" <&- >&- 2>&-)
[ $? = 0 ] && [ -f "$room/build/Makefile" ]
verdict $? closed-streams
if command -v flock >/dev/null; then
  fresh
  (cd "$room/build" && flock . "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
  [ $? = 0 ] && [ -f "$room/build/Makefile" ]
  verdict $? locked-by-caller
fi
if command -v python3 >/dev/null; then
  fresh
  (cd "$room/build" && "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
  cp "$room/build/pyconfig.h" "$room/expected.h"
  fresh
  (cd "$room/build" && python3 -c 'import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])' \
    "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
  [ $? = 0 ] && cmp "$room/build/pyconfig.h" "$room/expected.h" >>"$room/err"
  verdict $? ignored-children
fi

# Links and modes of what is written over stay; a folder in the way is told before anything is written.
fresh
mkdir "$room/elsewhere"
ln -s "$room/elsewhere/Makefile" "$room/build/Makefile"
: >"$room/build/config.log"
chmod 600 "$room/build/config.log"
(cd "$room/build" && "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
[ $? = 0 ] && [ -L "$room/build/Makefile" ] && [ -s "$room/elsewhere/Makefile" ] && [ "$(stat -c %a "$room/build/config.log")" = 600 ]
verdict $? links-and-modes
fresh
mkdir "$room/build/Makefile"
(cd "$room/build" && "$PYCONFIGURE" -q "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
[ $? = 1 ] && grep -q 'Makefile: Is a directory' "$room/err" && [ ! -e "$room/build/pyconfig.h" ]
verdict $? folder-in-the-way

# A compiler that leaves somebody behind who keeps its streams.
printf '#!/bin/sh\ncase $*:%s in *-o*:) echo >%s/daemon; sleep 120 & ;; esac\nexec gcc "$@"\n' "\`cat $room/daemon 2>/dev/null\`" "$room" >"$room/dcc"
chmod +x "$room/dcc"
fresh
begin=$(date +%s)
(cd "$room/build" && "$PYCONFIGURE" -q "--srcdir=$CPYTHON" "CC=$room/dcc") >"$room/out" 2>"$room/err" </dev/null
[ $? = 0 ] && [ $(($(date +%s) - begin)) -lt 110 ]
verdict $? daemon

# Nobody reads on.
fresh
(cd "$room/build" && { $defaults "$PYCONFIGURE" "--srcdir=$CPYTHON"; echo $? >"$room/status"; } 2>"$room/err" </dev/null | head -n 1 >/dev/null)
tidy
wrong=$?
[ "$(cat "$room/status")" = 1 ] || { echo "exit status $(cat "$room/status")" >>"$room/err"; wrong=1; }
verdict "$wrong" no-reader

# Standard output is full: the work is done all the same, as configure does it, and somebody is told.
if [ -w /dev/full ]; then
  fresh
  (cd "$room/build" && "$PYCONFIGURE" "--srcdir=$CPYTHON") >/dev/full 2>"$room/err" </dev/null
  status=$?
  [ "$status" = 0 ] && [ -f "$room/build/Makefile" ] && grep -q 'write error: No space left on device' "$room/err"
  verdict $? full-output
fi

# Two runs in one folder: one of them does it. The other waits a moment, then says so.
start
first=$program
until_held
kill -STOP "$first"
go_on
(cd "$room/build" && "$PYCONFIGURE" "--srcdir=$CPYTHON") >"$room/out2" 2>"$room/err2" </dev/null
status=$?
kill -CONT "$first"
wait "$first"
[ "$?" = 0 ] && [ "$status" = 1 ] && [ -f "$room/build/Makefile" ] && grep -q 'another run of pyconfigure' "$room/err2"
verdict $? two-runs

# The build folder goes away.
start
until_held
rm -rf "$room/build"
go_on
wait "$program"
status=$?
tidy
wrong=$?
[ "$status" = 1 ] && [ -s "$room/err" ] && [ ! -e "$room/build" ] || wrong=1
verdict "$wrong" folder-gone

# The temporary folder goes away.
start
until_held
rm -rf "$TMPDIR"/pyconfigure-scratch-*
go_on
wait "$program"
status=$?
tidy
wrong=$?
[ "$status" = 1 ] && grep -q 'error: cannot write temporary files' "$room/err" || wrong=1
verdict "$wrong" temporary-gone

# A temporary folder without space.
mkdir "$room/small"
if mount -t tmpfs -o size=200k none "$room/small" 2>/dev/null; then
  fresh
  (cd "$room/build" && TMPDIR=$room/small "$PYCONFIGURE" "--srcdir=$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
  status=$?
  tidy
  wrong=$?
  [ "$status" = 1 ] && grep -q 'cannot write temporary files: .*No space left on device' "$room/err" && grep -q TMPDIR "$room/err" || wrong=1
  verdict "$wrong" temporary-full
fi

# A compiler that is killed in the middle.
start
until_held
: >"$room/fatal"
go_on
wait "$program"
status=$?
tidy
wrong=$?
[ "$status" = 1 ] && grep -q 'was killed' "$room/err" || wrong=1
verdict "$wrong" killed-compiler

finish
