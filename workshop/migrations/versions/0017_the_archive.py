"""Rounds say how long they keep what identifies people, and meetings are archived.

Rounds of before have promised nothing, so they get the longest time, and nothing of them is archived unasked.
"""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keeps_months", sa.Integer(), nullable=False, server_default="120"))
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column("keeps_months", server_default=None)
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archived_at", columns.Moment(timezone=True), nullable=True))
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(), nullable=True)
