# Sourced by scripts of this folder, which run in the folder above it.

find_postgres() { find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1; }

# Starts a private server without a network address, on a folder of its own, and names it in TEST_POSTGRESQL; it ends with the
# script. Nothing in it has to outlive a power failure, so it does not wait for the disk.
start_postgresql() {
  postgres=$(find_postgres)
  if [ -z "$postgres" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf '\n== Install PostgreSQL\n'
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; } || true
    postgres=$(find_postgres)
  fi
  if [ -z "$postgres" ]; then
    printf 'PostgreSQL is not here and could not be installed: its tests are skipped.\n'
    return
  fi

  printf '\n== Start PostgreSQL\n'
  pg_folder=$(mktemp -d)
  as_owner=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$pg_folder"
    as_owner=(runuser -u postgres --)
  fi
  trap '"${as_owner[@]}" "$postgres/pg_ctl" -D "$pg_folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$pg_folder"' EXIT
  (
    cd "$pg_folder"
    "${as_owner[@]}" "$postgres/initdb" -A trust -U postgres -E UTF8 --locale=C.UTF-8 -D "$pg_folder/data" >/dev/null
    "${as_owner[@]}" "$postgres/pg_ctl" -D "$pg_folder/data" -w -l "$pg_folder/log" -o "-k $pg_folder -h '' -c fsync=off -c full_page_writes=off -c max_connections=300" start >/dev/null
  )
  export TEST_POSTGRESQL="Host=$pg_folder;Username=postgres"
  "$postgres/postgres" --version
}
