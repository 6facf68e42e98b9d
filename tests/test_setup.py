"""The set-up: what is locked, what the tokens promise to eyes, and what is said when the set-up cannot go on."""

import gzip
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parent.parent
PYTHON_LOCKS = ("requirements.lock", "requirements-test.lock")
TOKENS = (ROOT / "static/css/tokens.css").read_text()
PAPERS = sorted(re.findall(r"--(note-(?!ink)[a-z]+):", TOKENS))
STAMPED = "ab12"


def module_of(name: str) -> ModuleType:
    """Load a file of deploy/, which is no package because it runs before anything is installed."""
    spec = importlib.util.spec_from_file_location(f"deploy_{name}", ROOT / "deploy" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def steps() -> ModuleType:
    return module_of("steps")


def requirements(lock: str) -> dict[str, str]:
    """Each requirement of a Python lock, as name==version without its marker, with the lines below it."""
    blocks = re.split(r"^(?=\S)", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return {block.split()[0]: block for block in blocks if block.strip()}


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_locked_python_package_has_a_version_and_a_hash(lock: str) -> None:
    found = requirements(lock)
    assert len(found) > 30
    bare = [line for line, block in found.items() if "==" not in line or "--hash=sha256:" not in block]
    assert bare == []


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json"])
def test_no_lock_names_a_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    assert '"resolved"' not in text


def test_every_locked_browser_package_has_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len(packages) > 5
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []


def test_the_test_lock_holds_all_of_the_run_lock() -> None:
    run, test = (requirements(lock) for lock in PYTHON_LOCKS)
    assert [line for line in run if line not in test] == []


def test_charts_are_drawn_by_the_plotly_js_that_the_python_package_means() -> None:

    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]["plotly.js-basic-dist-min"]
    assert wanted == get_plotlyjs_version()


def tokens(by_night: bool) -> dict[str, str]:
    """The plain colours by day, or what holds on desk and wall by night."""
    day, night = TOKENS.split("prefers-color-scheme: dark", maxsplit=1)
    plain = r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});"
    return dict(re.findall(plain, day)) | (dict(re.findall(plain, night)) if by_night else {})


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "quiet-ink", "lake", "lake-deep", "lingonberry", "moss-ink"])
def test_text_is_readable_on_both_grounds(ink: str, ground: str, by_night: bool) -> None:
    colours = tokens(by_night)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("button", ["spruce", "spruce-deep", "danger", "danger-deep"])
def test_text_is_readable_on_buttons(button: str, by_night: bool) -> None:
    colours = tokens(by_night)
    assert contrast(colours["on-spruce"], colours[button]) >= 4.5


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("tint", ["spruce-tint", "moss-tint", "lingonberry-tint"])
def test_text_is_readable_on_tints(tint: str, by_night: bool) -> None:
    colours = tokens(by_night)
    assert contrast(colours["ink"], colours[tint]) >= 7


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_edge_of_a_field_is_seen_on_both_grounds(ground: str, by_night: bool) -> None:
    colours = tokens(by_night)
    assert contrast(colours["field-line"], colours[ground]) >= 3


def test_there_is_a_paper_for_each_of_eight_stakeholder_groups() -> None:
    assert len(PAPERS) == 8


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("paper", PAPERS)
def test_ink_is_very_readable_on_every_note_paper(paper: str, by_night: bool) -> None:
    colours = tokens(by_night)
    assert contrast(colours["note-ink"], colours[paper]) >= 7


