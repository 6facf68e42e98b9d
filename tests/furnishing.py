"""The demo, put into a folder without the start of a process. Whole it has sixty meetings, which take a while."""

from pathlib import Path

from workshop import create_app
from workshop.demo.build import build
from workshop.demo.round import build_round
from workshop.extensions import db
from workshop.migrations.apply import migrate


def furnish_with_demo(folder: Path, whole: bool = False) -> None:
    """The demo's meeting that was held and the one that goes on; with `whole` all other meetings of its round too."""
    app = create_app(INSTANCE=str(folder))
    with app.app_context():
        migrate()
        build()
        if whole:
            build_round()
        db.engine.dispose()
