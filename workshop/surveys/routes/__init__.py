"""The survey's doors: `phone` for participants, `invited` for those who come by a link of their own; `builder` and
`preview` for those who write its questions, `share` for those who send it out, `paper` for those who type it in."""

from workshop.surveys.doors import bp
from workshop.surveys.routes import builder, invited, paper, phone, preview, share

__all__ = ["bp", "builder", "invited", "paper", "phone", "preview", "share"]
