# shellcheck shell=bash
# What ./run and ./test share: Debian packages, the virtual environment, the locked Python packages.
# Sourced with the repository as the working directory.

VENV=.venv

say() { printf '%s\n' "$@"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# install_debian PACKAGE... : installs as root; as anyone else names the one command and returns 1.
install_debian() {
    if [[ $EUID -ne 0 ]]; then
        say "Missing: $*. Install with:  sudo apt-get install -y $*" >&2
        return 1
    fi
    say "Installing $* …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# missing_for_pdf : prints the packages of what draws PDFs that are not there. Without them documents
# are printed from the browser.
missing_for_pdf() {
    local name
    for name in libpango-1.0 libpangoft2-1.0 libharfbuzz-subset; do
        compgen -G "/usr/lib*/$name.so.0" >/dev/null || compgen -G "/usr/lib/*/$name.so.0" >/dev/null ||
            case $name in
                *.0) printf '%s\n' "$name-0" ;;
                *) printf '%s\n' "${name}0" ;;
            esac
    done
}

# The first Python on the PATH that is new enough; prints its name.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    # A virtual environment that was copied or whose Python went away is made anew.
    [[ -x $VENV/bin/python ]] && "$VENV/bin/python" -c 'import pip' 2>/dev/null && return
    local python version
    python=$(find_python) || {
        install_debian python3 python3-venv || exit 1
        python=$(find_python) || fail "Python 3.11 or newer is needed."
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
        install_debian "python$version-venv" || exit 1
    fi
    say "Making $VENV …"
    "$python" -m venv --clear "$VENV"
}

# install_locked LOCK STAMP... : installs the locked set unless the first stamp holds its checksum.
install_locked() {
    local lock=$1 sum stamp
    shift
    sum=$(sha256sum <"$lock")
    [[ -f $1 && $(<"$1") == "$sum" ]] && return
    say "Installing $lock …"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r "$lock"
    for stamp in "$@"; do printf '%s\n' "$sum" >"$stamp"; done
}
