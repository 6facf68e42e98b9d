"""The pages on which a round's digest is put together and read."""

import re

import pytest

from tests.digests.rounds.conftest import DAY, SAID, Desk
from tests.houses import LEADER, ORGANISER
from tests.pages import Visitor, check_page
from tests.pictures.files import picture
from workshop import clock
from workshop.columns import Texts
from workshop.digests.files import LOOKS_AGAIN, file_of
from workshop.digests.press import PRINTED
from workshop.digests.rounds import actions
from workshop.digests.rounds.actions import pieces
from workshop.digests.rounds.models import EvidenceKind, PieceKind, RoundDigest, Stage
from workshop.digests.rounds.queries import pieces_of
from workshop.extensions import db
from workshop.meetings.actions import count_heads
from workshop.meetings.queries import meeting_by_code
from workshop.pictures.reading import read_picture
from workshop.rounds.actions import create_round, set_logo

PAGE = "/rounds/values/digest"


@pytest.fixture
def organiser(desk: Desk) -> Visitor:
    return desk.house.desk(ORGANISER)


def send(visitor: Visitor, path: str, **fields: str) -> object:
    """Post a form of the page, with its token and what it says was seen."""
    page = visitor.get(PAGE)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {**seen_at(visitor, path, **fields), **fields}
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    return visitor.client.post(path, data={**named, "csrf_token": token})


def seen_at(visitor: Visitor, path: str, **asked: str) -> dict[str, str]:
    """What the form at this address says was seen."""
    return seen_in(visitor.client.get(path, query_string=asked).text)


