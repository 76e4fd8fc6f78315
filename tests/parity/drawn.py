"""Option combinations drawn at random: each option of the documentation with its values, its "no" and odd ones."""

import random
import re
from pathlib import Path

import cases as table

# Option, then what may follow: "" stands for the bare option, "no" forms are spelled out by draw().
ENABLE = {
    "shared": ["", "=yes", "=foo"], "optimizations": ["", "=yes"], "loadable-sqlite-extensions": ["", "=yes", "=foo"],
    "ipv6": ["", "=yes"], "big-digits": ["", "=15", "=30", "=no"], "profiling": [""], "pystats": ["", "=yes", "=foo"],
    "gil": ["", "=yes", "=foo"], "experimental-jit": ["", "=yes", "=yes-off", "=interpreter", "=interpreter-off", "=no", "=bogus"],
    "test-modules": ["", "=foo"], "epoll": ["", "=no"], "safety": ["", "=yes", "=foo"], "slower-safety": ["", "=foo"],
    "bolt": ["=no"], "wasm-pthreads": ["=no"], "framework": ["=no"], "universalsdk": ["=no"], "option-checking": ["=no", "=yes"],
    "static-libpython-for-interpreter": ["", "=no", "=foo"],
}
WITH = {
    "pydebug": ["", "=yes", "=foo"], "trace-refs": ["", "=foo"], "assertions": ["", "=foo"], "lto": ["", "=full", "=thin", "=no", "=yes", "=bogus"],
    "suffix": ["", "=.x", "=no"], "tzpath": ["=/a:/b", "=relative", "="], "decimal-contextvar": ["", "=foo"],
    "dbmliborder": ["=gdbm:ndbm", "=bdb", "=", "=bogus"], "c-locale-coercion": ["", "=foo"], "freelists": ["", "=foo"],
    "platlibdir": ["=lib64", "="], "wheel-pkg-dir": ["=/w", "="], "pkg-config": ["=yes", "=no", "=check"],
    "ensurepip": ["=install", "=upgrade", "=no", "=bogus"], "computed-gotos": ["", "=no"], "tail-call-interp": ["", "=no"],
    "mimalloc": ["", "=foo"], "pymalloc": ["", "=foo"], "pymalloc-hugepages": ["", "=no"], "doc-strings": ["", "=foo"],
    "strict-overflow": ["", "=foo"], "remote-debug": ["", "=foo"], "frame-pointers": ["", "=no"], "valgrind": ["=no"],
    "dtrace": ["=no"], "address-sanitizer": ["", "=foo"], "undefined-behavior-sanitizer": ["", "=foo"], "memory-sanitizer": ["=no"],
    "thread-sanitizer": ["", "=no"], "static-libpython": ["", "=foo"], "libs": ["=-lm -lcrypt", "="], "system-expat": ["", "=foo"],
    "system-libmpdec": ["", "=no", "=foo"], "system-ffi": ["", "=no"], "readline": ["", "=editline", "=readline", "=bogus", "=no"],
    "libm": ["=-lm", "=no", "="], "libc": ["=", "=-lc"], "openssl": ["=/usr", "=/nonexistent"], "openssl-rpath": ["=auto", "=no", "=/usr"],
    "hash-algorithm": ["=fnv", "=siphash13", "=siphash24", "=bogus"], "builtin-hashlib-hashes": ["=md5,sha1", "=", "=blake2"],
    "ssl-default-suites": ["=openssl", "=python", "=HIGH:!aNULL"], "missing-stdlib-config": ["=/x"], "cxx-main": ["=g++", "=no"],
    "universal-archs": ["=all"], "framework-name": ["=X"], "build-python": ["=python3", "=no"], "emscripten-target": ["=node"],
    "app-store-compliance": ["=no"], "nosuch": ["=x"],
}
WORDS = ["--prefix=/opt/py", "--exec-prefix=/opt/x/", "--libdir=${exec_prefix}/lib64", "--includedir=/opt/inc", "--mandir=/m", "--shared",
         "CFLAGS=-O2 -g", "CFLAGS=-O3", "CPPFLAGS=-DX -I/usr/include", "LDFLAGS=-Wl,-O1", "LIBS=-lm", "OPT=-O1", "PROFILE_TASK=-m test",
         "PKG_CONFIG=false", "MACHDEP=linux", "BASECFLAGS=-DB", "CFLAGS_NODIST=-DN", "LDFLAGS_NODIST=-Wl,--as-needed", "-q",
         "ac_cv_func_fork=no", "py_cv_module__tkinter=n/a", "ac_cv_header_curses_h=no", "ZLIB_LIBS=-lz", "CURSES_CFLAGS=-DC", "HOSTRUNNER=x"]


def options_of(tree: Path) -> tuple:
    text = (tree / "configure.ac").read_text()
    enable = {name.replace("_", "-") for name in re.findall(r"AC_ARG_ENABLE\(\s*\[?([\w-]+)\]?\s*,", text)}
    with_ = {name.replace("_", "-") for name in re.findall(r"AC_ARG_WITH\(\s*\[?([\w-]+)\]?\s*,", text)}
    return enable, with_


def matrix(version: str, tree: Path) -> list:
    """Every option of the tree alone, with each of its values and switched off."""
    enable, with_ = options_of(tree)
    cases = []
    for kind, known, table_ in (("enable", enable, ENABLE), ("with", with_, WITH)):
        off = {"enable": "--disable-", "with": "--without-"}[kind]
        for name in sorted(known & set(table_)):
            for number, value in enumerate([None, *table_[name]]):
                word = off + name if value is None else f"--{kind}-{name}{value}"
                cases.append(table.Case(f"matrix-{version}-{kind}-{name}-{number}", "full", version, "out", {}, {}, [word]))
    return cases


def draw(version: str, tree: Path, number: int, seed: int) -> list:
    enable, with_ = options_of(tree)
    cases = []
    for index in range(number):
        dice = random.Random(f"{version} {seed} {index}")
        pool = [("enable", name) for name in sorted(enable & set(ENABLE)) + ["option-checking"]]
        pool += [("with", name) for name in sorted(with_ & set(WITH)) + ["nosuch"]]
        args = []
        for kind, name in dice.sample(pool, dice.randint(2, 9)):
            values = (ENABLE if kind == "enable" else WITH)[name]
            off = {"enable": "--disable-", "with": "--without-"}[kind]
            args.append(off + name if dice.random() < 0.25 else f"--{kind}-{name}{dice.choice(values)}")
        args += dice.sample(WORDS, dice.randint(0, 3))
        dice.shuffle(args)
        env = {"CC": "clang"} if dice.random() < 0.15 else {}
        cases.append(table.Case(f"drawn-{version}-{seed}-{index}", "full", version, "out", {}, env, args))
    return cases
