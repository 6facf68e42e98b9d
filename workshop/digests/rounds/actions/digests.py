"""What is done to round digests and to what goes into them; by organisers only."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from workshop.accounts.models import Role, User
from workshop.action import action, after_commit
from workshop.analysis.privacy import Count
from workshop.clock import now
from workshop.coding.models import Frame
from workshop.columns import Texts
from workshop.digests.actions import require_near, set_off, write_deed_down
from workshop.digests.models import Recipients, random_key
from workshop.digests.rounds.compose import Composed, compose_round
from workshop.digests.rounds.guarded import Fault, Phrase, fault_of, read_phrase, say_phrase
from workshop.digests.rounds.models import Chapter, RoundDigest, Stage, Synthesis
from workshop.digests.rounds.queries import chapters_of, last_version, synthesis_of
from workshop.digests.rounds.seen import of_chapter, of_words, require_seen
from workshop.errors import AlreadyDone, ChangedMeanwhile, NotAllowed, NotFound, NotNow, Refusal
from workshop.extensions import db
from workshop.jobs import wake
from workshop.results.actions import publish
from workshop.results.models import Publication
from workshop.rounds.actions import take_turn
from workshop.rounds.models import Round


class PublishedSince(ChangedMeanwhile):
    """Other numbers of the round have been published since the digest was made: it was not judged with them."""


class FalsePhrase(Refusal):
    """The phrase is not true of the count."""

    def __init__(self, figure: str, phrase: Phrase, fault: Fault, count: Count) -> None:
        super().__init__(figure)
        self.figure, self.phrase, self.fault, self.count = figure, phrase, fault, count


def make_round_digest(round_: Round, language: str, stage: Stage, as_of: date, maker: User | None) -> RoundDigest:
    """A new version of the round's digest as of a day; earlier versions stay as they are.

    Raises NotAllowed for a maker who is no organiser; without one it is the command line that makes it.
    """
    if maker is not None:
        require_organiser(maker)
    moment = now()  # what is published while it is composed has come after it
    return _keep(round_, language, stage, as_of, maker, compose_round(round_, language, stage, as_of), moment)


@action
def _keep(
    round_: Round, language: str, stage: Stage, as_of: date, maker: User | None, composed: Composed, moment: Any
) -> RoundDigest:
    take_turn(round_)
    digest = RoundDigest(
        key=random_key(),
        round_id=round_.id,
        language=language,
        version=last_version(round_, language) + 1,
        stage=stage,
        as_of=as_of,
        document=composed.document.as_json(),
        told=dict(composed.told),
        counted_until=composed.counted_until,
        made_at=moment,
        made_by_id=maker.id if maker else None,
    )
    db.session.add(digest)
    db.session.flush()
    after_commit(wake)  # its files are printed by the worker
    return digest


@action
def approve_round_digest(
    digest: RoundDigest, approver: User, to: Recipients = Recipients.BOTH, leaves_at: datetime | None = None
) -> None:
    """Make the digest public, and keep that its numbers are out; its letters go to these recipients at `leaves_at`, or
    as soon as they can.

    Raises NotAllowed, AlreadyDone for an approved digest, NotNow for a version that a newer one has replaced,
    PublishedSince when other numbers of the round have been published since it was made: it was not judged with them;
    and ValueError as `approve_digest`.
    """
    require_organiser(approver)
    require_near(leaves_at)
    take_turn(digest.round)
    if digest.approved_at:
        raise AlreadyDone
    if digest.version < last_version(digest.round, digest.language):
        raise NotNow
    if _others_since(digest):
        raise PublishedSince
    set_off(digest, approver, to, leaves_at)
    publish(digest.round, digest.counted_until, digest.told)
    told = {"recipients": to, "leaves_at": leaves_at.isoformat() if leaves_at else None}
    write_deed_down("approve_round_digest", digest, approver, **told)


def _others_since(digest: RoundDigest) -> bool:
    """Has anything been published since, but the same numbers (in another language)?"""
    since = db.session.scalars(
        select(Publication).where(Publication.round_id == digest.round_id, Publication.published_at >= digest.made_at)
    )
    return any(
        (one.counted_until, one.people, one.notes, one.joined)
        != (digest.counted_until, *(digest.told[name] for name in ("people", "notes", "joined")))
        for one in since
    )


@action
def move_chapter(round_: Round, chapter: Chapter, by: int, editor: User) -> None:
    """Move a chapter one place earlier (−1) or later (+1); at an end nothing happens. Raises NotAllowed."""
    synthesis = _touched(round_, editor)
    order = chapters_of(synthesis)
    here = order.index(chapter)
    if 0 <= here + by < len(order):
        order.insert(here + by, order.pop(here))
    synthesis.order = [str(one) for one in order]


@action
def leave_out_chapter(round_: Round, chapter: Chapter, editor: User) -> None:
    """Leave a chapter out of the digests that are made from now on. Raises NotAllowed."""
    synthesis = _touched(round_, editor)
    synthesis.left_out = sorted({*synthesis.left_out, str(chapter)})


@action
def take_in_chapter(round_: Round, chapter: Chapter, editor: User) -> None:
    """Take a chapter that was left out in again. Raises NotAllowed."""
    synthesis = _touched(round_, editor)
    synthesis.left_out = [one for one in synthesis.left_out if one != chapter]


@action
def write_chapter(round_: Round, chapter: Chapter, text: Texts, editor: User, seen: str | None = None) -> None:
    """Say something at the beginning of a chapter. `seen`: the mark of what was read (`seen.of_chapter`).

    Raises NotAllowed, ChangedMeanwhile.
    """
    synthesis = _touched(round_, editor)
    require_seen(seen, of_chapter(synthesis, chapter))
    synthesis.texts = {**synthesis.texts, str(chapter): dict(text)}


@action
def choose_headings(round_: Round, frame: Frame | None, editor: User) -> None:
    """Let the codes of a frame be the headings of the themes. Raises NotAllowed, NotFound for another round's frame."""
    synthesis = _touched(round_, editor)
    if frame is not None and frame.round_id != round_.id:
        raise NotFound
    synthesis.frame_id = frame.id if frame else None


