"""Those who lead can keep a device from writing in their meeting."""

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("blocked_at", columns.Moment(timezone=True), nullable=True))
