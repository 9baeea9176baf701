#!/usr/bin/env bash
# Says the version, which stands in Directory.Build.props and nowhere else.
#   bash build/version.sh [refs/tags/v1.2.3]   a tag of another version is refused
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's:.*<Version>\([^<]*\)</Version>.*:\1:p' Directory.Build.props)
[ -n "$version" ] || { echo 'Directory.Build.props names no version.' >&2; exit 1; }
case "${1:-}" in
  refs/tags/v"$version") ;;
  refs/tags/*) echo "The tag ${1#refs/tags/} is not v$version, the version in Directory.Build.props." >&2; exit 1 ;;
esac
printf '%s\n' "$version"
