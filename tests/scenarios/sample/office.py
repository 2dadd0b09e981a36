"""Eight laptops and a server, on days that the story names. Everything is done by commands that
people type; cairn-player runs them as of the story's time."""
import datetime
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from ports import free_port  # noqa: E402

FAR = "2099-12-31"  # invites outlive whatever day the story is played on


class Office:
    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.port = free_port()
        self.now = datetime.datetime(2027, 3, 12, 9, 0)
        self.commands = 0
        self.player = subprocess.Popen([os.path.join(programs, "cairn-player"), folder],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.player.stdin.close()
        self.player.wait()
        self.stop_server()

    # --- the server -------------------------------------------------------------------------
    def server_command(self, *words):
        return [os.path.join(self.programs, "cairn-server"), "--data", os.path.join(self.folder, "server"), *words]

    def start_server(self):
        subprocess.run(self.server_command("init", "--host", "127.0.0.1", "--port", str(self.port)),
                       check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.folder, "server.log"), "w") as log:
            self.server = subprocess.Popen(
                self.server_command("run", "--listen", f"127.0.0.1:{self.port}", "--metrics", "127.0.0.1:0"),
                stdout=log, stderr=log)

    def stop_server(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
            self.server = None

    def ticket(self):
        return subprocess.run(self.server_command("ticket"), check=True, capture_output=True, text=True).stdout.strip()

    # --- the clock --------------------------------------------------------------------------
    def morning(self, day, hour=9):
        self.now = datetime.datetime.combine(day, datetime.time(hour))

    # --- commands ---------------------------------------------------------------------------
    def attempt(self, laptop, *words):
        self.now += datetime.timedelta(seconds=20)
        self.commands += 1
        at_ms = int(time.mktime(self.now.timetuple()) * 1000)
        self.player.stdin.write(json.dumps({"laptop": laptop, "at_ms": at_ms, "words": list(words)}) + "\n")
        self.player.stdin.flush()
        line = self.player.stdout.readline()
        if not line:
            sys.exit(f"sample: the player ended at {laptop}: cairn {' '.join(words)}")
        return json.loads(line)

    def run(self, laptop, *words):
        """3 says that a person must decide something, which is part of the story."""
        answer = self.attempt(laptop, *words)
        if answer["code"] not in (0, 3):
            sys.exit(f"sample: {laptop}: cairn {' '.join(words)}: {answer['code']}: {answer['errors']}{answer['out']}")
        return answer["out"]

    def lines(self, laptop, *words):
        return [json.loads(line) for line in self.run(laptop, *words, "--json").splitlines()]

    def sync(self, *laptops):
        for laptop in laptops:
            self.run(laptop, "sync", "-q")
