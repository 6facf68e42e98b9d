"""Boards in full: rules, votes, comments, reports, stacks and places; timers, pace, hands; the log of deeds."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logged_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("done_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_logged_deed_meeting_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_logged_deed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logged_deed")),
    )
    with op.batch_alter_table("logged_deed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logged_deed_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "board_rules",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("marking", sa.Enum("likes", "votes", name="marking", native_enum=False, length=20), nullable=False),
        sa.Column("votes_each", sa.Integer(), nullable=False),
        sa.Column("votes_pile", sa.Boolean(), nullable=False),
        sa.Column(
            "showing",
            sa.Enum("at_once", "approved", "revealed", name="showing", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("revealed_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("hides_groups", sa.Boolean(), nullable=False),
        sa.Column("takes_comments", sa.Boolean(), nullable=False),
        sa.CheckConstraint("votes_each BETWEEN 1 AND 50", name="everybody_has_some_votes"),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_board_rules_exercise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("exercise_id", name=op.f("pk_board_rules")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("groups", columns.KeysColumn(), nullable=False),
        sa.Column("written_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("written_afterwards", sa.Boolean(), nullable=False),
        sa.Column("hidden_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("removed_at", columns.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("participant_id IS NULL OR user_id IS NULL", name="a_comment_has_one_writer"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_comment_meeting_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_comment_note_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_comment_participant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_comment_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("meeting_id", "client_key", name="one_comment_per_client_key"),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_note_id"), ["note_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_report_note_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_report_participant_id")),
        sa.PrimaryKeyConstraint("note_id", "participant_id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name="no_vote_is_no_row"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_vote_note_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_vote_participant_id")),
        sa.PrimaryKeyConstraint("note_id", "participant_id", name=op.f("pk_vote")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_participant_id"), ["participant_id"], unique=False)

    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("timer_ends_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("timer_s", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("steps_seq", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("notes_seq", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("hands_seq", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("responses_seq", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "pace",
                sa.Enum("together", "own", name="pace", native_enum=False, length=20),
                nullable=False,
                server_default="together",
            )
        )

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("edited_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("place", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("stack_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shown_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withheld_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("votes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("comments", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("reports", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hand_raised_at", columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ready_at_position", sa.Integer(), nullable=True))
    # What was there is shown and lies in the order of writing; what has changed when is not known apart for each thing.
    op.execute("UPDATE note SET shown_at = written_at, place = id - (SELECT max(other.id) FROM note AS other)")
    op.execute("UPDATE meeting SET steps_seq = seq, notes_seq = seq, hands_seq = seq, responses_seq = seq")
