# shellcheck shell=bash
# The clients of openapi/sdks at work. Sourced after common.sh, node.sh and demo.sh.

lint_openapi() {
  node_packages openapi && (cd openapi && node_modules/.bin/redocly lint openapi.json > /dev/null)
}

sdk_typescript() {
  local sdk=openapi/sdks/typescript built result=0
  node_packages "$sdk" || return 1
  "$sdk/node_modules/.bin/tsc" -p "$sdk" || return 1
  # Inside the package, where its dependency is found.
  built=$sdk/node_modules/.built
  rm -rf "$built"
  "$sdk/node_modules/.bin/tsc" -p "$sdk/tsconfig.test.json" --outDir "$built" || return 1
  node "$built/test/main-job.js" || result=1
  rm -rf "$built"
  return "$result"
}

sdk_python() {
  local tools
  tools=$(scripts/tool python-client) || return 1
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=openapi/sdks/python "$tools/python" openapi/sdks/python/tests/main_job.py
}
