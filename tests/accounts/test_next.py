"""Where the login page may lead to: only a path of this house."""

import pytest

from tests.accounts.conftest import PASSWORD
from tests.pages import Visitor
from workshop.accounts.doors import own_path
from workshop.accounts.models import Role

OURS = ["/", "/rounds", "/rounds/new?lang=sv", "/meetings/ABC2345/desk#top", "/people?a=%2F%2Fx", "/a:b", "/rounds//x"]
STRANGE = [
    *("", " ", "rounds", "evil.example", "http://evil.example", "https://evil.example/", "HTTPS://evil.example"),
    *("//evil.example", "///evil.example", "////evil.example", "//evil.example/..", "//user@evil.example"),
    *("/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "/a\\b", "\\evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", " //evil.example"),
    *("/ /evil.example", "/\x00/evil.example", "/\x0b/evil.example", "\x01/rounds", "/rounds\r\nSet-Cookie: a=b"),
    *("javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x"),
    *("http:evil.example", "http:/evil.example", "https:evil.example", "https:///evil.example", "ftp://evil.example"),
    *("file:///etc/hostname", "mailto:a@evil.example", "?next=//evil.example", "#//evil.example", "./rounds"),
    *(
        "../rounds",
        "/\u2028/evil.example",
        "/／evil.example",
        "／／evil.example",
        "/ä",
        "http://localhost@evil.example",
    ),
    *("//localhost", "http://localhost/rounds", "//[::1]", "https://localhost.evil.example/rounds"),
]


@pytest.mark.parametrize("path", OURS)
def test_a_path_of_this_house_is_followed(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("typed", STRANGE)
def test_anything_else_is_not(typed: str) -> None:
    assert own_path(typed) is None


def test_the_corpus_is_long_enough() -> None:
    assert len(STRANGE) >= 40


def test_a_login_with_a_strange_next_goes_to_the_rounds(visitor: Visitor, make) -> None:
    make(Role.SCRIBE)
    for typed in ("//evil.example", "/\\evil.example", "https://evil.example"):
        filled = {"email": "scribe@example.org", "password": PASSWORD}
        answer = visitor.client.get("/login", query_string={"next": typed})
        token = answer.text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = visitor.client.post("/login", query_string={"next": typed}, data={"csrf_token": token, **filled})
        assert answer.location == "/rounds"
        visitor.post("/logout", page="/account")
