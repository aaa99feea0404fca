# shellcheck shell=bash
# A private PostgreSQL and Redis in one directory, for tests and for development. Sourced after common.sh.

# The newest PostgreSQL of the distribution, installed when there is none.
postgres_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -path '*/bin/initdb' 2> /dev/null | sort -V | tail -n 1)
  if [ -z "$bin" ]; then
    # The package would start a server of its own, which nobody asked for.
    as_root mkdir -p /etc/postgresql-common || return 1
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf > /dev/null || return 1
    apt_install postgresql || return 1
    bin=$(find /usr/lib/postgresql -path '*/bin/initdb' | sort -V | tail -n 1)
  fi
  [ -n "$bin" ] && dirname "$bin"
}

install_services() {
  postgres_bin > /dev/null || die "PostgreSQL 15 or newer is missing and could not be installed (Debian: apt-get install postgresql)"
  need psql postgresql-client || die "psql is missing and could not be installed (Debian: apt-get install postgresql-client)"
  need sqlite3 sqlite3 || die "sqlite3 is missing and could not be installed (Debian: apt-get install sqlite3)"
  need redis-server redis-server || die "Redis 7 or newer is missing and could not be installed (Debian: apt-get install redis-server)"
}

# PostgreSQL refuses to run as root: then its own user runs it.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# redis_answers DIRECTORY PORT: half a minute at most. It listens before it has written its process id, so both are waited for.
redis_answers() {
  for _ in $(seq 300); do
    [ -s "$1/redis/redis.pid" ] && redis-cli -p "$2" ping > /dev/null 2>&1 && return 0
    sleep 0.1
  done
  return 1
}

# start_services DIRECTORY: leaves the addresses in WPP_TEST_DATABASE_URL and WPP_TEST_REDIS_URL.
#
# With WPP_SERVICES_DURABLE both keep what they hold as in production (PostgreSQL with fsync and pg_stat_statements, Redis
# with its log written every second): for measurements.
start_services() {
  local home=$1 bin port
  # What tests leave may vanish with the machine, so they need not wait for the disk.
  local postgres=(-c fsync=off) redis=(--appendonly no)
  if [ -n "${WPP_SERVICES_DURABLE:-}" ]; then
    postgres=(-c fsync=on -c shared_preload_libraries=pg_stat_statements)
    redis=(--appendonly yes --appendfsync everysec)
  fi
  mkdir -p "$home/postgres" "$home/redis"
  bin=$(postgres_bin)

  port=$(free_port)
  if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$home"
    chown postgres "$home/postgres"
  fi
  if [ ! -e "$home/postgres/data/PG_VERSION" ]; then
    as_postgres "$bin/initdb" --pgdata "$home/postgres/data" --username wppconnector --auth trust --encoding UTF8 \
      --locale C.UTF-8 --no-sync > "$home/initdb.log" || die "initdb failed, see $home/initdb.log"
  fi
  as_postgres "$bin/pg_ctl" start --silent --wait --pgdata "$home/postgres/data" --log "$home/postgres/server.log" \
    --options "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home/postgres -c max_connections=400 ${postgres[*]}" \
    || {
      cat "$home/postgres/server.log" >&2
      die "PostgreSQL did not start"
    }
  export WPP_TEST_DATABASE_URL="postgres://wppconnector@127.0.0.1:$port/postgres"

  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --dir "$home/redis" --daemonize yes --pidfile "$home/redis/redis.pid" \
    --logfile "$home/redis/server.log" --databases 256 --save '' "${redis[@]}" > /dev/null
  redis_answers "$home" "$port" || {
    cat "$home/redis/server.log" >&2
    die "Redis did not start within half a minute"
  }
  export WPP_TEST_REDIS_URL="redis://127.0.0.1:$port"
}

# stop_services DIRECTORY: by the process ids that the two left there.
stop_services() {
  local home=$1
  if [ -s "$home/redis/redis.pid" ]; then
    kill "$(cat "$home/redis/redis.pid")" 2> /dev/null || true
  fi
  if [ -e "$home/postgres/data/postmaster.pid" ]; then
    as_postgres "$(postgres_bin)/pg_ctl" stop --silent --mode immediate --pgdata "$home/postgres/data" || true
  fi
}
