#!/usr/bin/env python3
"""A launch across twelve teams, six weeks of it: eight laptops, a server, one plan.

usage: sample_program.py PROGRAMS [--check] [--keep FOLDER]

PROGRAMS holds cairn-player and cairn-server. Imports a plan, brings two more teams in, lets eight
people work on it for six weeks, each on an own laptop, and writes the weekly report each Friday.
--check proves what the tests ask of it. --keep leaves laptops and reports in FOLDER.
"""
import csv
import datetime
import os
import random
import shutil
import sys
import tempfile

from office import FAR, Office
from story import EVENTS, JOINING, PEOPLE, PROGRAM

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
FIRST = datetime.date(2027, 3, 15)
WEEKS = 6
LEAD = "lead"


def joining_rows():
    """Rows of the two workstreams that the imported plan does not have yet."""
    for number, (stream, team, owner, goal, deliverables) in enumerate(JOINING):
        yield {"id": f"j{number}-team", "kind": "team", "title": team}
        yield {"id": f"j{number}", "kind": "initiative", "title": stream, "owner": owner, "team": team, "status": "in-progress", "health": "green"}
        for which, deliverable in enumerate(deliverables):
            key = f"j{number}-{which}"
            name = deliverable[0].lower() + deliverable[1:]
            yield {"id": key, "kind": "deliverable", "parent": f"j{number}", "title": deliverable, "owner": owner, "team": team, "class": "should"}
            start = FIRST + datetime.timedelta(days=14 * which + 7 * number)
            before = ""
            for step, (verb, days) in enumerate([("Agree the design of", 3), ("Build", 8), ("Test", 4), ("Show", 1), ("Roll out", 2)]):
                yield {"id": f"{key}.{step}", "kind": "task", "parent": key, "title": f"{verb} {name}", "owner": owner, "team": team,
                       "status": "planned", "start": start.isoformat(), "finish": (start + datetime.timedelta(days=(days - 1) * 7 // 5)).isoformat(),
                       "duration": f"{days}d", "depends": before}
                before = f"{key}.{step}"
                start += datetime.timedelta(days=days * 7 // 5)


def found(office):
    """The lead makes the workspace; everybody joins; the plan comes in."""
    office.start_server()
    office.run(LEAD, "init", "Harbour", "--owner", PEOPLE[LEAD])
    office.run(LEAD, "sync", "--server", office.ticket())
    for laptop, name in PEOPLE.items():
        if laptop == LEAD:
            continue
        invite = office.lines(LEAD, "invite", "--unattended", "--expires", FAR)[0]["line"]
        office.run(laptop, "join", invite, "--name", name, "--as", "Harbour")
    office.sync(*PEOPLE, LEAD)
    office.run(LEAD, "import", os.path.join(ROOT, "tests", "golden", "sample-launch.csv"))
    rows = list(joining_rows())
    names = ["id", "kind", "parent", "title", "owner", "team", "class", "status", "health", "start", "finish", "duration", "depends"]
    path = os.path.join(office.folder, "joining.csv")
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    office.run(LEAD, "import", path, "--under", PROGRAM)
    settle_people(office)
    for stream, _, _, goal, _ in JOINING:
        office.run(LEAD, "link", stream, "serves", goal)
    office.run(LEAD, "baseline", "take", "Plan of record")
    office.sync(LEAD, *PEOPLE, LEAD)


def settle_people(office):
    """The files' people who have joined meanwhile stand twice: what they own goes to themselves."""
    people = office.lines(LEAD, "ls", "kind:person")
    links = office.lines(LEAD, "ls", "--links")
    for laptop, name in PEOPLE.items():
        own = office.lines(laptop, "show", "me")[0]["id"]
        for duplicate in [person["id"] for person in people if person["title"] == name and person["id"] != own]:
            if office.lines(LEAD, "ls", f"owner:{duplicate}"):
                office.run(LEAD, "set", "--where", f"owner:{duplicate}", f"owner={own}")
            for link in links:
                if link["to"] == duplicate:
                    office.run(LEAD, "link", link["from"], link["type"], own)
            office.run(LEAD, "trash", duplicate)
        office.run(LEAD, "set", own, "cadence=1w", "influence=4", "interest=5", "stance=supporter", "last-contact=2027-03-12")


def work(office, day, chance):
    """An ordinary day: what was to end by now mostly has; some of it takes longer."""
    by_owner = {}
    for task in office.lines(LEAD, "ls", f"kind:task is:open finish<={day + datetime.timedelta(days=1)}", "--columns", "title,owner,finish,state"):
        by_owner.setdefault(task["fields"].get("owner"), []).append(task)
    people = {person["title"]: person["id"] for person in office.lines(LEAD, "ls", "kind:person")}
    laptops = {people[name]: laptop for laptop, name in PEOPLE.items()}
    for owner, tasks in sorted(by_owner.items(), key=lambda each: str(each[0])):
        laptop = laptops.get(owner, LEAD)
        for task in tasks:
            luck = chance.random()
            if "bank connector south" in task["title"] or "fund" in task["title"]:
                continue
            if luck < 0.62:
                office.run(laptop, "set", task["id"], "status=done", "progress=100", f"finished={day}")
            elif luck < 0.72:
                later = day + datetime.timedelta(days=chance.choice([3, 4, 5, 7]))
                office.run(laptop, "set", task["id"], "status=in-progress", "progress=60", f"finish={later}")
        if tasks and chance.random() < 0.2:
            office.run(laptop, "comment", tasks[0]["id"], chance.choice(
                ["Done as agreed.", "Needs a second pair of eyes, @Release lead.", "Shown to Support today.", "The design still holds."]))


def play(office, chance):
    reports = []
    for week in range(WEEKS):
        for weekday in range(5):
            day = FIRST + datetime.timedelta(days=7 * week + weekday)
            office.morning(day)
            today = [event for event in EVENTS if event[:2] == (week, weekday)]
            if weekday in (0, 2, 4):
                work(office, day, chance)
            for _, _, laptop, words in today:
                office.run(laptop, *words)
            office.morning(day, 17)
            office.sync(*sorted({event[2] for event in today} | ({*PEOPLE} if weekday in (0, 2, 4) else set())), LEAD)
            if today:
                office.sync(*{event[2] for event in today} - {LEAD})
        heard = "kind:person (influence>4 or interest>4)" if week % 2 else "kind:person cadence:any -stance:sceptic"
        office.run(LEAD, "set", "--where", heard, f"last-contact={day}")
        for conflict in office.lines(LEAD, "conflicts"):
            if conflict.get("field"):
                office.run(LEAD, "resolve", conflict["item"], conflict["field"], "--pick", "1")
        path = os.path.join(office.folder, f"weekly-{week + 1}.html")
        office.run(LEAD, "report", "weekly", "--since", "last", "-o", path)
        reports.append(path)
    office.sync(*PEOPLE, *PEOPLE)
    return reports


def must(holds, what):
    if not holds:
        sys.exit(f"sample: this must hold: {what}")


def check(office, reports):
    hashes = {office.run(laptop, "doctor", "--hash") for laptop in PEOPLE}
    must(len(hashes) == 1, "eight laptops show one plan")
    items = office.lines(LEAD, "ls")
    must(len(items) >= 400, f"at least 400 items, not {len(items)}")
    must(len(office.lines(LEAD, "ls", "kind:team")) == 12, "twelve teams")
    text = office.run(LEAD, "report", "weekly", "--since", "last")
    for words in ("**YELLOW**: Beta is at risk", "Unchanged.", "**Path to green:**", "Critical path",
                  "South sends refunds in a format of its own", "later than needed", "the report of 2027-04-16"):
        must(words in text, f"the weekly report says '{words}'")
    must("From GREEN to RED" not in text, "no leap is told where none was")
    again = os.path.join(office.folder, "again.html")
    office.run(LEAD, "report", "weekly", "--as-of", "2027-04-02", "--since", "last", "-o", again)
    with open(reports[2], "rb") as then, open(again, "rb") as now:
        must(then.read() == now.read(), "the report of week 3 is written again to the byte, three weeks of edits later")
    decisions = office.run(LEAD, "report", "decisions")
    must("and has lapsed: cons of “Print the code on paper”" in decisions, "an approval that has lapsed is shown so")
    must("(recorded by Release lead)" in decisions, "an approval that was recorded for somebody is told as such")
    for page in reports:
        with open(page, encoding="utf-8") as file:
            html = file.read()
        must("<script" not in html and "http:" not in html and "https:" not in html, f"{page} needs nothing but itself")
    for kind in ("program", "launch", "coe"):
        office.run(LEAD, "report", kind, "-o", os.path.join(office.folder, f"{kind}.html"))


def main():
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help"):
        sys.exit(__doc__)
    keep = words[words.index("--keep") + 1] if "--keep" in words else None
    folder = os.path.abspath(keep) if keep else tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    try:
        with Office(os.path.abspath(words[0]), folder) as office:
            found(office)
            reports = play(office, random.Random(7))
            if "--check" in words:
                check(office, reports)
            print(f"{office.commands} commands on {len(PEOPLE)} laptops, {len(office.lines(LEAD, 'ls'))} items")
            print(office.run(LEAD, "report", "weekly", "--since", "last").split("\n## Critical path")[0])
            if keep:
                print(f"The weekly reports: {folder}/weekly-1.html to weekly-{WEEKS}.html")
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
