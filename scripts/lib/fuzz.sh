# shellcheck shell=bash
# Made-up calls from the document against a demonstration. Sourced after common.sh and demo.sh.

# Not called: logout ends the session of every call beside it (the own user is spared by hooks.py), and a socket is no call.
FUZZ_SPARED=(logout openSocket)

fuzz() {
  local tools result=0 spared=() name
  tools=$(scripts/tool fuzz) || return 1
  for name in "${FUZZ_SPARED[@]}"; do spared+=(--exclude-operation-id "$name"); done
  export FUZZ_URL=$DEMO_URL FUZZ_EMAIL=admin@demo.local FUZZ_PASSWORD=$DEMO_PASSWORD FUZZ_TALLY=$DEMO_HOME/tally.json
  export FUZZ_OPS_TOKEN=token-of-the-operators-of-a-demonstration
  # What the oracle is: no 5xx, no status, content type or shape of an answer that the document does not have.
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/fuzz SCHEMATHESIS_HOOKS=hooks timeout 600 \
    "$tools/schemathesis" run "$DEMO_URL/openapi.json" --phases coverage,fuzzing --seed "${FUZZ_SEED:-1}" \
    --max-examples "${FUZZ_EXAMPLES:-25}" --continue-on-failure --no-shrink --warnings off \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    "${spared[@]}" > "$DEMO_HOME/fuzz.log" 2>&1 || result=1
  if [ "$result" -ne 0 ]; then tail -n 200 "$DEMO_HOME/fuzz.log" >&2; fi
  "$tools/python" tests/fuzz/judge.py "$FUZZ_TALLY" >&2 || result=1
  return "$result"
}
