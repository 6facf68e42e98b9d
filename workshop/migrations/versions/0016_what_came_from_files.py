"""When a note or a response was brought in from a file. All that are there were written here."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("note", "response"):
        op.add_column(table, sa.Column("imported_at", columns.Moment(timezone=True), nullable=True))
