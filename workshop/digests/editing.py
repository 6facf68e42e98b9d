"""Editing a digest: what is put around the words, version by version.

A version that nobody has approved goes on being its maker's draft while the same person edits it. Whoever else edits,
and whoever edits what has been approved, makes a new version; so each version has one maker, and none is overwritten
by another's.
"""

from workshop.accounts.models import User
from workshop.action import action, after_commit
from workshop.clock import now
from workshop.digests.actions import keep_version, written_up
from workshop.digests.document import Document
from workshop.digests.edited import edited
from workshop.digests.edits import Edits, edits_from
from workshop.digests.models import Digest
from workshop.digests.queries import newest_digest
from workshop.errors import ChangedMeanwhile, NotFound
from workshop.jobs import wake
from workshop.meetings.actions import take_turn
from workshop.meetings.models import Meeting


def composed(digest: Digest) -> Document:
    """The document as it would be made now, without edits. Raises NotNow, NotFound."""
    return written_up(digest.meeting, digest.language)[1]


def save_edits(digest: Digest, edition: int, edits: Edits, editor: User, anew: bool = False) -> Digest:
    """The newest version with these edits, made of what is said and not hidden now; the same when nothing was changed.

    `edition` is that of the version which was read. `anew`: make a new version whoever made the newest one.
    Raises ChangedMeanwhile when there is another version or edition by now.
    """
    seq, document = written_up(digest.meeting, digest.language)
    return _save(digest, edition, edits, editor, anew, seq, edited(document, edits))


def take_up(old: Digest, newest: Digest, edition: int, editor: User) -> Digest:
    """A new version with the edits of an earlier one, of the same language. Raises NotFound, ChangedMeanwhile."""
    if (old.meeting_id, old.language) != (newest.meeting_id, newest.language):
        raise NotFound
    return save_edits(newest, edition, edits_from(old.edits), editor, anew=True)


@action
def _save(digest: Digest, edition: int, edits: Edits, editor: User, anew: bool, seq: int, document: Document) -> Digest:
    meeting: Meeting = digest.meeting
    take_turn(meeting)
    newest = newest_digest(meeting, digest.language)
    if newest is None or newest.id != digest.id or newest.edition != edition:
        raise ChangedMeanwhile
    if edits == edits_from(digest.edits):
        return digest
    if anew or digest.approved_at or digest.made_by_id != editor.id:
        return keep_version(meeting, digest.language, seq, document, edits, editor)
    digest.document, digest.edits = document.as_json(), edits.as_json()
    digest.made_at, digest.made_of_seq, digest.edition = now(), seq, edition + 1
    after_commit(wake)  # its files are printed by the worker
    return digest
