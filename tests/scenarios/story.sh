# Two laptops and a server in a folder that goes with the story: sourced by the stories, with the
# folder of the programs as the first argument.
set -euo pipefail

bin=$(cd -- "${1:?the folder with cairn and cairn-server}" && pwd)
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server_pid=

stop_server() {
    [[ -n $server_pid ]] || return 0
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
}
finish() {
    stop_server
    rm -rf "$work"
}
trap finish EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
shown() {
    printf '\033[2m%s$ cairn' "$laptop"
    printf ' %q' "$@"
    printf '\033[0m\n'
}
# on LAPTOP: the commands that follow run there.
on() { laptop=$1; }
run() {
    shown "$@"
    CAIRN_HOME="$work/$laptop" NO_COLOR=1 "$bin/cairn" "$@"
}
# The same, when exit code 3 (a person must decide) is part of the story.
run_undecided() {
    local code=0
    run "$@" || code=$?
    ((code == 0 || code == 3)) || { echo "demo: cairn $1 ended with $code" >&2; exit 1; }
}
value() { CAIRN_HOME="$work/$laptop" "$bin/cairn" --json "$@"; }
must() { "$@" || { echo "demo: this must hold: $*" >&2; exit 1; }; }

start_server() {
    "$bin/cairn-server" --data "$work/server" run --listen "127.0.0.1:$port" --metrics 127.0.0.1:0 \
        >"$work/server.log" 2>&1 &
    server_pid=$!
    local tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        ((++tries < 200)) || { echo "demo: the server did not start" >&2; cat "$work/server.log" >&2; exit 1; }
        read -r -t 0.05 <> <(:) || true
    done
}
hash_of() { CAIRN_HOME="$work/$1" "$bin/cairn" doctor --hash; }
# The first laptop invites the second, who joins as NAME.
join_second() {
    local invite
    on laptop-1
    run sync --server "$("$bin/cairn-server" --data "$work/server" ticket)"
    invite=$(value invite --unattended | sed -n 's/.*"line":"\([^"]*\)".*/\1/p')
    on laptop-2
    run join "$invite" --name "$1" --as Launch
    on laptop-1
    run sync
    must [ "$(hash_of laptop-1)" = "$(hash_of laptop-2)" ]
}
init_server() { "$bin/cairn-server" --data "$work/server" init --host 127.0.0.1 --port "$port" >/dev/null; }

port=$(python3 -B "$root/tests/scenarios/ports.py")
