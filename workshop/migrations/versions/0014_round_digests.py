"""Round digests: their versions, the synthesis that goes into them, and what has been published of a round."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _kind(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20)


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("published_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("counted_until", columns.Moment(timezone=True), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("joined", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_publication_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_round_id"), "publication", ["round_id"])
    op.create_table(
        "round_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", _kind("stage", "interim", "final"), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("counted_until", columns.Moment(timezone=True), nullable=False),
        sa.Column("made_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_digest_round_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_round_digest_made_by_id")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_round_digest_approved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_digest")),
        sa.UniqueConstraint("round_id", "language", "version", name="one_round_digest_per_version"),
        sa.UniqueConstraint("key", name="one_round_digest_per_key"),
    )
    op.create_index(op.f("ix_round_digest_round_id"), "round_digest", ["round_id"])
    op.create_table(
        "synthesis",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("order", columns.KeysColumn(), nullable=False),
        sa.Column("left_out", columns.KeysColumn(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_synthesis_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["coding_frame.id"], name=op.f("fk_synthesis_frame_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_synthesis")),
    )
    op.create_table(
        "piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind("piecekind", "item", "practice", "recommendation", "quote", "fact"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("title", columns.TextsColumn(), nullable=False),
        sa.Column("text", columns.TextsColumn(), nullable=False),
        sa.Column("source", columns.TextsColumn(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_piece_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index(op.f("ix_piece_round_id"), "piece", ["round_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind("evidencekind", "note", "meeting", "code"), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_evidence_piece_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("piece_id", "kind", "target_id", name="a_piece_rests_on_a_thing_once"),
    )
