"""A login is a row, so that it can be ended. The staff log in once more, for the cookies of before name no row."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_login_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("token_hash", name="one_login_per_token"),
    )
    op.create_index(op.f("ix_login_user_id"), "login", ["user_id"])
    # Not in a batch: on SQLite that makes the table anew, and what refers to users would not let the old one go.
    op.drop_column("user", "session_key")
