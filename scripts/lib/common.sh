# shellcheck shell=bash
# What the scripts share. Sourced, never run.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# Run a command with the rights to install software; fails when there are none.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

# need COMMAND PACKAGE..: make sure that COMMAND exists, if need be from the distribution.
need() {
  local command=$1
  shift
  command -v "$command" > /dev/null && return 0
  apt_install "$@" && command -v "$command" > /dev/null
}

apt_install() {
  command -v apt-get > /dev/null || return 1
  say "Installing $* .."
  local quiet=(-qq -o "Dpkg::Use-Pty=0")
  as_root apt-get update "${quiet[@]}" >&2 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${quiet[@]}" "$@" >&2
}

# A port of this host that nobody listens on, below the range that the system hands out by itself.
free_port() {
  local port
  while :; do
    port=$((RANDOM % 12000 + 20000))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
  done
  printf '%s\n' "$port"
}
