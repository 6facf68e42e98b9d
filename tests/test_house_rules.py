"""The manners of the house that a machine can hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop.config import ROOT, Settings

CODE = sorted((ROOT / "workshop").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = [template for template in TEMPLATES if template.suffix == ".html" and "mail" not in template.parts]
LONGEST_FILE = 300


def found(pattern: str, files: list[Path]) -> list[str]:
    """Where the pattern occurs: file and line."""
    rule = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if rule.search(line)
    ]


def test_there_is_one_commit_in_the_house() -> None:
    assert [place.split(":")[0] for place in found(r"\.commit\(\)", CODE)] == ["workshop/action.py"]


def test_nobody_imports_from_the_root_but_those_who_start_the_house() -> None:
    allowed = ("workshop/cli.py", "workshop/__init__.py")
    places = found(r"^\s*from workshop import ", CODE)
    modules = r"from workshop import (clock|config|errors|running|columns)\b"
    assert [place for place in places if not place.startswith(allowed) and not re.search(modules, place)] == []


def test_only_create_app_imports_inside_a_function() -> None:
    assert {place.split(":")[0] for place in found(r"^\s+(from \S+ import|import) ", CODE)} <= {
        "workshop/__init__.py",
        "workshop/cli.py",
    }


def test_user_text_is_never_taken_for_markup() -> None:
    assert found(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", SCRIPTS) == []
    # The one exception is the house's own style sheet, written into the digest's file.
    places = [place.split(":")[0] for place in found(r"\|\s*safe\b|Markup\(", [*PAGES, *CODE])]
    assert places == ["workshop/digests/html.py"]


def test_pages_have_no_inline_script_style_or_handler() -> None:
    own_style = {ROOT / "templates" / "digests" / "file.html"}  # a file that is taken away carries its style with it
    pages = [page for page in PAGES if page not in own_style]
    assert found(r"<style|\sstyle=|\son[a-z]+=", pages) == []
    scripts = found(r"<script", pages)
    assert [place for place in scripts if "src=" not in place and "application/json" not in place] == []


def test_pages_styles_and_scripts_ask_nobody_elses_server() -> None:
    elsewhere = r"(https?:)?//[a-z0-9.-]+\.(com|net|org|io|dev)\b"
    assert [place for place in found(elsewhere, [*TEMPLATES, *SCRIPTS, *STYLES]) if "w3.org" not in place] == []


def test_scripts_have_no_words_of_their_own() -> None:
    """Words come from templates: in a script no text has two words in a row, an umlaut or a capital first letter."""
    text = re.compile(r""""[^"]*"|'[^']*'|`[^`]*`""")
    spoken = re.compile(r"[A-Za-zÅÄÖåäö]{2}[,.]? [A-Za-zÅÄÖåäö]{2}|[ÅÄÖåäö]|^.[A-Z][a-z]{2,}[.!?…]?.$")
    no_words = re.compile(r".(results moved|koonti [a-z ]+|input, [a-z, ]+\[.*).$")
    found_texts = {
        said
        for script in SCRIPTS
        for line in script.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("*", "//", "/*"))
        for said in text.findall(re.sub(r"(?<!:)//.*$", "", line))
        if spoken.search(said)
    }
    # The name of an event, the keys of the browser's store, and a selector are no words.
    assert {said for said in found_texts if not no_words.match(said)} == set()
    assert found(r"""(textContent|placeholder|title|ariaLabel)\s*=\s*["'`][^"'`]*[a-z]{3}""", SCRIPTS) == []


def test_every_script_and_style_is_used() -> None:
    texts = "".join(file.read_text("utf-8") for file in [*TEMPLATES, *SCRIPTS, *STYLES, *CODE])
    assert [file.name for file in [*SCRIPTS, *STYLES] if file.stem not in texts] == []


def lengths() -> Iterator[tuple[str, int]]:
    for file in [*CODE, *TEMPLATES, *SCRIPTS, *STYLES, *TESTS]:
        yield str(file.relative_to(ROOT)), len(file.read_text("utf-8").splitlines())


def test_no_file_is_longer_than_it_can_be_read() -> None:
    # The style sheet of every page's elements and components is one list; a long list is easy to read.
    lists = ("static/css/base.css", "workshop/migrations/versions/")
    assert [(name, lines) for name, lines in lengths() if lines > LONGEST_FILE and not name.startswith(lists)] == []


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_every_setting_is_explained_where_it_stands_and_in_the_readme(name: str) -> None:
    text = (ROOT / "workshop" / "config.py").read_text("utf-8")
    assert re.search(rf'    {name}: \w+ = [^\n]+\n    """', text)
    assert name in (ROOT / "README.md").read_text("utf-8")


def test_actions_are_where_things_are_changed() -> None:
    """Nobody but actions (and the outbox, which keeps its steps, and the log, into which they write) changes rows."""
    places = found(r"db\.session\.(add|delete|flush)\(", CODE)
    allowed = re.compile(r"/(actions(/\w+)?|outbox|accounts/log)\.py:")
    assert [place for place in places if not allowed.search(place)] == []


def test_nothing_is_left_for_later() -> None:
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImpl" + "emented"))
    assert found(rf"\b({marks})\b", [*CODE, *TEMPLATES, *SCRIPTS, *STYLES, *TESTS]) == []
