"""What is done to letters: put in the outbox, taken in hand, sent, given back, paused."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, delete, exists, or_, select, update

from workshop.action import action, after_commit
from workshop.clock import now, this_hour
from workshop.errors import AlreadyDone, Busy
from workshop.extensions import db
from workshop.jobs import wake
from workshop.mail.models import Content, Letter, LetterState, PausedLetters
from workshop.mail.queries import TROUBLED, is_not_paused, is_wanted, next_due
from workshop.mail.written import Written
from workshop.typed import one_line

WAITS_H = (1, 1, 1, 2, 3, 6, 12, 24, 24, 24)
"""Between the tries, in turns of the hour; after the last one, in four days, the letter has failed."""
LONGEST_ANSWER = 1000

_LETTER: Table = Letter.__table__  # type: ignore[assignment]
_CONTENT: Table = Content.__table__  # type: ignore[assignment]


@action
def put_letter(key: str, about: str, address: str, language: str, subject: str, text: str, html: str) -> None:
    """Put a letter in the outbox, once: for a key that is there already nothing happens.

    `key` says what the letter is ("digest:12:someone@example.fi"), `about` what it belongs to ("digest:12").
    """
    put_letters(about, [(key, address, language, Written(subject, text, html))])


@action
def put_letters(about: str, letters: Sequence[tuple[str, str, str, Written]]) -> None:
    """Put many letters in the outbox at once, as `put_letter` does: each is key, address, language and what it says.

    What many say is kept once. A letter that was withdrawn and is asked for again is wanted again.
    """
    if not letters:
        return
    hour = this_hour()
    same = {"about": about, "state": LetterState.QUEUED, "queued_at": hour, "next_try_at": hour}
    contents, rows = {}, []
    for key, address, language, says in letters:
        content = says.content
        contents[content["key"]] = content
        rows.append(
            {
                "key": key,
                "token": secrets.token_hex(16),
                "address": address,
                "language": language,
                "content_key": content["key"],
                "unsubscribe": says.unsubscribe,
                "tries": 0,
                "server_said": "",
                **same,
            }
        )
    connection = db.connection
    connection.execute(db.insert(_CONTENT).on_conflict_do_nothing(), list(contents.values()))
    again = {"index_elements": [_LETTER.c.key], "set_": {"withdrawn_at": None}}
    connection.execute(db.insert(_LETTER).on_conflict_do_update(**again), rows)
    _forget_unsaid(contents)
    after_commit(wake)


@action
def withdraw_letters(about: Sequence[str], addresses: Sequence[str]) -> None:
    """Let no more letters that belong to these things go to these addresses: what has not left is taken out of the
    outbox, and what has, may have or is about to leave is not sent again."""
    those = Letter.about.in_(about) & Letter.address.in_(addresses)
    _forget(those & Letter.state.in_({LetterState.QUEUED, LetterState.FAILED}))
    db.session.execute(update(Letter).where(those).values(withdrawn_at=this_hour()))


@action
def forget_letters(about: str, since: datetime) -> None:
    """Forget the letters about one thing that have been sent or withdrawn, and those that were put in the outbox before
    `since`."""
    useless = or_(Letter.state == LetterState.SENT, ~is_wanted(), Letter.queued_at < since)
    _forget((Letter.about == about) & (Letter.state != LetterState.SENDING) & useless)


@action
def forget_all_letters(about: Collection[str]) -> None:
    """Forget every letter about these things, whatever has become of it. Raises Busy while one is being sent."""
    for some in (list(about)[start : start + 500] for start in range(0, len(about), 500)):
        _forget_at_rest(Letter.about.in_(some))
        db.session.execute(delete(PausedLetters).where(PausedLetters.about.in_(some)))


@action
def forget_letters_but(about: Collection[str], kept: Select[tuple[str]] | CompoundSelect[tuple[str]]) -> None:
    """Forget every letter about these things that goes to none of the addresses that are kept. Raises Busy as above."""
    for some in (list(about)[start : start + 500] for start in range(0, len(about), 500)):
        _forget_at_rest(Letter.about.in_(some) & Letter.address.not_in(kept))


def _forget_at_rest(those: ColumnElement[bool]) -> None:
    if db.session.scalar(select(exists().where(those, Letter.state == LetterState.SENDING))):
        raise Busy
    _forget(those)


def _forget(those: ColumnElement[bool]) -> None:
    """Delete letters, and what they said unless others say it too."""
    _forget_unsaid(set(db.session.scalars(delete(Letter).where(those).returning(Letter.content_key))))


def _forget_unsaid(keys: Collection[str]) -> None:
    is_said = exists().where(Letter.content_key == Content.key)
    db.session.execute(delete(Content).where(Content.key.in_(keys), ~is_said))


def _in_short(answer: str) -> str:
    """What a server said, as a line for people; control characters of it no database need take."""
    return one_line(answer)[:LONGEST_ANSWER]


@action
def claim(letter_id: int) -> Letter | None:
    """Take a letter in hand; None when it is not waiting any more, or waits because somebody said so."""
    taken = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.QUEUED, is_not_paused(), is_wanted())
        .values(state=LetterState.SENDING, claimed_at=this_hour(), handed_at=None)
    )
    return db.session.get(Letter, letter_id, populate_existing=True) if taken.rowcount else None


@action
def claim_next(after: Callable[[], object] | None = None) -> Letter | None:
    """Take in hand the letter that has waited longest; None when none is due.

    `after` notes what became of the one before, in the same commit; so each letter costs two commits, and not three.
    """
    if after:
        after()
    letter_id = next_due(now())
    return claim(letter_id) if letter_id else None


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
def note_refused(letter: Letter, answer: str, blames_address: bool = False) -> None:
    """The server refused it for good; `blames_address`: because of the address, whatever the letter."""
    if letter.withdrawn_at:
        _forget(Letter.id == letter.id)
        return
    letter.state = LetterState.FAILED
    letter.tries += 1
    letter.handed_at = None
    letter.server_said = _in_short(answer)
    letter.unreachable_at = this_hour() if blames_address else None


@action
def note_delayed(letter: Letter, answer: str) -> None:
    """It certainly was not taken, and may be later: it waits, longer each time, and at last has failed. One that was
    withdrawn meanwhile is gone."""
    if letter.withdrawn_at:
        _forget(Letter.id == letter.id)
        return
    letter.tries += 1
    letter.handed_at = None
    letter.server_said = _in_short(answer)
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
    letter.server_said = _in_short(answer)


@action
def recover_claims() -> None:
    """Judge the letters that a dead worker had in hand. Only for who holds the outbox: nobody else is sending.

    What was not handed to the server waits again at once, or is gone if it was withdrawn meanwhile; what was handed may
    have arrived, so it is unsure.
    """
    _forget((Letter.state == LetterState.SENDING) & Letter.handed_at.is_(None) & ~is_wanted())
    in_hand = update(Letter).where(Letter.state == LetterState.SENDING)
    db.session.execute(in_hand.where(Letter.handed_at.is_not(None)).values(state=LetterState.UNSURE))
    db.session.execute(
        in_hand.where(Letter.handed_at.is_(None)).values(state=LetterState.QUEUED, next_try_at=this_hour())
    )


@action
def resend(letter: Letter) -> None:
    """Somebody decided that a letter that may not have arrived goes out again. AlreadyDone in any other state, and when
    it was withdrawn."""
    if not _resend(Letter.id == letter.id):
        raise AlreadyDone
    db.session.refresh(letter)


@action
def resend_all(about: str, state: LetterState) -> int:
    """Somebody decided that all letters about one thing in this state go out again; answers how many.

    Raises AlreadyDone when there are none.
    """
    count = _resend((Letter.about == about) & (Letter.state == state))
    if not count:
        raise AlreadyDone
    return count


def _resend(those: ColumnElement[bool]) -> int:
    those &= Letter.state.in_(TROUBLED) & is_wanted()
    try_addresses(db.session.scalars(select(Letter.address).where(those)).all())
    resent = db.session.execute(
        update(Letter).where(those).values(state=LetterState.QUEUED, tries=0, handed_at=None, next_try_at=this_hour())
    )
    after_commit(wake)
    return resent.rowcount


@action
def try_addresses(addresses: Sequence[str]) -> None:
    """Somebody decided that letters go to these addresses again, whatever mail servers have said of them."""
    for some in (addresses[start : start + 500] for start in range(0, len(addresses), 500)):
        given_up = Letter.address.in_(some) & Letter.unreachable_at.is_not(None)
        db.session.execute(update(Letter).where(given_up).values(unreachable_at=None))


@action
def pause_letters(about: str) -> None:
    """Let the letters about one thing wait, also those still to come. One that is in a worker's hand still leaves."""
    paused = db.insert(PausedLetters).values(about=about, paused_at=now()).on_conflict_do_nothing()
    db.session.execute(paused)


