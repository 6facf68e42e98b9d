"""Where organisers put the digest of a round together: versions, chapters, the words of the counts."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.clock import today
from workshop.coding.queries import frames_of
from workshop.digests.addressees import round_counts
from workshop.digests.files import is_soon_printed
from workshop.digests.leaving_forms import LeavingForm
from workshop.digests.mailing import chosen_recipients, drawn_with, is_leaving, leaving_form
from workshop.digests.pictures import as_data, contents_of
from workshop.digests.rounds import actions, words
from workshop.digests.rounds.compose import compose_round
from workshop.digests.rounds.doors import HERE, REFUSED, STALE, bp
from workshop.digests.rounds.evidence import Grounds
from workshop.digests.rounds.forms import ChapterForm, DayForm, HeadingsForm, WordsForm
from workshop.digests.rounds.models import CHAPTER_OF, Chapter, PieceKind
from workshop.digests.rounds.queries import (
    access_round_digest,
    access_synthesis,
    chapter_text,
    chapters_of,
    counted_until,
    pieces_of,
    round_digests_of,
    synthesis_of,
)
from workshop.digests.rounds.seen import of_chapter, of_words
from workshop.digests.rounds.wording import Wording
from workshop.errors import ChangedMeanwhile, NotFound
from workshop.i18n.choose import current_language
from workshop.results.round_statistics import statistics_of
from workshop.rounds.models import Round

_CHAPTER = f"<any({', '.join(Chapter)}):name>"
_STEPS = {"earlier": -1, "later": 1}


@bp.get(HERE)
@login_required
def page(key: str) -> ResponseReturnValue:
    """The digest's versions, its chapters, and what stands in them."""
    return _page(access_synthesis(key, current_user))


def _page(
    round_: Round, headings: HeadingsForm | None = None, refused: LeavingForm | None = None
) -> ResponseReturnValue:
    """The page; with a form that has been refused in place of the fresh one."""
    form, language = DayForm(), current_language()
    is_valid = form.validate()
    synthesis, versions, pieces = synthesis_of(round_), round_digests_of(round_), pieces_of(round_)
    until = counted_until(form.day if is_valid else today())
    statistics, chosen = statistics_of(round_, until), synthesis.wording.get(form.as_of.data or "", {})
    grounds = Grounds(round_, pieces, until)
    newest = {made.language: made for made in reversed(versions)}
    letters = drawn_with(round_, versions, newest.values(), refused)
    moves = any(map(is_soon_printed, newest.values())) or is_leaving(letters["courses"].values())
    page = render_template(
        "digests/round/desk.html",
        round=round_,
        form=form,
        is_valid=is_valid,
        asked={"as_of": form.as_of.data, "language": form.language.data, "stage": form.stage.data},
        figures={
            name: Wording(chosen, statistics.figures, language).say(name)
            for name in ("meetings", "people")
            if name in statistics.figures
        },
        untrue=[
            words.false_phrase(phrase, fault, statistics.figures[figure], language)
            for figure, (phrase, fault) in Wording(chosen, statistics.figures, language).false.items()
        ],
        versions=versions,
        newest={made.id for made in newest.values()},
        asked_for=round_counts(round_),
        refused=refused,
        may_approve=True,
        looks_again=moves and not refused,
        **letters,
        stages=words.stage_names(),
        chapters=chapters_of(synthesis),
        chapter_names=words.chapter_names(),
        synthesis=synthesis,
        headings=headings or _headings_form(round_),
        kinds={chapter: kind for kind, chapter in CHAPTER_OF.items()},
        kind_names=words.kind_names(),
        pieces={kind: [piece for piece in pieces if piece.kind is kind] for kind in PieceKind},
        footnotes={
            piece.id: words.footnote(grounds.rests(piece), must_rest=piece.kind is PieceKind.RECOMMENDATION)
            for piece in pieces
        },
        gone={piece.id: grounds.rests(piece).gone for piece in grounds.shaken()},
    )
    return page, 200 if is_valid and not refused and not (headings and headings.errors) else REFUSED


def _headings_form(round_: Round) -> HeadingsForm:
    frames = [(frame.id, frame.name.text(current_language())) for frame in frames_of(round_)]
    return HeadingsForm(frames, synthesis_of(round_).frame_id)


@bp.get(f"{HERE}/preview")
@login_required
def preview(key: str) -> ResponseReturnValue:
    """How the digest would be if it were made now. Nothing is kept."""
    round_, form = access_synthesis(key, current_user), DayForm()
    if not form.validate():
        raise NotFound
    document = compose_round(round_, form.language.data, form.chosen_stage, form.day).document
    sources = as_data(contents_of(document))  # there is no digest yet at whose address they would stand
    return render_template(
        "digests/round/preview.html", round=round_, document=document, sources=sources, asked=form.data
    )


