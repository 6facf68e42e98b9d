"""What the wall shows: notes, results, or how one joins."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "wall_shows",
                sa.Enum("notes", "results", "join", name="wallshows", native_enum=False, length=20),
                nullable=False,
                server_default="notes",
            )
        )
