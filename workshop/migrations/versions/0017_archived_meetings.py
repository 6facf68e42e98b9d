"""Meetings are archived when the time has passed that their round keeps addresses and links to devices. Rounds that
stand have promised no time: theirs are archived by hand."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("archived_at", columns.Moment(timezone=True), nullable=True))
    op.add_column("round", sa.Column("keeps_months", sa.Integer(), nullable=False, server_default="0"))
