#!/usr/bin/env python3
"""kill -9 at random moments: nothing acknowledged is lost, nothing stays stuck (I1, I9).

usage: kill.py client|server BIN_FOLDER [--cycles N] [--seed S]

client  kills `cairn` while it writes single changes and imports.
server  kills `cairn-server` while laptops push; what laptop A counts as sent must reach laptop B
        before laptop A says another word, since A's next sync would heal a loss and hide it.
"""
import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from ports import free_port


class Broken(Exception):
    pass


class Laptop:
    def __init__(self, binaries, work, name):
        self.cairn = os.path.join(binaries, "cairn")
        self.name = name
        self.env = dict(os.environ, CAIRN_HOME=os.path.join(work, name), NO_COLOR="1")
        self.env.pop("CAIRN_WORKSPACE", None)

    def start(self, *arguments):
        return subprocess.Popen([self.cairn, *arguments], env=self.env, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def run(self, *arguments, allowed=(0,)):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        if process.returncode not in allowed:
            raise Broken(f"{self.name}: cairn {' '.join(arguments)} ended with "
                         f"{process.returncode}: {err.strip() or out.strip()}")
        return out

    def titles(self):
        lines = self.run("--json", "ls").splitlines()
        return {json.loads(line)["title"] for line in lines if line}

    def hash(self):
        return self.run("doctor", "--hash").strip()

    def unsent(self):
        status = json.loads(self.run("--json", "status", allowed=(0, 3)))
        return status["unsent_changes"] + status["unsent_envelopes"]


class Server:
    def __init__(self, binaries, work):
        self.binary = os.path.join(binaries, "cairn-server")
        self.data = os.path.join(work, "server")
        self.port = free_port()
        self.process = None
        self.call("init", "--host", "127.0.0.1", "--port", str(self.port))

    def call(self, *arguments):
        done = subprocess.run([self.binary, "--data", self.data, *arguments], text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        if done.returncode != 0:
            raise Broken(f"cairn-server {arguments[0]} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def start(self):
        with open(os.path.join(os.path.dirname(self.data), "server.log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "--data", self.data, "run", "--listen", f"127.0.0.1:{self.port}",
                 "--metrics", "127.0.0.1:0"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if "listening" not in line:
            raise Broken(f"the server did not start again: {line!r}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


def kill_after(process, delay):
    """True if the process ended well before it was killed."""
    try:
        process.communicate(timeout=delay)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    if process.returncode not in (0, 3):
        raise Broken(f"{process.args[1:]} ended with {process.returncode}")
    return True


def typical_seconds(action, times=5):
    began = time.monotonic()
    for number in range(times):
        action(number)
    return (time.monotonic() - began) / times


def kill_clients(binaries, work, cycles, chance):
    laptop = Laptop(binaries, work, "laptop")
    laptop.run("init", "Kill")
    one_write = typical_seconds(lambda n: laptop.run("new", f"warm {n}"))
    rows = os.path.join(work, "rows.csv")
    acknowledged, killed, imports = {f"warm {n}" for n in range(5)}, 0, {}
    for cycle in range(cycles):
        if cycle % 5 == 4:
            names = {f"import {cycle} row {row}" for row in range(40)}
            with open(rows, "w", encoding="utf-8") as file:
                file.write("title\n")
                file.writelines(f"{name}\n" for name in sorted(names))
            imports[cycle] = names
            done = kill_after(laptop.start("import", rows, "--map", "title=title"),
                              chance.uniform(0, 2.0 * one_write))
            written = names
        else:
            written = {f"cycle {cycle}"}
            done = kill_after(laptop.start("new", f"cycle {cycle}"),
                              chance.uniform(0, 1.6 * one_write))
        if done:
            acknowledged |= written
        else:
            killed += 1
        there = laptop.titles()
        if not acknowledged <= there:
            raise Broken(f"cycle {cycle}: lost {sorted(acknowledged - there)[:3]}")
        if cycle in imports and 0 < len(imports[cycle] & there) < len(imports[cycle]):
            raise Broken(f"cycle {cycle}: half an import is here")
        if cycle % 25 == 24:
            laptop.run("doctor")
    laptop.run("doctor")
    return {"cycles": cycles, "killed": killed, "acknowledged": len(acknowledged),
            "items": len(laptop.titles())}


def kill_servers(binaries, work, cycles, chance):
    server = Server(binaries, work)
    server.start()
    try:
        return push_to_dying_server(server, binaries, work, cycles, chance)
    finally:
        server.process.kill()


def push_to_dying_server(server, binaries, work, cycles, chance):
    writer, reader = Laptop(binaries, work, "laptop-a"), Laptop(binaries, work, "laptop-b")
    writer.run("init", "Kill")
    writer.run("sync", "--server", server.call("ticket"))
    invite = json.loads(writer.run("--json", "invite", "--unattended"))["line"]
    reader.run("join", invite, "--name", "Reader")
    one_sync = typical_seconds(lambda n: (writer.run("new", f"warm {n}"), writer.run("sync")))
    interrupted, compared = 0, 0
    for cycle in range(cycles):
        for number in range(chance.randint(1, 4)):
            writer.run("new", f"cycle {cycle} item {number}")
        push = writer.start("sync")
        with contextlib.suppress(subprocess.TimeoutExpired):
            push.wait(timeout=chance.uniform(0, 2.0 * one_sync))
        server.kill()
        push.communicate(timeout=120)
        interrupted += push.returncode != 0
        server.start()
        all_sent = writer.unsent() == 0
        reader.run("sync", allowed=(0, 3))
        if all_sent:
            compared += 1
            lost = writer.titles() - reader.titles()
            if lost:
                raise Broken(f"cycle {cycle}: acknowledged and lost: {sorted(lost)[:3]}")
        writer.run("sync", allowed=(0, 3))
        if writer.unsent() != 0:
            raise Broken(f"cycle {cycle}: still unsent after a whole sync")
    for laptop in (reader, writer):
        laptop.run("sync", allowed=(0, 3))
    if writer.hash() != reader.hash():
        raise Broken("the laptops differ at the end")
    newcomer = Laptop(binaries, work, "laptop-c")
    invite = json.loads(writer.run("--json", "invite", "--unattended"))["line"]
    newcomer.run("join", invite, "--name", "Newcomer")
    for laptop in (writer, reader):
        laptop.run("sync")
    if len({laptop.hash() for laptop in (newcomer, writer, reader)}) != 1:
        raise Broken("a newcomer sees another plan")
    for laptop in (writer, reader, newcomer):
        laptop.run("doctor")
    server.kill()
    server.call("check")
    return {"cycles": cycles, "interrupted": interrupted, "compared": compared,
            "items": len(newcomer.titles())}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("client", "server"))
    parser.add_argument("binaries")
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"kill.py {arguments.what}: seed {arguments.seed}", flush=True)
    work = tempfile.mkdtemp(prefix="cairn-kill-")
    scenario = kill_clients if arguments.what == "client" else kill_servers
    try:
        figures = scenario(os.path.abspath(arguments.binaries), work, arguments.cycles,
                           random.Random(arguments.seed))
    except Broken as broken:
        print(f"broken: {broken}\nleft in {work}", file=sys.stderr)
        return 1
    shutil.rmtree(work)
    print(json.dumps({"kill": arguments.what, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
