"""Editing digests: what was put around the words, pictures, and the county's logo."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_picture")),
    )
    # In SQL that both databases know: SQLite would make the tables anew to add a key, and take with the old ones what
    # refers to them.
    op.execute('ALTER TABLE round ADD COLUMN logo_key VARCHAR CONSTRAINT fk_round_logo_key REFERENCES picture ("key")')
    op.execute(
        'ALTER TABLE digest ADD COLUMN made_by_id INTEGER CONSTRAINT fk_digest_made_by_id REFERENCES "user" (id)'
    )
    op.add_column("digest", sa.Column("edits", sa.JSON(), nullable=True))
    op.add_column("digest", sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