def test_the_styles_of_a_residents_page_are_small() -> None:
    assert len(gzip.compress((ROOT / "static/vendor/govuk.css").read_bytes())) < 20_000


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 2), (3, 10, 13)])
def test_an_old_python_is_refused_with_one_sentence(version: tuple[int, ...]) -> None:
    words = module_of("setup").refusal_of(version)
    assert f"this is Python {version[0]}.{version[1]}:" in words
    assert words.count("\n") == 0


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_python_that_will_do_is_not_refused(version: tuple[int, ...]) -> None:
    assert module_of("setup").refusal_of(version) is None


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOTFOUND", "check the network connection"),
        ("error: Failed to fetch: `a package`\n Caused by: dns error", "check the network connection"),
        ("error: Hash mismatch for `flask==3.1.3`", "not the one that was locked"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "cannot be written to"),
    ],
)
def test_known_failures_are_said_in_one_sentence(steps: ModuleType, output: str, words: str) -> None:
    sentence = steps.sentence_for(output)
    assert words in sentence
    assert "\n" not in sentence


def test_an_unknown_failure_is_not_given_a_made_up_cause(steps: ModuleType) -> None:
    assert steps.sentence_for("Segmentation fault") is None


def test_a_failing_tool_stops_the_setup_with_what_it_said(steps: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(steps.Failed, match="what it said is above"):
        steps.run(sys.executable, "-c", "raise SystemExit('the cat sat on it')")
    assert "the cat sat on it" in capfd.readouterr().err


def test_a_step_is_done_once_until_what_it_is_made_from_changes(steps: ModuleType, tmp_path: Path) -> None:
    done: list[str] = []
    for value in (STAMPED, STAMPED, "cd34", "cd34", STAMPED):
        steps.unless_stamped(tmp_path / "x.stamp", value, "Doing it", lambda value=value: done.append(value))
    assert done == [STAMPED, "cd34", STAMPED]


def test_a_step_that_failed_is_done_again(steps: ModuleType, tmp_path: Path) -> None:
    def fail() -> None:
        raise steps.Failed("no")

    stamp = tmp_path / "x.stamp"
    stamp.write_text("old")
    with pytest.raises(steps.Failed):
        steps.unless_stamped(stamp, STAMPED, "Doing it", fail)
    assert not stamp.exists()


@pytest.mark.parametrize(("library", "said"), [(None, "no PDF files are made"), ("libpango-1.0.so.0", "")])
def test_what_pdf_files_need_is_named_when_it_is_missing(
    steps: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    library: str | None,
    said: str,
) -> None:
    monkeypatch.setattr(steps.ctypes.util, "find_library", lambda _name: library)
    steps.find_pango(for_tests=False)
    assert said in capfd.readouterr().out


def test_a_part_of_a_lock_keeps_its_hashes(steps: ModuleType) -> None:
    text = (ROOT / "requirements.lock").read_text()
    of_uv = steps.part_of_lock(text, lambda name: name == "uv")
    assert re.match(r"uv==\S+ \\\n", of_uv)
    assert of_uv.count("==") == 1
    assert "--hash=sha256:" in of_uv
    assert len(of_uv) + len(steps.part_of_lock(text, lambda name: name != "uv")) == len(text)


def test_the_asset_build_is_told_to_install_from_the_lock_without_scripts() -> None:
    settings = (ROOT / ".npmrc").read_text().splitlines()
    assert "omit-lockfile-registry-resolved=true" in settings
    assert "ignore-scripts=true" in settings


def test_vectors_of_words_are_kept_in_a_byte_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "deploy")
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    rows = np.random.default_rng(1).normal(size=(40, 8)).astype(np.float32)
    module_of("text").keep(rows, [4, 5, 2, 3])
    assert [path.name for path in (tmp_path / "text").iterdir()] == ["vectors.npz"]
    with np.load(tmp_path / "text" / "vectors.npz") as kept:
        assert kept["rows"].dtype == np.int8
        assert kept["floret"].tolist() == [4, 5, 2, 3]
        assert np.abs(kept["rows"] * kept["scale"][:, None] - rows).max() < 0.02


def test_the_package_of_vectors_is_locked_by_its_hash() -> None:
    lock = (ROOT / "requirements-text.lock").read_text()
    assert re.fullmatch(r"spacy-fi-experimental-web-md==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}\n", lock)
