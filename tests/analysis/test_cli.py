"""`koonti suggest` and `koonti near-duplicates` write what the product says; told of a fault, they write nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workshop.analysis.cli import near_duplicates, suggest

PLAIN = {"terms": [{"key": "a", "fi": "omena"}, {"key": "b", "fi": "päärynä", "keywords": {"fi": ["hillo"]}}]}


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run_suggest(frame: str, source: Path, target: Path) -> Result:
    return CliRunner().invoke(suggest, ["--frame", frame, "--in", str(source), "--out", str(target)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "in.jsonl"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_codes_are_suggested_by_their_finnish_names(source: Path, target: Path) -> None:
    source.write_text(
        '{"id": 1, "text": "Kysely kaikille asukkaille", "lang": "fi"}\n\n{"id": "b", "text": "🙂", "theme": 3}\n'
    )
    assert run_suggest("ladder", source, target).exit_code == 0
    first, second = lines(target)
    assert (first["id"], first["first"]) == (1, "Konsultaatio")
    assert "Kysely" in first["why"]
    assert second == {"id": "b", "first": "Informointi", "second": "Konsultaatio", "margin": 0.0, "why": []}


def test_ids_are_kept_as_they_were_given_and_lines_in_their_order(source: Path, target: Path) -> None:
    ids = ["007", 7, -3, 1.5, "", "å", 7]
    lines_in = [json.dumps({"id": one, "text": text}) for one, text in zip(ids, "aäö🙂 1\t", strict=True)]
    source.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n".join(lines_in).encode())
    assert run_suggest("ladder", source, target).exit_code == 0
    told = target.read_bytes()
    assert [line["id"] for line in lines(target)] == ids
    run_suggest("ladder", source, target)
    assert target.read_bytes() == told


@pytest.mark.parametrize("code", ["SV", "sv-FI", "sv_SE", " sv "])
def test_a_language_may_be_written_with_its_country(source: Path, target: Path, code: str) -> None:
    notes = [{"id": 1, "text": "Personalens ork", "lang": lang} for lang in ("sv", code)]
    source.write_text("".join(f"{json.dumps(note)}\n" for note in notes))
    assert run_suggest("strategy", source, target).exit_code == 0
    one, other = lines(target)
    assert one == other


def test_a_frame_may_be_a_file(tmp_path: Path, source: Path, target: Path) -> None:
    frame = tmp_path / "fruit.json"
    frame.write_text(json.dumps(PLAIN))
    source.write_text('{"id": 1, "text": "hilloa"}\n{"id": 2, "text": "omenat"}\n')
    assert run_suggest(str(frame), source, target).exit_code == 0
    assert [line["first"] for line in lines(target)] == ["Päärynä", "Omena"]


def test_pairs_are_told_to_merge_to_look_at_or_apart(source: Path, target: Path) -> None:
    pairs = [
        ("Bussi kylään", "bussi kylään!"),
        ("Nuorisotalo kylään", "Nuorisotila kylään"),
        ("Bussi", "Juna"),
        ("", ""),
    ]
    source.write_text("".join(json.dumps({"a": a, "b": b}) + "\n" for a, b in pairs))
    told = CliRunner().invoke(near_duplicates, ["--in", str(source), "--out", str(target)])
    assert told.exit_code == 0
    assert [line["verdict"] for line in lines(target)] == ["merge", "suggest", "apart", "apart"]
    assert [(line["a"], line["b"]) for line in lines(target)] == pairs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is not JSON"),
        ("[" * 100_000, "line 2: this is not JSON"),
        ('{"id": NaN, "text": "x"}', "line 2: this is not JSON"),
        ('{"id": 1e999, "text": "x"}', "line 2: this is not JSON"),
        ("[1]", "line 2: this is not an object"),
        ('{"text": "x"}', 'line 2: "id" must be'),
        ('{"id": true, "text": "x"}', 'line 2: "id" must be'),
        ('{"id": 1}', "line 2: 'text' must be a text"),
        ('{"id": 1, "text": "x", "lang": 5}', 'line 2: "lang" must be'),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(source: Path, target: Path, line: str, said: str) -> None:
    source.write_text(f'{{"id": 1, "text": "hyvä"}}\n{line}\n')
    told = run_suggest("strategy", source, target)
    assert told.exit_code == 1
    assert said in told.output
    assert list(target.parent.iterdir()) == [source]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("{", "it is not JSON"),
        ("[]", 'it must be an object with a list "terms"'),
        ('{"terms": []}', "it must have 1–100 codes, not 0"),
        ('{"terms": [3]}', "code 1 is not an object"),
        ('{"terms": [{"key": "a"}]}', "code 1 has no 'fi'"),
        ('{"terms": [{"key": "a", "fi": "x"}, {"key": "a", "fi": "y"}]}', "the key 'a' is there twice"),
        ('{"terms": [{"key": "a", "fi": "x", "sv": 3}]}', "code 1 has a name that is not text"),
        ('{"terms": [{"key": "a", "fi": "x", "keywords": ["y"]}]}', 'the "keywords" of code 1'),
        ('{"terms": [{"key": "a", "fi": "x", "examples": "y"}]}', 'the "examples" of code 1'),
    ],
)
def test_a_bad_frame_is_explained(tmp_path: Path, source: Path, target: Path, frame: str, said: str) -> None:
    source.write_text('{"id": 1, "text": "hyvä"}')
    path = tmp_path / "frame.json"
    path.write_text(frame)
    told = run_suggest(str(path), source, target)
    assert told.exit_code == 1
    assert said in told.output
    assert not target.exists()


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path, source: Path, target: Path) -> None:
    assert "There is no frame 'nope'" in run_suggest("nope", source, target).output
    assert "cannot be read" in run_suggest("ladder", source, target).output
    source.write_bytes(b"\xff\xfe{}")
    assert "is not text in UTF-8" in run_suggest("ladder", source, target).output
    source.write_text('{"id": 1, "text": "half a letter \\ud800"}')
    assert "cannot be written" in run_suggest("ladder", source, tmp_path / "no" / "such").output
    assert run_suggest("ladder", source, target).exit_code == 0
