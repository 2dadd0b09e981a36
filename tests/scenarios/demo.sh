#!/usr/bin/env bash
# The story of the README: two laptops, one plan, no network; then a server of their own; then its loss.
# usage: demo.sh BIN_FOLDER      (quiet mode for tests: CAIRN_DEMO_QUIET=1)
set -euo pipefail

bin=$(cd -- "${1:?the folder with cairn and cairn-server}" && pwd)
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
shared=${CAIRN_SHARED:-$root/../shared}
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
init_server() { "$bin/cairn-server" --data "$work/server" init --host 127.0.0.1 --port "$port" >/dev/null; }

port=$(python3 -B "$root/tests/scenarios/ports.py")
plan=$shared/plans/mspdi/aspose_Software_Development_Plan.xml
[[ -f $plan ]] || plan=$root/tests/golden/sample-launch.csv

say "1. A plan on one laptop. No network, no account."
on laptop-1
run init Launch --owner "Launch manager"
run import "$plan"
run tree --depth 2
run new "Train the partners"
run new "Write the go-live checklist"
paper="Which region first?"
run new "$paper" --kind decision --set why="We open in Lisbon. The team is small. Prices follow in May."
run set "$paper" why="We open in Lisbon. The team is small. Prices follow in May. Nobody needs a test."

say "2. A server of our own: one folder, one command. It will never read a word."
init_server
start_server
ticket=$("$bin/cairn-server" --data "$work/server" ticket)
run sync --server "$ticket"
invite=$(value invite --unattended | sed -n 's/.*"line":"\([^"]*\)".*/\1/p')
on laptop-2
run join "$invite" --name "QA lead" --as Launch
on laptop-1
run sync
must [ "$(CAIRN_HOME="$work/laptop-1" "$bin/cairn" doctor --hash)" = "$(CAIRN_HOME="$work/laptop-2" "$bin/cairn" doctor --hash)" ]

say "3. Both go offline and edit: the same fields and others, the same places, the same things."
stop_server
mapfile -t ids < <(value ls --kind task | sed -n 's/.*"id":"\([^"]\{8\}\)[^"]*".*/\1/p')
a=${ids[1]} b=${ids[2]} c=${ids[3]} d=${ids[4]}
on laptop-1
run set "$a" due=2027-03-01 owner="Launch manager"
run set "$b" title="Beta, the short way"
run mv "$c" --under "$d"
run link "Train the partners" depends "Write the go-live checklist"
run trash "${ids[5]}"
run undo "$(value log "$paper" --limit 1 | sed -n 's/.*"id":"\([^"]\{12\}\)[^"]*".*/\1/p')"
EDITOR="sed -i s/Lisbon/Porto/" run edit "$paper" why
on laptop-2
EDITOR="sed -i s/small/small,\ but\ growing/" run edit "$paper" why
run set "$a" due=2027-03-15 points=5
run set "$b" notes="Needs a review by security"
run mv "$d" --under "$c"
run link "Write the go-live checklist" depends "Train the partners"
run set "${ids[5]}" title="Still needed, please"

say "4. They meet: everything merges, nothing is lost, people see what they must decide."
start_server
on laptop-1; run_undecided sync
on laptop-2; run_undecided sync
on laptop-1; run_undecided sync
one=$(CAIRN_HOME="$work/laptop-1" "$bin/cairn" doctor --hash)
two=$(CAIRN_HOME="$work/laptop-2" "$bin/cairn" doctor --hash)
echo "laptop-1 $one"
echo "laptop-2 $two"
must [ "$one" = "$two" ]
run_undecided conflicts
run blame "$paper" why
must [ "$(value show "$paper" | grep -c "We open in Porto. The team is small, but growing. Prices follow in May.\"")" = 1 ]

say "5. One decides; it clears for both."
run resolve "$a" due --pick 1
run_undecided sync
on laptop-2
run_undecided sync
must [ "$(value conflicts "$a" | grep -c '"field":"due"' || true)" = 0 ]
run_undecided conflicts

say "6. The server loses everything. Any laptop heals it."
stop_server
rm "$work/server"/store.db*
start_server
run_undecided sync
on laptop-1
run_undecided sync
must [ "$(CAIRN_HOME="$work/laptop-1" "$bin/cairn" doctor --hash)" = "$(CAIRN_HOME="$work/laptop-2" "$bin/cairn" doctor --hash)" ]
stop_server
"$bin/cairn-server" --data "$work/server" check
run doctor
say "Done: two laptops, one plan, and a server that could not read it."
