#!/bin/sh
# Whose word is taken for a module: a tool that says that zlib does not exist is believed, whatever else it says of it.
# $PYCONFIGURE is the binary, $CPYTHON a checkout.
set -u
. "$(dirname "$0")/../shell.sh"

# zlib NAME ANSWER TOOL [WORD...]: what is said of zlib when pkg-config is TOOL.
zlib() {
  name=$1 answer=$2 tool=$3
  shift 3
  (cd "$room/build" && timeout 60 env "PKG_CONFIG=$tool" "$@" "$PYCONFIGURE" --srcdir="$CPYTHON") >"$room/out" 2>"$room/err" </dev/null
  grep -q "checking for zlib >= 1.2.0... $answer\$" "$room/out"
  verdict $? "$name"
}

real=$(command -v pkg-config)
mkdir -p "$room/build" "$room/bin"
cat >"$room/bin/tool" <<END
#!/bin/sh
case "\$*" in *--exists*zlib*) exit 1 ;; esac
exec '$real' "\$@"
END
cat >"$room/program.c" <<END
#include <string.h>
#include <unistd.h>
int main (int argc, char **argv)
{
  int asks = 0;
  for (int i = 1; i < argc; ++i)
    asks |= (strcmp (argv[i], "--exists") == 0) | (strstr (argv[i], "zlib") != NULL) << 1;
  if (asks == 3)
    return 1;
  execv ("$real", argv);
  return 3;
}
END
chmod +x "$room/bin/tool"
gcc -o "$room/bin/program" "$room/program.c"

if "$real" --exists zlib; then
  zlib 'the tool itself' yes "$real"
  zlib 'its name' yes pkg-config
  zlib 'with an option' yes "$real --static"
fi
zlib 'a script around it' no "$room/bin/tool"
zlib 'a program around it' no "$room/bin/program"
cp "$real" "$room/build/tool"
zlib 'a tool of that name in the build folder' no tool "PATH=$room/bin:$PATH"
rm "$room/build/tool"
mkfifo "$room/build/tool"
zlib 'a pipe of that name there' no tool "PATH=$room/bin:$PATH"
rm "$room/build/tool"
zlib 'no tool' no "$room/bin/none"
zlib 'a folder' no "$room/bin"
zlib 'one that always says yes' yes /bin/true
zlib 'where there are no modules' no "$real" "PKG_CONFIG_LIBDIR=$room/none"
finish
