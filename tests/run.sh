#!/usr/bin/env bash
# Builds, checks the format, runs every test, and says last: N passed, N failed, N skipped.
# TEST_FILTER="FullyQualifiedName~Opportunities" runs some of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Nothing is left running when this script ends: no MSBuild node, no compiler server.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# The sentences read below are English.
export DOTNET_CLI_UI_LANGUAGE=en

results=artifacts/test-results
solution=ChatOpportunities.sln

step() { printf '\n== %s\n' "$1"; }
give_up() { printf '%s\n' "$1" >&2; exit 1; }

command -v dotnet >/dev/null || give_up 'The .NET SDK named in global.json is needed: install it and run this again.'
command -v node >/dev/null || give_up 'Node.js 20 or later is needed: install it and run this again.'
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || give_up "Node.js 20 or later is needed; this is $(node --version)."

find_chromium() {
  local name
  if [ -x "${CHROMIUM_PATH:-}" ]; then
    printf '%s' "$CHROMIUM_PATH"
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return; fi
  done
  # Where Playwright keeps what it downloaded.
  find "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" -type f -path '*chrome-linux*' -name chrome -perm -u+x -print -quit 2>/dev/null || true
}

download_chromium() {
  # The driver that the Playwright package carries, run by the Node.js it brings or else by ours.
  local package cli
  package=$(find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.playwright" -maxdepth 1 -mindepth 1 -type d 2>/dev/null | sort -V | tail -n 1)
  cli="$package/.playwright/package/cli.js"
  [ -f "$cli" ] && node "$cli" install chromium
}

step 'Restore'
dotnet tool restore
dotnet restore "$solution"

# The Node packages a project needs beyond its own build, each from its lock file.
while IFS= read -r lock; do
  folder=$(dirname "$lock")
  if [ ! -f "$folder/node_modules/.package-lock.json" ] || [ "$lock" -nt "$folder/node_modules/.package-lock.json" ]; then
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund)
  fi
done < <(find . -name package-lock.json -not -path '*/node_modules/*' -not -path './tests/bench/*' -not -path './artifacts/*')

CHROMIUM_PATH=$(find_chromium)
if [ -z "$CHROMIUM_PATH" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  step 'Install Chromium'
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true
  CHROMIUM_PATH=$(find_chromium)
fi
if [ -z "$CHROMIUM_PATH" ]; then
  step 'Download Chromium'
  download_chromium || true
  CHROMIUM_PATH=$(find_chromium)
fi
[ -n "$CHROMIUM_PATH" ] || give_up 'Chromium is needed for the browser tests: install the system package "chromium", or set CHROMIUM_PATH to a browser.'
export CHROMIUM_PATH

. tests/postgresql.sh
start_postgresql

step 'Build'
dotnet build "$solution" --no-restore -warnaserror -nodeReuse:false

step 'Check the format'
# What dotnet-ef writes is kept as written.
dotnet format "$solution" --verify-no-changes --no-restore --exclude domain/Data/Migrations

rm -rf "$results"
outcome=0
# run_tests <folder of the results> <name of the database> <filter>
run_tests() {
  local folder="$results/$1" filter=()
  mkdir -p "$folder"
  printf '%s' "$2" >"$folder/database.txt"
  [ -z "$3" ] || filter=(--filter "$3")
  dotnet test "$solution" --no-build --results-directory "$folder" --logger trx --nologo -nodeReuse:false \
    --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none \
    ${filter[@]+"${filter[@]}"} </dev/null >"$folder/output.txt" 2>&1 || outcome=$?
}

step 'Test'
run_tests sqlite SQLite "${TEST_FILTER:-}"

# What touches the database runs once more on each server there is.
suite="Suite=Database${TEST_FILTER:+&($TEST_FILTER)}"
if [ -n "${TEST_POSTGRESQL:-}" ]; then
  step 'Test the database suite on PostgreSQL'
  TEST_DATABASE=PostgreSql run_tests postgresql "PostgreSQL $("$postgres/postgres" --version | sed 's/.* \([0-9]*\)\..*/\1/')" "$suite"
fi
if [ -n "${TEST_SQLSERVER:-}" ]; then
  step 'Test the database suite on SQL Server'
  TEST_DATABASE=SqlServer run_tests sqlserver 'SQL Server' "$suite"
fi

# Reads the result files rather than what was printed, whose wording may change.
totals=0
node tests/totals.mjs "$results" "$outcome" || totals=$?
exit "$totals"
