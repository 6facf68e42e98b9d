"""Editing a digest: who may, what each version keeps, and what two people at once are told."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from tests.digests.editor import EDIT, PAGE, SAID, fields, list_of, newest, seen, text_now
from tests.digests.papers import NASTY
from tests.digests.scene import CODE, made_digest, meeting_now, organiser, staff
from tests.houses import led
from tests.pages import Visitor, check_page, form_fields
from tests.pictures.files import picture
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.editing import save_edits, take_up
from workshop.digests.edits import Edits, Quote, edits_from
from workshop.digests.letters import write_letter
from workshop.digests.posting import post_digest
from workshop.digests.queries import digests_of
from workshop.digests.quoting import mark_of
from workshop.errors import ChangedMeanwhile
from workshop.extensions import db

LoggedIn = Callable[[str], Visitor]
ORGANISER = f"organiser.{CODE.lower()}"


def test_an_editors_saves_are_one_draft_and_anothers_are_a_new_version(ready: Flask) -> None:
    with ready.app_context():
        leader, owner = meeting_now().leaders[0], organiser()
        drafts = [save_edits(newest(), newest().edition, Edits(f"{n}"), leader) for n in range(3)]
        assert {(made.version, made.made_by_id) for made in drafts} == {(2, leader.id)}
        assert newest().edition == 2
        assert save_edits(newest(), 2, Edits("2"), owner).version == 2, "nothing was changed"
        assert save_edits(newest(), 2, Edits("toinen"), owner).version == 3
        assert [made.document["blocks"][0]["heading"] == "Johdanto" for made in digests_of(meeting_now())] == [
            True, True, False,
        ]  # fmt: skip


def test_an_edited_first_version_is_no_supplement(ready: Flask) -> None:
    """What is said in the letter: something was sent before, when it was."""
    with ready.app_context():
        owner = organiser()
        made = save_edits(newest(), 0, Edits("Hei"), owner)
        assert "täydennetty" not in write_letter(made).text
        approve_digest(made, owner)
        post_digest(made)
        assert "täydennetty" in write_letter(save_edits(made, made.edition, Edits("Lisää"), owner)).text


def test_what_is_approved_stays_and_editing_goes_on_in_a_new_version(ready: Flask) -> None:
    with ready.app_context():
        owner = organiser()
        approved = save_edits(newest(), 0, Edits("Hyväksytty"), owner)
        approve_digest(approved, owner)
        before = dict(approved.document)
        made = save_edits(approved, approved.edition, Edits("Uusi"), owner)
        assert (made.version, made.approved_at) == (3, None)
        assert digests_of(meeting_now())[1].document == before


def test_nobody_approves_what_was_edited_after_they_read_it(ready: Flask) -> None:
    with ready.app_context():
        owner = organiser()
        draft = save_edits(newest(), 0, Edits("Luettu"), owner)
        save_edits(draft, 0, Edits("Muutettu"), owner)
        with pytest.raises(ChangedMeanwhile):
            approve_digest(draft, owner, edition=0)
        assert draft.approved_at is None
        approve_digest(draft, owner, edition=1)


def test_a_version_that_is_made_again_keeps_the_edits_but_no_quote_of_what_was_hidden(ready: Flask) -> None:
    with ready.app_context():
        place = list_of("Mikä on tärkeää?")
        edits = Edits("Johdanto", quotes=(Quote(place, mark_of(SAID), ((0, 8),)),), left_out=(list_of("Miksi?"),))
        save_edits(newest(), 0, edits, organiser())
        assert "Avoimuus […]" in text_now()
        note = db.session.query(Note).filter_by(text=SAID).one()
        led(hide_note, note)
        made = make_digest(meeting_now(), "fi")
        assert edits_from(made.edits) == edits
        assert "Avoimuus" not in text_now()
        assert "Siinä on 1 kannanotto." in text_now()


def test_an_earlier_versions_edits_are_taken_up_as_a_new_version(ready: Flask, logged_in: LoggedIn) -> None:
    with ready.app_context():
        leader, owner = meeting_now().leaders[0], organiser()
        old = save_edits(newest(), 0, Edits("Ensimmäinen"), leader)
        made = save_edits(old, 0, Edits("Toinen"), owner)
        assert take_up(old, made, 0, owner).version == 4
        assert "Ensimmäinen" in text_now()
        second = made.id
    desk = logged_in(ORGANISER)
    page = desk.get(PAGE)
    assert "Tekijä: Leader" in page.text
    assert "Tehty automaattisesti" in page.text
    assert desk.post(f"{PAGE}/{second}/edits", page=PAGE).location == EDIT
    with ready.app_context():
        assert "Toinen" in text_now()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_the_editor_in_every_language(ready: Flask, logged_in: LoggedIn, language: str) -> None:
    desk = logged_in("leader")
    with ready.app_context():
        place = list_of("Mikä on tärkeää?")
    assert desk.post(f"{PAGE}/fi/quotes/{place}", {"quote": mark_of(SAID), "seen": seen(desk)}).status_code == 303
    file = (BytesIO(picture()), "joki.png")
    desk.post(f"{PAGE}/fi/pictures", {"alt": "Joki", "caption": "", "place": "introduction", "file": file})
    with ready.app_context():
        key = edits_from(newest().edits).pictures[0].key
    for path in ("edit", f"quotes/{place}", "pictures", f"pictures/{key}"):
        answer = desk.get(f"{PAGE}/fi/{path}?lang={language}")
        assert answer.status_code == 200, path
        check_page(answer, language)
    assert "frame-src 'self'" in desk.get(EDIT).headers["Content-Security-Policy"]
    framed = desk.get(f"{PAGE}/fi/preview")
    assert "Joki" in framed.text
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]


def test_buttons_move_leave_out_and_save_what_was_typed_at_once(ready: Flask, logged_in: LoggedIn) -> None:
    desk = logged_in("leader")
    keys = fields(desk)["order"]
    themes = [key for key in keys if key.startswith("theme:")]
    with ready.app_context():
        gone = list_of("Miksi?")
    sent = fields(desk, introduction="Hei", deed=f"up {themes[1]}", left_out=[gone, "prompt:999", "<b>"])
    answer = desk.post(EDIT, sent)
    assert answer.location.endswith(f"#row-{themes[1]}")
    with ready.app_context():
        text, edits = text_now(), edits_from(newest().edits)
    assert text.rindex("Kuka osallistuu?") < text.rindex("Mikä on tärkeää?") < text.index("Järjestäjä on jättänyt")
    assert "Siksi" not in text
    assert (edits.introduction, edits.left_out) == ("Hei", (gone,))
    desk.post(EDIT, fields(desk, deed=f"down {themes[1]}", left_out=[]))
    with ready.app_context():
        assert edits_from(newest().edits) == Edits("Hei"), "moved back, nothing is moved"
    assert desk.post(EDIT, fields(desk, deed=f"quotes {gone}")).location.endswith(f"/quotes/{gone}")
    assert desk.post(EDIT, fields(desk, deed="add")).location.endswith("/fi/pictures")


def test_the_second_of_two_is_told_and_loses_nothing(ready: Flask, logged_in: LoggedIn) -> None:
    first, second = logged_in("leader"), logged_in(ORGANISER)
    mine, theirs = fields(first, introduction="Ensimmäisen sanat"), fields(second, introduction="Toisen sanat")
    assert first.post(EDIT, mine).status_code == 303
    answer = second.post(EDIT, theirs)
    assert answer.status_code == 409
    check_page(answer, "fi")
    assert form_fields(answer, EDIT)["introduction"].strip() == "Toisen sanat"
    assert '<blockquote class="theirs" lang="fi">Ensimmäisen sanat' in answer.text
    with ready.app_context():
        assert "Toisen sanat" not in text_now()
    again = form_fields(answer, EDIT)
    assert second.post(EDIT, {name: again.getlist(name) for name in again}).status_code == 303
    with ready.app_context():
        assert "Toisen sanat" in text_now()
        assert [edits_from(made.edits).introduction for made in digests_of(meeting_now())] == [
            "Toisen sanat", "Ensimmäisen sanat", "",
        ]  # fmt: skip


def test_quotes_are_shortened_word_for_word_or_given_back_with_the_reason(ready: Flask, logged_in: LoggedIn) -> None:
    desk = logged_in("leader")
    with ready.app_context():
        place = list_of("Mikä on tärkeää?")
    at, mark = f"{PAGE}/fi/quotes/{place}", mark_of(SAID)

    def send(**more: object) -> object:
        return desk.post(at, {"quote": [mark, "forged"], "seen": seen(desk), **more})

    assert send().status_code == 303
    bad = send(**{f"text-{mark}": "Avoimuus viimeiseksi"})
    assert bad.status_code == 422
    check_page(bad, "fi")
    assert "Avoimuus viimeiseksi</textarea>" in bad.text
    assert "”Avoimuus viimeiseksi” ei ole tekstissä" in bad.text
    assert send(**{f"text-{mark}": "Avoimuus ensin […] kiireettömyys"}).status_code == 303
    with ready.app_context():
        assert "• Avoimuus ensin […] kiireettömyys. […]".replace(". […]", " […]") in text_now()
    assert desk.post(at, {"seen": "1.0", "quote": mark}).status_code == 409
    assert desk.post(at, {"seen": seen(desk)}).status_code == 303
    with ready.app_context():
        assert edits_from(newest().edits).quotes == ()
    assert desk.get(f"{PAGE}/fi/quotes/prompt:999").status_code == 404


def test_whatever_is_typed_is_text(ready: Flask, logged_in: LoggedIn) -> None:
    desk = logged_in("leader")
    typed = "\n".join([*NASTY, "a\0b"])
    assert desk.post(EDIT, fields(desk, introduction=typed)).status_code == 303
    page = desk.get(f"{PAGE}/fi/preview").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<p>ab</p>" in page
    too_long = desk.post(EDIT, fields(desk, introduction="x" * 5001))
    assert too_long.status_code == 422
    check_page(too_long, "fi")
    assert "x" * 5001 in too_long.text


def test_the_editor_is_for_those_who_lead(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    made_digest(app)
    with app.app_context():
        staff("stranger")
        digest_id = newest().id
    stranger = logged_in("stranger")
    for path in ("edit", "preview", "pictures", "quotes/prompt:1", "pictures/x"):
        assert stranger.get(f"{PAGE}/fi/{path}").status_code == 404
        assert visitor.get(f"{PAGE}/fi/{path}").status_code == 302
    assert stranger.post(f"{PAGE}/{digest_id}/edits", page="/rounds").status_code == 404
    assert logged_in("leader").get(f"{PAGE}/sv/edit").status_code == 404
