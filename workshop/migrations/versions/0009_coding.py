"""Coding: frames, codes, what has been coded, and what is suggested."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = ("own", "strategy_headings", "ladder", "interfaces", "life_areas", "target_documents")


def upgrade() -> None:
    op.create_table(
        "coding_frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="framekind", native_enum=False, length=20), nullable=False),
        sa.Column("name", columns.TextsColumn(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("suggestions_asked_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("suggestions_made_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_coding_frame_created_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_coding_frame_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_frame")),
    )
    op.create_index(op.f("ix_coding_frame_round_id"), "coding_frame", ["round_id"])
    op.create_table(
        "code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.TextsColumn(), nullable=False),
        sa.Column("description", columns.TextsColumn(), nullable=False),
        sa.Column("keywords", columns.TextsColumn(), nullable=False),
        sa.Column("examples", columns.KeysColumn(), nullable=False),
        sa.Column("removed_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["frame_id"], ["coding_frame.id"], name=op.f("fk_code_frame_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("frame_id", "key", name="one_code_per_key"),
    )
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "given",
            sa.Enum("by_hand", "accepted", "merged", name="given", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("given_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("taken_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(note_id IS NULL) <> (response_id IS NULL)", name="a_coding_has_one_target"),
        sa.CheckConstraint("(response_id IS NULL) = (question_id IS NULL)", name="an_answer_is_named_in_full"),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_coding_code_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_coding_note_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_coding_response_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_coding_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_coding_user_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_coding_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
    )
    for name in ("code_id", "note_id", "response_id", "question_id"):
        op.create_index(op.f(f"ix_coding_{name}"), "coding", [name])
    for name, target, where in (
        ("a_note_has_a_code_of_a_coder_once", ["note_id"], "taken_at IS NULL AND note_id IS NOT NULL"),
        (
            "an_answer_has_a_code_of_a_coder_once",
            ["response_id", "question_id"],
            "taken_at IS NULL AND note_id IS NULL",
        ),
    ):
        rule = sa.text(where)
        op.create_index(
            name, "coding", ["code_id", "user_id", *target], unique=True, sqlite_where=rule, postgresql_where=rule
        )
    op.create_table(
        "suggested_code",
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["coding_frame.id"], name=op.f("fk_suggested_code_frame_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("frame_id", "text_key", name=op.f("pk_suggested_code")),
    )