def seen_in(page: str) -> dict[str, str]:
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    return {"seen": found[1]} if found else {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_all_pages_are_sound(desk: Desk, language: str) -> None:
    with desk.house.app.app_context():
        piece = desk.piece(PieceKind.RECOMMENDATION, "Tehdään yhdessä")
        desk.rest(piece, (EvidenceKind.NOTE, desk.notes[0]))
        desk.piece(PieceKind.FACT, "Väkiluku")
        desk.hide(desk.notes[0])
        made = desk.make()
        key, letter, piece_id = made.key, f"/versions/{made.id}/letter", piece.id
    visitor = desk.house.desk(ORGANISER, language)
    for path in (
        "", "?as_of=1999-13-01", f"/preview?as_of={DAY}&language={language}", f"/words?as_of={DAY}", "/chapters/themes",
        "/pieces/new/item", "/pieces/new/practice", "/pieces/new/recommendation", "/pieces/new/fact",
        f"/pieces/{piece_id}", f"/pieces/{piece_id}/evidence?q=keskukset", "/quotes/new?q=keskukset",
        "/quotes/new?q=ei", "/recipients", f"{letter}/present", f"{letter}/invited",
    ):  # fmt: skip
        page = check_page(visitor.get(PAGE + path), language)
        assert page.title
    check_page(visitor.get(f"/koonti/round/{key}"), language)
    check_page(visitor.get(f"/koonti/round/{key}/koonti.pdf"), language)


def test_the_page_looks_again_while_files_are_printed(desk: Desk, organiser: Visitor) -> None:
    def looks_again() -> bool:
        page = organiser.get(PAGE).text
        assert "js/again.js" in page
        return 'id="versions" data-again="soon"' in page

    assert not looks_again(), "there is no version"
    with desk.house.app.app_context():
        made = desk.make()
        assert looks_again()
        with clock.at(made.made_at + LOOKS_AGAIN):
            assert not looks_again(), "the worker seems to be away: whoever waits reloads the page"
        for name in PRINTED:
            file_of(made, name).parent.mkdir(exist_ok=True)
            file_of(made, name).write_bytes(b"printed")
    assert not looks_again()


def test_the_round_leads_to_its_digest(organiser: Visitor) -> None:
    assert f'href="{PAGE}"' in organiser.get("/rounds/values").text


def test_a_false_phrase_is_shown_at_its_field_and_stays_typed(desk: Desk, organiser: Visitor) -> None:
    answer = send(organiser, f"{PAGE}/words", as_of=str(DAY), figure1="yli 300")
    assert answer.status_code == 422
    assert "”yli 300” ei pidä paikkaansa: todellinen määrä on 2" in answer.text
    assert 'value="yli 300"' in answer.text
    check_page(answer, "fi")
    answer = send(organiser, f"{PAGE}/words", as_of=str(DAY), figure1="paljon")
    assert answer.status_code == 422
    assert "esimerkiksi: yli 300" in answer.text
    assert send(organiser, f"{PAGE}/words", as_of=str(DAY), figure1="vähintään 2").status_code == 303
    assert "Tilaisuuksia on pidetty vähintään 2." in organiser.get(f"{PAGE}/preview?as_of={DAY}").text


def test_a_digest_is_made_read_and_approved(desk: Desk, organiser: Visitor) -> None:
    passer_by = desk.house.passer_by()
    assert send(organiser, f"{PAGE}/versions", as_of="2999-01-01", language="fi").status_code == 422
    assert send(organiser, f"{PAGE}/versions", as_of=str(DAY), language="fi", stage="final").status_code == 303
    with desk.house.app.app_context():
        made = db.session.query(RoundDigest).one()
        key, number = made.key, made.id
    address = f"/koonti/round/{key}"
    assert passer_by.get(address).status_code == 404
    assert "Ei vielä hyväksytty" in organiser.get(address).text
    assert send(organiser, f"{PAGE}/versions/{number}/approval").status_code == 303
    page = passer_by.get(address)
    assert "Arvokierros – loppukoonti" in page.text
    text = passer_by.get(f"{address}/koonti.txt")
    assert text.headers["Content-Disposition"] == 'attachment; filename="koonti-values-2022-01-21.txt"'
    assert "Tilanne 21.1.2022" in text.text
    assert "<h2" in passer_by.get(f"{address}/koonti.html").text
    assert passer_by.get(f"{address}/koonti.pdf").status_code == 503, "nobody has printed it yet"
    assert send(organiser, f"{PAGE}/versions/{number}/approval").status_code == 409


def test_the_rounds_logo_is_on_its_digests_pages_for_those_who_may_read_them(desk: Desk, organiser: Visitor) -> None:
    with desk.house.app.app_context():
        set_logo(desk.round, read_picture(picture()), desk.organiser)
        made = desk.make()
        address, logo = f"/koonti/round/{made.key}", f"/koonti/round/{made.key}/pictures/{desk.round.logo_key}"
    page = organiser.get(address)
    check_page(page, "fi")
    assert f'src="{logo}"' in page.text
    assert organiser.get(logo).mimetype == "image/png"
    assert organiser.get(f"{address}/pictures/none").status_code == 404
    assert desk.house.passer_by().get(logo).status_code == 404
    assert 'src="data:image/png;base64,' in organiser.get(f"{PAGE}/preview?as_of={DAY}").text


def test_pieces_are_written_moved_and_removed(desk: Desk, organiser: Visitor) -> None:
    for title in ("Ensimmäinen", "Toinen"):
        fields = {"title__fi": title, "text__fi": "Kohta", "heading": ""}
        assert send(organiser, f"{PAGE}/pieces/new/item", **fields).status_code == 303
    answer = send(organiser, f"{PAGE}/pieces/new/item", title__fi="", text__fi="Jäi kesken", heading="")
    assert answer.status_code == 422
    assert "Jäi kesken" in answer.text
    with desk.house.app.app_context():
        first, second = (piece.id for piece in pieces_of(desk.round))
    assert send(organiser, f"{PAGE}/pieces/{second}/earlier").status_code == 303
    assert send(organiser, f"{PAGE}/pieces/{first}", title__fi="Muutettu", heading="").status_code == 303
    with desk.house.app.app_context():
        assert [piece.title["fi"] for piece in pieces_of(desk.round)] == ["Toinen", "Muutettu"]
    assert send(organiser, f"{PAGE}/pieces/{second}/remove").status_code == 303
    with desk.house.app.app_context():
        assert [piece.id for piece in pieces_of(desk.round)] == [first]
    assert send(organiser, f"{PAGE}/chapters/themes/earlier").status_code == 303
    assert send(organiser, f"{PAGE}/chapters/themes/leave").status_code == 303
    assert "Jätetty pois" in organiser.get(PAGE).text
    assert send(organiser, f"{PAGE}/chapters/themes", text__fi="Aluksi.").status_code == 303
    assert send(organiser, f"{PAGE}/headings", frame="999").status_code == 422
    assert send(organiser, f"{PAGE}/headings", frame="").status_code == 303


def test_evidence_is_found_chosen_and_taken_away(desk: Desk, organiser: Visitor) -> None:
    with desk.house.app.app_context():
        piece = desk.piece(PieceKind.RECOMMENDATION, "Tehdään yhdessä").id
    page = f"{PAGE}/pieces/{piece}/evidence"
    assert f'value="note:{desk.notes[5]}"' in organiser.get(f"{page}?q={SAID[:12].upper()}").text
    assert send(organiser, page, thing=f"note:{desk.notes[5]}").status_code == 303
    assert "Perusteena: 1 muu tilaisuus." in organiser.get(page).text
    for bad in ("note:x", "user:1", "note:²", "", "note:9999999999"):
        assert send(organiser, page, thing=bad).status_code == 404
    with desk.house.app.app_context():
        [one] = pieces_of(desk.round)[0].evidence
        number = one.id
    assert send(organiser, f"{page}/{number}/removal").status_code == 303
    assert send(organiser, f"{page}/{number}/removal").status_code == 404


def test_a_quote_that_is_not_word_for_word_stays_typed(desk: Desk, organiser: Visitor) -> None:
    answer = send(organiser, f"{PAGE}/quotes/new", thing=f"note:{desk.notes[0]}")
    assert answer.status_code == 303
    refused = send(organiser, answer.headers["Location"], words="Muuta sanottu")
    assert refused.status_code == 422
    assert "Muuta sanottu" in refused.text
    assert send(organiser, answer.headers["Location"], words="Lähipalvelut […] 0").status_code == 303


@pytest.mark.parametrize("what", ["piece", "quote", "chapter", "words"])
def test_who_has_not_seen_anothers_words_does_not_write_over_them(desk: Desk, organiser: Visitor, what: str) -> None:
    with desk.house.app.app_context():
        fact = desk.piece(PieceKind.FACT, "Väkiluku").id
        quote = pieces.quote_note(desk.round, desk.notes[0], desk.organiser).id
    path, field, theirs, mine = {
        "piece": (f"{PAGE}/pieces/{fact}", "title__fi", "Heidän", "Minun"),
        "quote": (f"{PAGE}/pieces/{quote}", "words", "Lähipalvelut […]", "[…] keskukset. 0"),
        "chapter": (f"{PAGE}/chapters/themes", "text__fi", "Heidän", "Minun"),
        "words": (f"{PAGE}/words", "figure1", "vähintään 2", "yli 1"),
    }[what]
    asked = {"as_of": str(DAY)} if what == "words" else {}
    seen = seen_at(organiser, path, **asked)
    assert send(organiser, path, **{field: theirs}, **asked).status_code == 303
    refused = send(organiser, path, **{field: mine}, **asked, **seen)
    assert refused.status_code == 409
    check_page(refused, "fi")
    assert theirs in refused.text
    assert mine in refused.text
    again = send(organiser, path, **{field: mine}, **asked, **seen_in(refused.text))
    assert again.status_code == 303, "it has been seen now"


def test_only_organisers_come_in(desk: Desk) -> None:
    with desk.house.app.app_context():
        piece = desk.piece(PieceKind.RECOMMENDATION, "Tehdään yhdessä")
        desk.rest(piece, (EvidenceKind.NOTE, desk.notes[0]))
        parts = {"piece_id": piece.id, "evidence_id": piece.evidence[0].id, "digest_id": desk.make().id}
    parts |= {"key": "values", "name": "themes", "kind": "item", "to": "invited", "letter_id": 1}
    anybody, leader = desk.house.passer_by(), desk.house.desk(LEADER)
    token = leader.token("/account")
    doors = desk.house.app.url_map.bind("localhost")
    tried = 0
    for rule in desk.house.app.url_map.iter_rules():
        if not rule.rule.startswith("/rounds/<key>/digest"):
            continue
        deed = re.search(r"<any\((\w+)[^<]*:deed>", rule.rule)
        known = {**parts, "deed": deed[1] if deed else ""}
        address = doors.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        for method in rule.methods & {"GET", "POST"}:
            tried += 1
            assert leader.client.open(address, method=method, data={"csrf_token": token}).status_code == 403, address
            if method == "GET":
                assert anybody.get(address).status_code == 302, address
    assert tried > 15


def test_what_is_another_rounds_is_not_found_through_this_one(desk: Desk, organiser: Visitor) -> None:
    with desk.house.app.app_context():
        other = create_round("other", Texts(fi="Toinen"), Texts(), "17", desk.organiser)
        piece = pieces.add_piece(other, PieceKind.ITEM, pieces.PieceFacts(Texts(fi="Muiden")), desk.organiser).id
        made = actions.make_round_digest(other, "fi", Stage.FINAL, DAY, desk.organiser).id
    assert organiser.get(f"{PAGE}/pieces/{piece}").status_code == 404
    assert send(organiser, f"{PAGE}/pieces/{piece}/remove").status_code == 404
    assert send(organiser, f"{PAGE}/versions/{made}/approval").status_code == 404


@pytest.mark.parametrize(
    ("language", "there", "joined"),
    [
        ("fi", "osallistui 132 ihmistä", "32 ihmistä"),
        ("sv", "132 personer deltog", "32 personer deltog i arbetet på webben"),
        ("en", "132 people took part", "32 people took part on the platform"),
    ],
)
def test_the_digest_and_the_dashboard_tell_those_who_were_there_and_those_who_joined(
    desk: Desk, language: str, there: str, joined: str
) -> None:
    with desk.house.app.app_context():
        count_heads(meeting_by_code("MUUTAAA"), 100)
    reader = desk.house.desk(ORGANISER, language)
    digest = reader.get(f"{PAGE}/preview?as_of={DAY.isoformat()}&language={language}").text
    dashboard = reader.get("/rounds/values/dashboard").text.replace("\u00a0", " ")
    for page in (digest, dashboard):
        assert there in page
        assert joined in page
    assert there not in reader.get("/rounds/values/dashboard?filter=event:other").text
