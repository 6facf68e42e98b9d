"""Accounts at the organisation's login service, by which accounts here are entered."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_work_account_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_account")),
        sa.UniqueConstraint("issuer", "subject", name="one_user_per_work_account"),
        sa.UniqueConstraint("user_id", "issuer", name="one_work_account_per_user_and_issuer"),
    )
