#!/usr/bin/env python3
"""The server's folder, the wire and all logs hold no title, name, value or key of a plan.

usage: canary.py BIN_FOLDER

Two laptops write canary strings into every place that takes text, and meet through a proxy that
keeps every byte. Then everything the server wrote or heard is searched for them, plain, in other
letters' sizes, UTF-16, hexadecimal and base64, and for the laptops' secret keys. The same search
must find the canaries in the laptops' own files: a search that finds nothing proves nothing.
"""
import base64
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

from ports import free_port

WORDS = ("canarytitleqzx", "canaryvalueqzx", "canarynoteqzx", "canarymemberqzx", "canarysecondqzx",
         "canarylabelqzx", "canaryplanqzx", "canarymilestoneqzx", "canaryimportqzx")


class Proxy:
    """Passes bytes on and keeps them."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = bytearray()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            laptop, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(laptop,), daemon=True).start()

    def carry(self, laptop):
        with laptop, socket.create_connection(("127.0.0.1", self.target_port)) as server:
            other = {laptop: server, server: laptop}
            while True:
                for source in select.select(list(other), [], [])[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    self.heard += data
                    other[source].sendall(data)


def needles(word):
    raw = word.encode()
    yield from (raw, raw.upper(), word.encode("utf-16-le"), raw.hex().encode())
    for shift in range(3):  # wherever the word stands in a base64 text
        encoded = base64.b64encode(b"\0" * shift + raw)
        yield encoded[4 if shift else 0:-4]


def key_needles(folder):
    for name in os.listdir(folder):
        if name.endswith(".key"):
            with open(os.path.join(folder, name), "rb") as file:
                key = file.read()
            for at in range(0, len(key) - 15, 16):
                yield key[at:at + 16]
                yield key[at:at + 16].hex().encode()


def contents(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                yield os.path.join(path, name), file.read()


def main():
    binaries = os.path.abspath(sys.argv[1])
    work = tempfile.mkdtemp(prefix="cairn-canary-")
    data, logs = os.path.join(work, "server"), os.path.join(work, "logs")
    os.mkdir(logs)

    def cairn(laptop, *arguments):
        environment = dict(os.environ, CAIRN_HOME=os.path.join(work, laptop))
        done = subprocess.run([os.path.join(binaries, "cairn"), *arguments], env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if done.returncode not in (0, 3):
            raise SystemExit(f"cairn {arguments[0]}: {done.stderr}")
        if arguments[0] == "sync":  # what is shown belongs to the person, what is logged does not
            with open(os.path.join(logs, f"{laptop}-sync"), "a", encoding="utf-8") as file:
                file.write(done.stderr)
        return done.stdout

    def serve(*arguments):
        return [os.path.join(binaries, "cairn-server"), "--data", data, *arguments]

    port = free_port()
    proxy = Proxy(port)
    subprocess.run(serve("init", "--host", "127.0.0.1", "--port", str(proxy.port)), check=True,
                   capture_output=True, timeout=60)
    with open(os.path.join(logs, "server"), "wb") as log:
        server = subprocess.Popen(
            serve("run", "--listen", f"127.0.0.1:{port}", "--metrics", "127.0.0.1:0"),
            stdout=subprocess.PIPE, stderr=log, text=True,
            env=dict(os.environ, CAIRN_SERVER_LOG_LEVEL="debug"))
    try:
        if "listening" not in server.stdout.readline():
            raise SystemExit("the server did not start")
        ticket = subprocess.run(serve("ticket"), check=True, capture_output=True, text=True,
                                timeout=60).stdout.strip()
        cairn("a", "init", "canaryplanqzx", "--owner", "canarymemberqzx")
        cairn("a", "new", "canarytitleqzx", "--set", "notes=canarynoteqzx")
        cairn("a", "set", "canarytitleqzx", "url=https://canaryvalueqzx")
        cairn("a", "add", "canarytitleqzx", "labels", "canarylabelqzx")
        cairn("a", "new", "canarymilestoneqzx", "--kind", "milestone")
        table = os.path.join(work, "canaryfileqzx.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("title\n" + "".join(f"canaryimportqzx {row}\n" for row in range(200)))
        cairn("a", "import", table, "--map", "title=title")
        cairn("a", "sync", "--server", ticket)
        invite = json.loads(cairn("a", "--json", "invite", "--unattended"))["line"]
        cairn("b", "join", invite, "--name", "canarysecondqzx")
        cairn("b", "set", "canarytitleqzx", "title=canarytitleqzx again")
        cairn("b", "sync")
        cairn("a", "sync")
        members = cairn("a", "members")
    finally:
        server.terminate()
        server.wait(timeout=60)
        server.stdout.close()
    if "canarysecondqzx" not in members:
        raise SystemExit("the second laptop's name never reached the first: nothing was proven")

    at_home = b"".join(body for _, body in contents(os.path.join(work, "a")))
    missed = [word for word in WORDS[:3] if word.encode() not in at_home]
    if missed:
        raise SystemExit(f"the search itself is broken: not at home either: {missed}")

    searched = [("the wire", bytes(proxy.heard)), *contents(data), *contents(logs)]
    secrets = [invite[-40:].encode(), b"canaryfileqzx"]
    wanted = {needle: word for word in WORDS for needle in needles(word)}
    wanted |= {needle: "a laptop's key" for laptop in "ab"
               for needle in key_needles(os.path.join(work, laptop, "keys"))}
    wanted |= {secret: "an invite or a file's name" for secret in secrets}
    found = [f"{what} in {where}" for where, body in searched
             for needle, what in wanted.items() if needle in body]
    for line in sorted(set(found)):
        print("found:", line, file=sys.stderr)
    size = sum(len(body) for _, body in searched)
    print(json.dumps({"canary": "found" if found else "clean", "needles": len(wanted),
                      "places": len(searched), "bytes": size, "wire_bytes": len(proxy.heard)}))
    if not found:
        shutil.rmtree(work)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
