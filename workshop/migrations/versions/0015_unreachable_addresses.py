"""What a mail server has said of an address, so that later letters leave it out. Of earlier ones it is not known."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("unreachable_at", columns.Moment(timezone=True), nullable=True))
    rule = sa.text("unreachable_at IS NOT NULL")
    op.create_index("ix_letter_unreachable", "letter", ["address"], sqlite_where=rule, postgresql_where=rule)
