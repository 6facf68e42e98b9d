"""Keeping what has been published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workshop.action import action
from workshop.clock import now
from workshop.extensions import db
from workshop.results.models import Publication
from workshop.rounds.models import Round


@action
def publish(round_: Round, counted_until: datetime, told: Mapping[str, Any]) -> Publication:
    """Keep of what numbers are out from now on, as `publications.told_plainly` gave it."""
    made = Publication(round_id=round_.id, published_at=now(), counted_until=counted_until, **told)
    db.session.add(made)
    db.session.flush()
    return made