@bp.post(f"{HERE}/versions")
@login_required
def make(key: str) -> ResponseReturnValue:
    """A new version of the digest."""
    round_, form = access_synthesis(key, current_user), DayForm()
    if not form.validate():
        return _page(round_)
    made = actions.make_round_digest(round_, form.language.data, form.chosen_stage, form.day, current_user)
    flash(_("Version %(version)s of the digest is ready.", version=made.version))
    return redirect(url_for(".page", key=key, **form.data), 303)


@bp.post(f"{HERE}/versions/<int:digest_id>/approval")
@login_required
def approve(key: str, digest_id: int) -> ResponseReturnValue:
    """Let everybody read it; it is sent now or at a time to those whom the organiser has chosen."""
    digest = access_round_digest(access_synthesis(key, current_user), digest_id)
    form = leaving_form(digest, request.form)
    if not form.validate():
        return _page(digest.round, refused=form)
    try:
        actions.approve_round_digest(digest, current_user, chosen_recipients(), form.leaves_at())
        flash(
            _("The digest has been approved. Anybody with its link can read it. Below you see when its letters leave.")
        )
    except actions.PublishedSince:
        flash(
            _(
                "Another digest of the round has been approved since this one was made. Make this one again: else "
                "something about a few people could follow from both."
            ),
            "error",
        )
    return redirect(url_for(".page", key=key), 303)


@bp.post(f"{HERE}/chapters/{_CHAPTER}/<any(earlier, later, leave, take):deed>")
@login_required
def arrange_chapter(key: str, name: str, deed: str) -> ResponseReturnValue:
    """Move a chapter, leave it out, or take it in again."""
    round_, chapter = access_synthesis(key, current_user), Chapter(name)
    if deed in _STEPS:
        actions.move_chapter(round_, chapter, _STEPS[deed], current_user)
    elif deed == "leave":
        actions.leave_out_chapter(round_, chapter, current_user)
    else:
        actions.take_in_chapter(round_, chapter, current_user)
    return redirect(url_for(".page", key=key, _anchor=f"chapter-{name}"), 303)


@bp.route(f"{HERE}/chapters/{_CHAPTER}", methods=["GET", "POST"])
@login_required
def chapter(key: str, name: str) -> ResponseReturnValue:
    """What is said at the beginning of a chapter."""
    round_, named = access_synthesis(key, current_user), Chapter(name)
    stands = synthesis_of(round_)
    form, theirs = ChapterForm(data={"text": chapter_text(stands, named), "seen": of_chapter(stands, named)}), None
    if form.validate_on_submit():
        try:
            actions.write_chapter(round_, named, form.text.data, current_user, form.seen.data)
            flash(_("Saved."))
            return redirect(url_for(".page", key=key, _anchor=f"chapter-{name}"), 303)
        except ChangedMeanwhile:
            stands = synthesis_of(round_)
            form.seen.data, theirs = of_chapter(stands, named), list(chapter_text(stands, named).items())
    title = words.chapter_names()[named]
    page = render_template("digests/round/chapter.html", round=round_, form=form, title=title, theirs=theirs)
    return page, _status(form, theirs)


def _status(form: ChapterForm | WordsForm, theirs: Sequence[tuple[str, str]] | None) -> int:
    if theirs is not None:
        return STALE
    return REFUSED if form.errors else 200


@bp.post(f"{HERE}/headings")
@login_required
def headings(key: str) -> ResponseReturnValue:
    """Choose the coding frame whose codes are the headings of the themes."""
    round_ = access_synthesis(key, current_user)
    form = _headings_form(round_)
    if not form.validate_on_submit():
        return _page(round_, form)
    frame = next((frame for frame in frames_of(round_) if str(frame.id) == form.frame.data), None)
    actions.choose_headings(round_, frame, current_user)
    flash(_("Saved."))
    return redirect(url_for(".page", key=key, _anchor="chapter-themes"), 303)


@bp.route(f"{HERE}/words", methods=["GET", "POST"])
@login_required
def in_words(key: str) -> ResponseReturnValue:
    """Say the counts of a day in other words, as far as they are true."""
    round_, day = access_synthesis(key, current_user), DayForm()
    if not day.validate():
        raise NotFound
    figures = statistics_of(round_, counted_until(day.day)).figures
    stands, theirs = synthesis_of(round_), None
    form = WordsForm.of(figures, stands.wording.get(day.as_of.data, {}), of_words(stands, day.day))
    if form.validate_on_submit():
        try:
            actions.choose_words(round_, day.day, form.typed(), figures, current_user, form.seen.data)
            flash(_("Saved."))
            return redirect(url_for(".page", key=key, as_of=day.as_of.data), 303)
        except actions.FalsePhrase as no:
            form.complain(no)
        except ChangedMeanwhile:
            stands = synthesis_of(round_)
            form.seen.data = of_words(stands, day.day)
            theirs = [("fi", phrase) for phrase in stands.wording.get(day.as_of.data, {}).values()]
    page = render_template("digests/round/words.html", round=round_, form=form, as_of=day.day, theirs=theirs)
    return page, _status(form, theirs)
