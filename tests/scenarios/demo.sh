#!/usr/bin/env bash
# The story of the README: two laptops, one plan, no network; then a server of their own; then its loss.
# usage: demo.sh BIN_FOLDER
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/story.sh"

shared=${CAIRN_SHARED:-$root/../shared}
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
join_second "QA lead"

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
echo "laptop-1 $(hash_of laptop-1)"
echo "laptop-2 $(hash_of laptop-2)"
must [ "$(hash_of laptop-1)" = "$(hash_of laptop-2)" ]
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
must [ "$(hash_of laptop-1)" = "$(hash_of laptop-2)" ]
stop_server
"$bin/cairn-server" --data "$work/server" check
run doctor
say "Done: two laptops, one plan, and a server that could not read it."
