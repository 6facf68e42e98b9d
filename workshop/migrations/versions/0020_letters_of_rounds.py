"""Digests of rounds go by letter: when and to whom they left, who has asked for them, and the organisers' list."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recipients = sa.Enum("present", "invited", "both", name="recipients", native_enum=False, length=20)
    op.add_column("round_digest", sa.Column("leaves_at", columns.Moment(timezone=True), nullable=True))
    op.add_column("round_digest", sa.Column("posted_at", columns.Moment(timezone=True), nullable=True))
    op.add_column("round_digest", sa.Column("sent_to", recipients, nullable=True))
    # Whoever left an address before was promised the digest of the meeting and nothing else.
    op.add_column("subscriber", sa.Column("wants_round", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "round_address",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_address_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_address")),
        sa.UniqueConstraint("round_id", "address", name="one_line_per_address"),
        sa.UniqueConstraint("key", name="one_round_address_per_key"),
        sqlite_with_rowid=False,
    )
