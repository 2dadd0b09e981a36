"""A port for a server that is stopped and started again: outside the range from which the system
takes ports of its own, so that no connection sits on it meanwhile."""
import random
import socket
import sys

FIRST, LAST = 10_000, 32_000


def free_port():
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(FIRST, LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


if __name__ == "__main__":
    sys.stdout.write(f"{free_port()}\n")
