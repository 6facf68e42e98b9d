"""The same thing sent many times in one moment: it is there once."""

import asyncio
import uuid
from collections import Counter
from typing import Any

from bench.browser import Browser
from bench.faults.ledger import Ledger
from bench.places import WebProcess, build_hall
from bench.serving import free_port

ROUNDS, HANDS, SENDS = 20, 50, 20


async def once_run(settings: dict[str, str], database_url: str) -> dict[str, Any]:
    """One note sent 20 times at once, then liked 50 times at once by one person; 20 rounds."""
    hall = build_hall(settings, ROUNDS, 0)
    port = free_port()
    web = WebProcess(settings, port, f"http://127.0.0.1:{port}")
    ledger = Ledger(database_url, hall["meeting_id"])
    web.start()
    try:
        rows, answers, likes, counts, statuses = [], [], [], [], Counter()
        for who in hall["writers"]:
            browsers = [Browser(port, who["cookie"], who["csrf_token"]) for _hand in range(HANDS)]
            meeting, key = f"/j/{hall['code']}", str(uuid.uuid4())
            before = len(ledger.notes())
            sent = await asyncio.gather(
                *(
                    browser.post(f"{meeting}/prompts/{hall['prompt_id']}/notes", client_key=key, text="Sama ajatus")
                    for browser in browsers[:SENDS]
                )
            )
            rows.append(len(ledger.notes()) - before)
            saved = {told["mine"] for status, told in sent if status == 201}
            answers.append(len(saved))
            note = min(saved)
            liked = await asyncio.gather(
                *(browser.post(f"{meeting}/notes/{note}/like", likes=1) for browser in browsers)
            )
            statuses.update(status for status, _told in [*sent, *liked])
            said, kept = ledger.likes(note)
            likes.append(kept)
            counts.append(said)
            for browser in browsers:
                browser.close()
        return {
            "rounds": ROUNDS,
            "sends_of_one_note": SENDS,
            "rows_most": max(rows),
            "notes_answered_most": max(answers),
            "likes_at_once_by_one": HANDS,
            "likes_kept_most": max(likes),
            "likes_told_most": max(counts),
            "answers": {str(status): count for status, count in sorted(statuses.items())},
        }
    finally:
        web.stop()
