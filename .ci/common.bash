# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, and how they speak.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${KEYRACK_CACHE:-$HOME/.cache/keyrack}
tools=$cache/tools
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export PATH="$tools/bin:$root/node_modules/.bin:$PATH"
# Playwright drives the distribution's Chromium and must not fetch one of its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
cd "$root" || exit

# say WORDS…: what is happening now.
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

# die WORDS…: why it cannot go on, and what the reader can do.
die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# up_to_date STAMP VALUE: true when STAMP was left by a finished run with the same VALUE.
up_to_date() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# digest: sixteen hex digits that stand for what is on standard input.
digest() { sha256sum | cut -c1-16; }

# postgres_bin: the folder of the newest PostgreSQL on this machine that will do.
oldest_postgres=15
postgres_bin() {
    local folder version newest=0 best=
    while read -r folder; do
        [ -x "$folder/initdb" ] || continue
        version=$("$folder/postgres" --version | grep -oE '[0-9]+' | head -1)
        [ "$version" -gt "$newest" ] && newest=$version best=$folder
    done < <(
        pg_config --bindir 2>/dev/null
        ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null
        dirname "$(command -v postgres)" 2>/dev/null
    )
    [ "$newest" -ge "$oldest_postgres" ] && echo "$best"
}

# migrations_digest: stands for the schema that .sqlx was made from.
migrations_digest() { cat migrations/*.sql | digest; }
