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
  # Its hundred lines interest only somebody whose installation failed.
  local log
  log=$(mktemp)
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "$@"; } > "$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
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

# answers PORT PATH: whether GET gives 200. Without curl, which a fresh Debian lacks.
answers() {
  local status
  exec 3<> "/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3 || status=0
  exec 3>&-
  [ "$status" = 200 ]
} 2> /dev/null

# wait_until_ready PID PORT: a minute at most, and no longer than the process lives.
wait_until_ready() {
  for _ in $(seq 300); do
    kill -0 "$1" 2> /dev/null || return 1
    answers "$2" /readyz && return 0
    sleep 0.2
  done
  return 1
}