@action
def let_letters_go(about: str) -> None:
    """The letters about one thing wait no longer than others."""
    db.session.execute(delete(PausedLetters).where(PausedLetters.about == about))
    after_commit(wake)


@action
def note_bounced(letter: Letter, reason: str, blames_address: bool = False) -> bool:
    """It came back for good; `blames_address` as for `note_refused`. False when it is not one that was sent: it is
    being sent again, or came back before."""
    unreachable_at = this_hour() if blames_address else None
    return _note_returned(letter, reason, {LetterState.SENT, LetterState.UNSURE}, LetterState.BOUNCED, unreachable_at)


@action
def note_late(letter: Letter, reason: str) -> bool:
    """A server on its way has not delivered it yet, and goes on trying. False as for `note_bounced`."""
    return _note_returned(letter, reason, {LetterState.SENT}, LetterState.SENT)


def _note_returned(
    letter: Letter,
    reason: str,
    those: set[LetterState],
    becomes: LetterState,
    unreachable_at: datetime | None = None,
) -> bool:
    noted = db.session.execute(
        update(Letter)
        .where(Letter.id == letter.id, Letter.state.in_(those))
        .values(state=becomes, server_said=_in_short(reason), unreachable_at=unreachable_at)
    )
    return bool(noted.rowcount)
