# shellcheck shell=bash
# A demonstration of one's own for a test: embedded, on a free port, without limits, gone afterwards. Sourced after common.sh.

# demo_start PROGRAM: sets DEMO_URL, DEMO_PASSWORD and DEMO_HOME, where its log is.
demo_start() {
  local program=$1 port
  DEMO_HOME=$(mktemp -d "${TMPDIR:-/tmp}/wppconnector-demo.XXXXXX")
  port=$(free_port)
  demo_settings=(
    WPPC_PROFILE=embedded "WPPC_DATA_DIR=$DEMO_HOME/data" "PORT=$port" "PUBLIC_URL=http://127.0.0.1:$port" SANDBOX_ENABLED=true
    RATE_READS_PER_MINUTE=0 RATE_WRITES_PER_MINUTE=0 RATE_SENDS_PER_MINUTE=0 RATE_ANONYMOUS_PER_MINUTE=0
    API_KEY_RATE_PER_MINUTE=0 OPS_TOKEN=token-of-the-operators-of-a-demonstration
  )
  env "${demo_settings[@]}" "$program" seed --demo > "$DEMO_HOME/logins" 2> "$DEMO_HOME/log" || {
    cat "$DEMO_HOME/log" >&2
    return 1
  }
  env "${demo_settings[@]}" "$program" >> "$DEMO_HOME/log" 2>&1 &
  demo_server=$!
  DEMO_URL=http://127.0.0.1:$port
  DEMO_PASSWORD=$(sed -n 's/^Password of everybody: //p' "$DEMO_HOME/logins")
  export DEMO_URL DEMO_PASSWORD DEMO_HOME
  wait_until_ready "$demo_server" "$port" || {
    tail -n 30 "$DEMO_HOME/log" >&2
    return 1
  }
}

demo_stop() {
  [ -n "${demo_server:-}" ] || return 0
  kill -TERM "$demo_server" 2> /dev/null || true
  wait "$demo_server" 2> /dev/null || true
  rm -rf -- "$DEMO_HOME"
  demo_server=
}

# with_demo PROGRAM COMMAND..: run it beside a demonstration of that program.
with_demo() {
  local program=$1 result=0
  shift
  if demo_start "$program"; then "$@" || result=$?; else result=1; fi
  demo_stop
  return "$result"
}
