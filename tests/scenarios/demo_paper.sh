#!/usr/bin/env bash
# Two people write one decision paper, a week without a network; one takes back what was written before.
# usage: demo_paper.sh BIN_FOLDER
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/story.sh"

paper="Which region first?"
# rewrite SED_SCRIPT: as if it were typed in an editor.
rewrite() {
    printf '%s\n' "$1" >"$work/script.sed"
    EDITOR="sed -i -f $work/script.sed" run edit "$paper" why
}
text_now() { value show "$paper" | python3 -c 'import json, sys; print(json.load(sys.stdin)["fields"]["why"])'; }
newest() { value log "$paper" --limit 1 | sed -n 's/.*"id":"\([^"]\{12\}\)[^"]*".*/\1/p'; }

say "1. A paper that two people will write. Both remember where the week began."
on laptop-1
run init Launch --owner "Launch manager"
run new "$paper" --kind decision --set due=2027-03-01 \
    --set why=$'We open in Lisbon. The team there is small.\n\nPrices follow in May.'
rewrite '$a\
\
Nobody needs a test.'
test_change=$(newest)
before=$(text_now)
init_server
start_server
join_second "QA lead"
for laptop in laptop-1 laptop-2; do run --quiet diff --since today --mark kickoff; done
stop_server

say "2. A week apart. One changes the city and takes back what was written before; the other adds."
on laptop-1
rewrite 's/Lisbon/Porto/'
run set "$paper" due=2027-03-08
run undo "$test_change"
rewrite 's/Prices follow in May\./Prices follow in May, discounts in June./'
on laptop-2
rewrite 's/small/small, but growing/'
rewrite '2a\
Two partners are ready to go.\

'
run set "$paper" status=proposed
run comment "$paper" "Who asked the partners?"

say "3. They meet: one text, in which nothing is lost and nothing stands twice."
start_server
on laptop-1; run sync
on laptop-2; run sync
on laptop-1; run sync
must [ "$(hash_of laptop-1)" = "$(hash_of laptop-2)" ]
run show "$paper"
expected=$'We open in Porto. The team there is small, but growing.\n\nTwo partners are ready to go.\n\nPrices follow in May, discounts in June.'
must [ "$(text_now)" = "$expected" ]
run blame "$paper" why
must [ "$(value blame "$paper" why | grep -c '"by":"QA lead"')" = 2 ]
must [ "$(value blame "$paper" why | grep -c 'Nobody' || true)" = 0 ]

say "4. What the week came to, and the paper as it was."
run diff --since kickoff
week=$(value diff --since kickoff)
must [ "$(grep -c '"after":"2027-03-08","before":"2027-03-01","by":\["Launch manager"\]' <<<"$week")" = 1 ]
must [ "$(grep -c '"title":"comment on Which region first?"' <<<"$week")" = 1 ]
on laptop-2
must [ "$(value diff --since kickoff)" = "$week" ]
run show "$paper" --as-of kickoff
as_of=$(value show "$paper" --as-of kickoff | python3 -c 'import json, sys; print(json.load(sys.stdin)["fields"]["why"])')
must [ "$as_of" = "$before" ]
stop_server
say "Done: two writers, one paper, and every word of its history."
