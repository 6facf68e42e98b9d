"""How a browser brings in a file: sends it, sends the page again with other choices, and confirms."""

import io
import re
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.pages import Visitor, form_fields


@dataclass(frozen=True)
class Sender:
    """Somebody's browser at the page with this address."""

    visitor: Visitor
    page: str

    def send(self, content: bytes | str, name: str = "padlet.csv") -> TestResponse:
        content = content.encode() if isinstance(content, str) else content
        return self._post({"file": FileStorage(io.BytesIO(content), name), "csrf_token": self.visitor.token(self.page)})

    def again(self, shown: TestResponse, **chosen: object) -> TestResponse:
        """The answer to the shown form as it stands, with these choices."""
        fields = form_fields(shown, self.page)
        for name, value in chosen.items():
            fields[name] = str(value)
        return self._post(fields.to_dict())

    def confirm(self, shown: TestResponse) -> TestResponse:
        """The page after what it shows was brought in."""
        answer = self.again(shown, confirm="1")
        assert answer.status_code == 303, answer.text
        return self.visitor.get(answer.location)

    def _post(self, fields: dict[str, object]) -> TestResponse:
        boundary, body = encode_multipart(fields)  # the client itself leaves large ones in an open file
        return self.visitor.client.post(self.page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def words(page: TestResponse) -> str:
    """What stands on a page, each run of spaces as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
