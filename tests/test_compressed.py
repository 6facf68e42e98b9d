"""Pages are compressed for browsers that can read it, and only for them."""

import gzip

from flask.testing import FlaskClient

PAGE = "/join"


def test_a_page_is_compressed_for_who_asks_for_it(client: FlaskClient) -> None:
    client.get(PAGE)
    plain, packed = client.get(PAGE), client.get(PAGE, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) == packed.content_length < len(plain.data) / 2
    assert gzip.decompress(packed.data).decode().partition("csrf_token")[0] == plain.text.partition("csrf_token")[0]


def test_who_cannot_read_it_gets_it_plain(client: FlaskClient) -> None:
    for accepts in ("", "identity", "br", "gzip;q=0"):
        answer = client.get(PAGE, headers={"Accept-Encoding": accepts})
        assert "Content-Encoding" not in answer.headers
        assert "<!doctype html>" in answer.text.lower()


def test_the_same_page_is_not_always_as_long(client: FlaskClient) -> None:
    sizes = {len(client.get(PAGE, headers={"Accept-Encoding": "gzip"}).data) for _time in range(20)}
    assert max(sizes) - min(sizes) > 5


def test_files_and_data_are_left_as_they_are(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
