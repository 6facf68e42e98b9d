"""Scribes, who only write in the meetings to which they are let in; and what the staff did, anywhere in the house."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_scribe",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_scribe_meeting_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_meeting_scribe_user_id")),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_meeting_scribe")),
    )
