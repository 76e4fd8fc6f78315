# What shell tests share: a folder of their own in $room, verdicts, and the line that tools/test counts. Sourced.
room=$(mktemp -d)
room=$(cd "$room" && pwd -P)
passed=0
failed=0

# Whatever has to be undone before the folder goes; tests may define it anew.
undo() { :; }
trap 'undo; rm -rf "$room"' EXIT

# verdict STATUS NAME [FILE...]: 0 is good; otherwise shows the end of FILE, of what was said last without one.
verdict() {
  if [ "$1" = 0 ]; then
    passed=$((passed + 1))
    echo "ok       $2"
  else
    failed=$((failed + 1))
    echo "wrong    $2"
    shift 2
    [ $# -gt 0 ] || set -- "$room/out" "$room/err"
    for said; do
      [ ! -f "$said" ] || sed 's/^/         | /' "$said" | tail -n 20
    done
  fi
}

# finish: the last command of a test.
finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
