"""Surveys are answered by link, by invitation and from paper; texts in easy language; corrections."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("survey_rules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_link", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("results_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("easy", columns.TextsColumn(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "invitee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("groups", columns.KeysColumn(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("background", sa.JSON(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_invitee_exercise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitee")),
        sa.UniqueConstraint("exercise_id", "address", name="one_invitee_per_address"),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("invitee_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("background", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.create_foreign_key(op.f("fk_response_entered_by_id"), "user", ["entered_by_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_response_invitee_id"), "invitee", ["invitee_id"], ["id"])
