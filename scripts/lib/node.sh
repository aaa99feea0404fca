# shellcheck shell=bash
# Node and packages of npm. Sourced after common.sh.

# new_enough VERSION: whether that Node, as v20.19.1, builds the dashboard: 20.19 or later of 20, or 22 and later.
new_enough() {
  local major minor
  IFS=. read -r major minor _ <<< "${1#v}"
  [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ ]] || return 1
  [ "$major" -ge 22 ] || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }
}

has_node() {
  command -v npm > /dev/null && new_enough "$(node --version 2> /dev/null)"
}

# need_node: make sure that there is such a Node, if need be from the distribution, which may have an older one (Debian 12 has 18).
need_node() {
  has_node && return 0
  command -v apt-get > /dev/null && as_root apt-get update -qq > /dev/null 2>&1 || return 1
  local candidate
  candidate=$(apt-cache policy nodejs | sed -n 's/^ *Candidate: //p')
  new_enough "${candidate#*:}" && apt_install nodejs || return 1
  command -v npm > /dev/null || apt_install npm || return 1
  has_node
}

# node_packages DIR: what DIR/package-lock.json names, installed there once.
node_packages() {
  local installed=$1/node_modules/.package-lock.json
  command -v npm > /dev/null || {
    say "error: Node is missing (20.19 or later, or 22): see https://nodejs.org"
    return 1
  }
  if [ ! -e "$installed" ] || [ "$1/package-lock.json" -nt "$installed" ]; then
    say "Installing the packages of $1 .."
    npm ci --prefix "$1" --silent --ignore-scripts --no-audit --no-fund >&2
  fi
}
