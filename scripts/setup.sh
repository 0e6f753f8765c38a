# Sourced by scripts/run and scripts/test: the Python environment and the distribution's packages, made where they are missing.
PATH=$PATH:/usr/sbin:/sbin
say() { echo "netviz: $*"; }
die() { echo "netviz: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
debian() { has apt-get && [[ -r /etc/os-release ]]; }

# packages REASON COMMAND:PACKAGE...  installs the packages whose commands are missing; says what it does, or what to do
packages() {
  local reason=$1 item missing=()
  shift
  for item in "$@"; do has "${item%%:*}" || missing+=("${item#*:}"); done
  ((${#missing[@]})) || return 0
  debian || die "$reason needs $(printf '%s ' "${missing[@]}")(Debian's names): install them, then start again"
  ((EUID == 0)) || die "$reason needs packages. As root: apt-get install --no-install-recommends ${missing[*]}"
  say "$reason: installing ${missing[*]} with apt-get"
  apt_install "${missing[@]}"
}
apt_install() {
  local options=(-y -qq --no-install-recommends -o Dpkg::Use-Pty=0) log
  export DEBIAN_FRONTEND=noninteractive
  apt-get install "${options[@]}" "$@" </dev/null >/dev/null 2>&1 && return
  # Lists that are missing or too old.
  log=$(mktemp)
  if ! { apt-get update -qq && apt-get install "${options[@]}" "$@"; } </dev/null >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    die "apt-get could not install $*"
  fi
  rm -f "$log"
}
# A busybox that runs in an empty image: Debian's 'busybox' has the same command, but needs libraries.
static_busybox() {
  has busybox && ! ldd "$(command -v busybox)" >/dev/null 2>&1 && return
  ((EUID == 0)) && debian || die "$1 needs a static busybox. As root: apt-get install --no-install-recommends busybox-static"
  say "$1: installing busybox-static with apt-get"
  apt_install busybox-static
}
# From Debian 13 on the docker command is a package of its own.
docker_cli() { if ! has docker && debian && apt-cache show docker-cli >/dev/null 2>&1; then echo docker-cli; else echo docker.io; fi; }

# A Python that fits, with what venv needs. Prints its path.
usable_python() {
  local name
  for name in "${NETVIZ_PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
    "$name" -c 'import sys, venv, ensurepip; assert (3, 11) <= sys.version_info[:2] <= (3, 13)' 2>/dev/null || continue
    "$name" -c 'import sys; print(sys.executable)'
    return
  done
  return 1
}
# Whether .venv has a Python that fits, and pip: Ctrl-C while it is made leaves one without.
whole_environment() {
  [[ -x .venv/bin/python ]] && .venv/bin/python -c 'import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13)' 2>/dev/null &&
    { compgen -G '.venv/*.stamp' >/dev/null || .venv/bin/python -m pip --version >/dev/null 2>&1; }
}
# environment REQUIREMENTS...  makes .venv and installs these files, each once: a stamp holds what was installed
environment() {
  local python file
  if ! whole_environment; then
    if ! python=$(usable_python); then
      debian || die "Python 3.11 to 3.13 with venv is needed: install it, then start again"
      ((EUID == 0)) || die "Python 3.11 to 3.13 with venv is needed. As root: apt-get install python3-venv"
      say "installing python3-venv with apt-get"
      apt_install python3-venv
      python=$(usable_python) || die "Python 3.11 to 3.13 is needed; this system's is $(python3 --version 2>&1)"
    fi
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    # As at a signal that nobody handles: Ctrl-C needs no traceback.
    "$python" -c 'import runpy, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.argv = ["venv", ".venv"]
runpy.run_module("venv", run_name="__main__")'
  fi
  for file in "$@"; do
    [[ $(cat ".venv/$file.stamp" 2>/dev/null) == "$(fingerprint "$file")" ]] && continue
    say "installing $file into .venv"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input -r "$file" </dev/null
    fingerprint "$file" >".venv/$file.stamp"
    # Each file includes the first.
    fingerprint requirements.txt >.venv/requirements.txt.stamp
  done
}
fingerprint() { cat "$1" requirements.txt | sha256sum | cut -d ' ' -f 1; }
