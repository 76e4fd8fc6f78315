# Sourced by tools/demo and tools/test: the packages that building and testing need, and the release build. A second call costs little.
# Callers set $top.

# What is built with, what CPython's modules are built with, and what the parity cases look for.
BUILD_PACKAGES="g++ clang cmake ninja-build make pkg-config libcli11-dev libfmt-dev nlohmann-json3-dev libgtest-dev
  xz-utils python3 ca-certificates util-linux"
MODULE_PACKAGES="libbz2-dev liblzma-dev libzstd-dev libsqlite3-dev libssl-dev tk-dev libreadline-dev libncurses-dev
  libgdbm-dev libgdbm-compat-dev libdb-dev uuid-dev libffi-dev libexpat1-dev zlib1g-dev llvm"
# Not in every release of the distribution.
OPTIONAL_PACKAGES="libmpdec-dev lld mold musl-tools"

setup_fail() {
  echo "$*" >&2
  exit 1
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  for package in "$@"; do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
      *" installed") ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

# known_packages NAME...: those that the package sources offer.
known_packages() {
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then printf '%s ' "$package"; fi
  done
}

install_packages() {
  prefix=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || setup_fail "not root, and these packages are missing: $*"
    prefix=sudo
  fi
  $prefix env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

# setup_packages: installs what is missing; the package lists are brought only where they are absent or too old.
setup_packages() {
  command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here: the packages are taken as installed"; return 0; }
  wanted=$(missing_packages $BUILD_PACKAGES $MODULE_PACKAGES)
  # Wanted also where nothing is missing: get-cpython asks the lists where the package sources are.
  [ -n "$(apt-get indextargets --format '$(SITE)' 2>/dev/null)" ] || update_lists
  optional=$(known_packages $OPTIONAL_PACKAGES)
  wanted="$wanted$(missing_packages $optional)"
  [ -n "$wanted" ] || return 0
  install_packages $wanted || { update_lists; install_packages $wanted; }
}

update_lists() {
  if [ "$(id -u)" = 0 ]; then apt-get update; else sudo apt-get update; fi
}

# build_preset NAME: one build at a time in a checkout.
build_preset() {
  mkdir -p "$top/build"
  (
    flock 9
    cd "$top" && cmake --preset "$1" && cmake --build --preset "$1"
  ) 9>"$top/build/.lock"
}

# checkout_with_binary VERSION FOLDER: a fresh copy of a checkout in FOLDER with our binary beside configure; prints the path.
checkout_with_binary() {
  tree=$("$top/tools/get-cpython" "$1") || return 1
  copy=$2/$(basename "$tree")
  rm -rf "$2"
  mkdir -p "$2"
  cp -a "$tree" "$copy"
  ln -sf "$top/build/release/pyconfigure" "$copy/pyconfigure"
  echo "$copy"
}
