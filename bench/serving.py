"""Starting and stopping servers on free ports of this machine."""

import os
import platform
import socket
import subprocess
import time
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parents[1]
START_S = 60
STOP_S = 10


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command: list[str], settings: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    """Start a server in the project's folder; answers as soon as it takes connections."""
    server = subprocess.Popen(command, cwd=ROOT, env=settings)
    give_up_at = monotonic() + START_S
    while monotonic() < give_up_at and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            sleep(0.02)
    stop(server)
    raise RuntimeError(f"{command} takes no connections")


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Stop a server, if need be by force."""
    server.terminate()
    try:
        server.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def machine() -> str:
    """What the figures were taken on, in one line."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = models[0].partition(":")[2].strip() if models else platform.processor()
    with_what = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({processor}), {with_what}, {time.strftime('%Y-%m-%d')}"
