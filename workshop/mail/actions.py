"""What is done to letters: put in the outbox, taken in hand, sent, given back."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Table, delete, update

from workshop.action import action, after_commit
from workshop.clock import this_hour
from workshop.errors import AlreadyDone
from workshop.extensions import db
from workshop.jobs import wake
from workshop.mail.models import Letter, LetterState
from workshop.mail.written import Written

WAITS_H = (1, 1, 1, 2, 3, 6, 12)
"""Between the tries, in turns of the hour; after the last one the letter has failed."""
LONGEST_ANSWER = 1000

_LETTER: Table = Letter.__table__  # type: ignore[assignment]


@action
def put_letter(key: str, about: str, address: str, language: str, subject: str, text: str, html: str) -> None:
    """Put a letter in the outbox, once: for a key that is there already nothing happens.

    `key` says what the letter is ("digest:12:someone@example.fi"), `about` what it belongs to ("digest:12").
    """
    put_letters(about, [(key, address, language, Written(subject, text, html))])


@action
def put_letters(about: str, letters: Sequence[tuple[str, str, str, Written]]) -> None:
    """Put many letters in the outbox at once, as `put_letter` does: each is key, address, language and what it says."""
    hour = this_hour()
    same = {"about": about, "state": LetterState.QUEUED, "tries": 0, "server_said": ""}
    rows = [
        {
            "key": key,
            "address": address,
            "language": language,
            "queued_at": hour,
            "next_try_at": hour,
            **vars(says),
            **same,
        }
        for key, address, language, says in letters
    ]
    if rows:
        insert = db.insert(_LETTER).on_conflict_do_nothing(index_elements=[_LETTER.c.key])
        db.session.connection().execute(insert, rows)
        after_commit(wake)


@action
def withdraw_letters(about: Sequence[str], address: str) -> None:
    """Take out of the outbox what belongs to these things, is for this address and has not been sent."""
    gone = Letter.state.in_({LetterState.SENDING, LetterState.SENT})
    db.session.execute(delete(Letter).where(Letter.about.in_(about), Letter.address == address, ~gone))


@action
def claim(letter_id: int) -> Letter | None:
    """Take a letter in hand; None when it is not waiting any more."""
    taken = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.QUEUED)
        .values(state=LetterState.SENDING, claimed_at=this_hour(), handed_at=None)
    )
    return db.session.get(Letter, letter_id, populate_existing=True) if taken.rowcount else None


@action
def note_handed(letter: Letter) -> None:
    """Its content is about to go over the wire: from here on it may have arrived."""
    letter.handed_at = this_hour()


@action
def note_sent(letter: Letter) -> None:
    """The server took it."""
    letter.state = LetterState.SENT
    letter.tries += 1
    letter.sent_at = this_hour()
    letter.server_said = ""


@action
def note_refused(letter: Letter, answer: str) -> None:
    """The server refused it for good."""
    letter.state = LetterState.FAILED
    letter.tries += 1
    letter.handed_at = None
    letter.server_said = answer[:LONGEST_ANSWER]


@action
def note_delayed(letter: Letter, answer: str) -> None:
    """It certainly was not taken, and may be later: it waits, longer each time, and at last has failed."""
    letter.tries += 1
    letter.handed_at = None
    letter.server_said = answer[:LONGEST_ANSWER]
    if letter.tries > len(WAITS_H):
        letter.state = LetterState.FAILED
    else:
        letter.state = LetterState.QUEUED
        letter.next_try_at = this_hour() + timedelta(hours=WAITS_H[letter.tries - 1])


@action
def note_unsure(letter: Letter, answer: str) -> None:
    """The line broke while the server was taking it in: nobody knows whether it arrived."""
    letter.state = LetterState.UNSURE
    letter.tries += 1
    letter.server_said = answer[:LONGEST_ANSWER]


@action
def recover_claims() -> None:
    """Judge the letters that a dead worker had in hand. Only for who holds the outbox: nobody else is sending.

    What was not handed to the server waits again at once; what was handed may have arrived, so it is unsure.
    """
    in_hand = update(Letter).where(Letter.state == LetterState.SENDING)
    db.session.execute(in_hand.where(Letter.handed_at.is_not(None)).values(state=LetterState.UNSURE))
    db.session.execute(
        in_hand.where(Letter.handed_at.is_(None)).values(state=LetterState.QUEUED, next_try_at=this_hour())
    )


@action
def resend(letter: Letter) -> None:
    """Somebody decided that a failed or unsure letter goes out again. AlreadyDone for one in any other state."""
    if letter.state not in {LetterState.FAILED, LetterState.UNSURE}:
        raise AlreadyDone
    letter.state = LetterState.QUEUED
    letter.tries = 0
    letter.handed_at = None
    letter.next_try_at = this_hour()
    after_commit(wake)
