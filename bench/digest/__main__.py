"""`make bench-digest`: a meeting with 500 notes and 300 responses ends; its files are waited for, its letters leave.

A real worker makes the digest and prints it; the time runs from the end of the meeting until each file is there. Memory
is that of the worker and of the process that prints, together, seen every few milliseconds. Then 1,600 letters are
queued and sent to a mail server of this machine, a postman is killed twenty times among five hundred, and the digest
of a round of sixty meetings is written in all formats. Writes
bench/results/digest.json. Other sizes: python -m bench.digest NOTES RESPONSES
"""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.digest.letters import COLUMNS as SENT
from bench.digest.letters import kill_again_and_again, queue_and_send
from bench.process import cpu_seconds_with_children, resident_kib
from bench.results_page import build_survey, fill
from bench.serving import ROOT, machine, stop
from bench.table import table
from workshop import create_app
from workshop.accounts.models import User
from workshop.boards.actions import add_note
from workshop.digests.files import file_of
from workshop.digests.press import PRINTED
from workshop.digests.queries import newest_digest
from workshop.extensions import db
from workshop.meetings.actions import end_meeting, move_path
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant
from workshop.results.queries import prompts_in

RESULTS = ROOT / "bench" / "results" / "digest.json"
QUESTIONS, BOARDS = 20, 2
BEGINS_S, PATIENCE_S, GLANCE_S = 8, 600, 0.02
NOTE = "Palvelujen pitää olla lähellä ja avoinna silloin, kun niitä tarvitaan: sama hoitaja, lyhyet jonot, nro {}."
COLUMNS = {"what": "ready", "seconds": "s after the end", "bytes": "bytes"}


def main(notes: int = 500, responses: int = 300) -> None:
    with TemporaryDirectory() as folder:
        settings = {"INSTANCE": folder, "BASE_URL": "http://localhost", "SECRET_KEY": "for the bench only"}
        app = create_app(**settings)
        with app.app_context():
            meeting_id = _build(notes, responses)
        worker = subprocess.Popen(
            [sys.executable, "-m", "workshop.cli", "worker"], cwd=ROOT, env={**os.environ, **settings}
        )
        try:
            sleep(BEGINS_S)  # it has loaded what it needs and waits
            load = os.getloadavg()[0]
            used = cpu_seconds_with_children(worker.pid)
            rows, most = _wait(app, meeting_id, worker.pid)
            sleep(1)  # the last child is gone
            used = round(cpu_seconds_with_children(worker.pid) - used, 1)
        finally:
            stop(worker)
        with app.app_context():
            db.engine.dispose()
        sent = queue_and_send(settings, meeting_id)
    killed = kill_again_and_again()
    round_s = _round_digest()
    print(
        table(rows, COLUMNS),
        table(sent, SENT),
        f"{killed}",
        f"the digest of a round of sixty meetings, composed and in all formats: {round_s} s",
        f"at most {most} MB; {used} s of the processor; load before {load:.1f}",
        machine(),
        sep="\n\n",
    )
    sizes = {"notes": notes, "responses": responses, "questions": QUESTIONS}
    told = {
        "machine": machine(),
        "load_average_before": round(load, 2),
        **sizes,
        "most_mb": most,
        "cpu_s": used,
        "ready": rows,
        "sent": sent,
        "killed": killed,
        "round_s": round_s,
    }
    RESULTS.write_text(json.dumps(told, indent=1) + "\n")


def _round_digest() -> float:
    """How long the command takes to write the digest of the demo's round of sixty meetings in five formats."""
    with TemporaryDirectory() as folder:
        house = {**os.environ, "INSTANCE": folder, "BASE_URL": "http://localhost", "SECRET_KEY": "for the bench only"}
        koonti = [sys.executable, "-m", "workshop.cli"]
        subprocess.run([*koonti, "demo"], cwd=ROOT, env=house, check=True, stdout=subprocess.DEVNULL)
        wanted = ["--as-of", "2022-03-31", "--format", "html,txt,pdf,pptx,docx", "--out", folder]
        began = monotonic()
        subprocess.run(
            [*koonti, "round-digest", "demo", *wanted], cwd=ROOT, env=house, check=True, stdout=subprocess.DEVNULL
        )
        return round(monotonic() - began, 1)


def _build(notes: int, responses: int) -> int:
    """A live meeting with a survey that is answered and boards that are written on; its id."""
    survey = build_survey(QUESTIONS, BOARDS)
    fill(survey, responses)
    meeting, leader = survey.meeting, db.session.scalars(select(User)).one()
    prompts = prompts_in(meeting)
    writers = db.session.scalars(select(Participant).limit(50)).all()
    for place, prompt in enumerate(prompts):
        move_path(meeting, prompt.exercise.position, leader)
        for number in range(place, notes, len(prompts)):
            add_note(prompt, writers[number % len(writers)], str(uuid.uuid4()), NOTE.format(number))
    return meeting.id


def _wait(app: Flask, meeting_id: int, worker: int) -> tuple[list[dict[str, Any]], int]:
    """When the digest and each of its files were there, and the most memory in MB that was seen meanwhile."""
    with app.app_context():
        end_meeting(db.session.get_one(Meeting, meeting_id))
    began, most = monotonic(), 0
    rows: list[dict[str, Any]] = []
    files: dict[str, Path] = {}
    while len(rows) <= len(PRINTED) and monotonic() - began < PATIENCE_S:
        if not files:
            with app.app_context():
                made = newest_digest(db.session.get_one(Meeting, meeting_id), "fi")
                if made:
                    files = {name: file_of(made, name) for name in PRINTED}
                    rows.append({"what": "digest", "seconds": _since(began)})
        seen = {row["what"] for row in rows}
        rows += [
            {"what": name, "seconds": _since(began), "bytes": file.stat().st_size}
            for name, file in files.items()
            if name not in seen and file.exists()
        ]
        most = max(most, _memory_kib(worker) // 1024)
        sleep(GLANCE_S)
    return rows, most


def _since(began: float) -> float:
    return round(monotonic() - began, 2)


def _memory_kib(worker: int) -> int:
    """The worker's memory and its children's; one that ends meanwhile counts as nothing."""
    children = Path(f"/proc/{worker}/task").glob("*/children")
    pids = [worker, *(int(pid) for file in children for pid in file.read_text().split())]
    total = 0
    for pid in pids:
        try:
            total += resident_kib(pid)
        except (OSError, ValueError):
            continue
    return total


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
