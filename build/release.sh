#!/usr/bin/env bash
# Makes what a release consists of, but for the container image:
#   bash build/release.sh <folder>
#     the program as published, for any machine with the .NET runtime
#     what it is made of as CycloneDX lists: its packages, and the portal's client libraries
#     the Teams app package, where TEAMS_APP_ID, BOT_ID and PORTAL_DOMAIN are set
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

[ $# = 1 ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
version=$(bash build/version.sh)
name="chat-opportunities-$version"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Not compiled ahead: that would be for one kind of machine.
dotnet publish bot/ChatOpportunities.Bot.csproj -c Release -p:PublishReadyToRun=false --nologo -o "$work/$name"
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -czf "$out/$name.tar.gz" "$name"

dotnet tool restore
dotnet dotnet-CycloneDX bot/ChatOpportunities.Bot.csproj --output "$out" --filename "$name.packages.cdx.json" --output-format Json \
  --exclude-dev --set-name ChatOpportunities --set-version "$version"
# npm wants the list's own version; what is committed names none beside the one above.
mkdir "$work/portal"
cp portal/package.json portal/package-lock.json "$work/portal/"
(cd "$work/portal" && npm pkg set "version=$version" && npm install --package-lock-only --ignore-scripts --no-audit --no-fund >/dev/null \
  && npm sbom --package-lock-only --omit dev --sbom-format cyclonedx) > "$out/$name.client-libraries.cdx.json"

if [ -n "${TEAMS_APP_ID:-}" ] && [ -n "${BOT_ID:-}" ] && [ -n "${PORTAL_DOMAIN:-}" ]; then
  (cd manifest && npm ci --ignore-scripts --no-audit --no-fund)
  node manifest/package.mjs --app-id "$TEAMS_APP_ID" --bot-id "$BOT_ID" --domain "$PORTAL_DOMAIN" --version "$version" \
    --out "$out/opportunity-desk-$version.zip"
else
  echo 'No Teams app package: it needs TEAMS_APP_ID, BOT_ID and PORTAL_DOMAIN.'
fi

(cd "$out" && sha256sum -- * > SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
ls -l "$out"