@action
def choose_words(
    round_: Round,
    as_of: date,
    typed: Mapping[str, str],
    figures: Mapping[str, Count],
    editor: User,
    seen: str | None = None,
) -> None:
    """Say figures in other words on this day: "yli 300". An empty text leaves it to the count.

    `figures`: the counts of that day (`statistics_of`). `seen`: the mark of what was read (`seen.of_words`). Raises
    NotAllowed, ChangedMeanwhile, NotFound for a figure that there is not, guarded.BadPhrase for what is no phrase, and
    FalsePhrase for what is not true; nothing is changed then.
    """
    synthesis = _touched(round_, editor)
    require_seen(seen, of_words(synthesis, as_of))
    chosen = {}
    for figure, text in typed.items():
        if not text.strip():
            continue
        if figure not in figures:
            raise NotFound
        phrase = read_phrase(text)
        if fault := fault_of(phrase, figures[figure]):
            raise FalsePhrase(figure, phrase, fault, figures[figure])
        chosen[figure] = say_phrase(phrase, "fi")
    synthesis.wording = {**synthesis.wording, as_of.isoformat(): chosen}


def _touched(round_: Round, editor: User) -> Synthesis:
    """The round's synthesis as a stored row, to be changed by an organiser alone."""
    require_organiser(editor)
    take_turn(round_)
    synthesis = synthesis_of(round_)
    db.session.add(synthesis)
    return synthesis


def require_organiser(user: User) -> None:
    """Raises NotAllowed for anybody else."""
    if not user.may(Role.ORGANISER):
        raise NotAllowed
