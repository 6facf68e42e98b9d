"""Statement votes: rules, statements and stances."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statement_rules",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "adding",
            sa.Enum("nobody", "approved", "at_once", name="adding", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("results_opened_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_statement_rules_exercise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("exercise_id", name=op.f("pk_statement_rules")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", columns.TextsColumn(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.Column("shown_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("withheld_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("hidden_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_statement_meeting_id")),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_statement_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_statement_note_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_statement_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("meeting_id", "client_key", name="one_statement_per_client_key"),
        sa.UniqueConstraint("exercise_id", "note_id", name="a_note_is_one_statement_of_a_vote"),
    )
    op.create_index("ix_statement_meeting_seq", "statement", ["meeting_id", "seq"])
    op.create_index(op.f("ix_statement_exercise_id"), "statement", ["exercise_id"])
    op.create_index(op.f("ix_statement_participant_id"), "statement", ["participant_id"])
    op.create_table(
        "stance",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("groups", columns.KeysColumn(), nullable=False),
        sa.Column("given_at", columns.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("value BETWEEN -1 AND 1", name="a_stance_is_one_of_three"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_stance_statement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_stance_participant_id")),
        sa.PrimaryKeyConstraint("statement_id", "participant_id", name=op.f("pk_stance")),
    )
    op.create_index(op.f("ix_stance_participant_id"), "stance", ["participant_id"])
    op.add_column("meeting", sa.Column("statements_seq", sa.Integer(), nullable=False, server_default="0"))
