#!/usr/bin/env bash
# The long forms of tests that are short in the suite. Each prints its seed; the same seed does the same.
#   bash tests/drills.sh fuzz [count] [seed] [seconds]   spoiled activities through the door of the product
#   bash tests/drills.sh reminders                       nine months of reminders in virtual time, with the counts by kind beside the recount; a sender shot
#                                                        200 times; one of two hosts on a PostgreSQL server shot 20 times; a connector that throttles
#   bash tests/drills.sh hosts [times]                   two hosts started at once on an empty PostgreSQL, again and again; one is killed
#   bash tests/drills.sh container                       builds from the files that the Dockerfile copies, in an empty folder, and starts the outcome
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1

drill() {
  dotnet test tests -c Release --filter "FullyQualifiedName~$1" --logger "console;verbosity=detailed"
}

case "${1:-}" in
  fuzz)
    export DRILL_COUNT="${2:-1000000}" DRILL_SEED="${3:-$RANDOM}" DRILL_SECONDS="${4:-3600}"
    echo "fuzz: $DRILL_COUNT activities, seed $DRILL_SEED, at most $DRILL_SECONDS seconds"
    drill Bot.Teams.FuzzTests
    ;;
  reminders)
    . tests/postgresql.sh
    [ -n "${TEST_POSTGRESQL:-}" ] || start_postgresql
    export DRILL_REMINDERS=1
    drill 'Reminders.SimulationTests|FullyQualifiedName~Reminders.DeliveryDrillTests'
    ;;
  hosts)
    . tests/postgresql.sh
    [ -n "${TEST_POSTGRESQL:-}" ] || start_postgresql
    export DRILL_HOSTS="${2:-20}"
    drill Hosting.TwoHostsTests
    ;;
  container)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # What git knows of the places that the Dockerfile copies, and nothing that was built or restored here.
    sources=$(sed -n 's/^COPY \([^-].*\) [^ ]*$/\1/p' Dockerfile | tr ' ' '\n' | sort -u)
    # shellcheck disable=SC2086 # A list of names without blanks.
    git ls-files -z --cached --others --exclude-standard -- $sources | xargs -0 cp --parents -t "$work"
    (cd "$work" && dotnet publish bot/ChatOpportunities.Bot.csproj -c Release -o "$work/app")
    chmod 755 "$work" "$work/app"
    DRILL_PUBLISHED="$work/app" drill Deployment.ReadOnlyRootTests
    ;;
  *)
    sed -n '2,7s/^# //p' "$0"
    exit 2
    ;;
esac
