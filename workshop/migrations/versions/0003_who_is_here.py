"""Who is here and what was tried, counted over all web processes."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "here",
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("seen_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("process", "meeting_id", name=op.f("pk_here")),
    )
    op.create_index(op.f("ix_here_seen_at"), "here", ["seen_at"])
    op.create_table(
        "tried",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("until", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tried")),
    )
    op.create_index(op.f("ix_tried_key"), "tried", ["key"])
    op.create_index(op.f("ix_tried_until"), "tried", ["until"])


def downgrade() -> None:
    op.drop_table("tried")
    op.drop_table("here")
