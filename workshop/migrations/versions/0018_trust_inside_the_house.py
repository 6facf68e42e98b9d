"""Scribes, who only write in the meetings to which they are let in; and what the staff did, anywhere in the house."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
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
    with op.batch_alter_table("logged_deed", schema=None) as batch_op:
        batch_op.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("before", existing_type=sa.JSON(), nullable=True)
        batch_op.alter_column("after", existing_type=sa.JSON(), nullable=True)
        batch_op.add_column(sa.Column("said", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_logged_deed_round_id"), "round", ["round_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_logged_deed_undoes_id"), "logged_deed", ["undoes_id"], ["id"])
        batch_op.create_unique_constraint("one_undoing_per_deed", ["undoes_id"])
        batch_op.create_index(batch_op.f("ix_logged_deed_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_logged_deed_user_id"), ["user_id"], unique=False)
    # Undoing is a deed of its own from now on. It was offered to nobody but who had done what was undone.
    op.execute(
        "INSERT INTO logged_deed (meeting_id, user_id, done_at, name, undoes_id) "
        "SELECT meeting_id, user_id, undone_at, 'undo_deed', id FROM logged_deed WHERE undone_at IS NOT NULL"
    )
    with op.batch_alter_table("logged_deed", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
