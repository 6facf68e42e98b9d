"""Addresses are confirmed and can stop their letters; the organiser's list; to whom a digest went."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keep_subscribers()
    op.create_table(
        "confirmation",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("address", "sent_on", name="one_confirmation_per_address_and_day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invited_address",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invited_address_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_address")),
        sa.UniqueConstraint("meeting_id", "address", name="one_invitation_per_address"),
        sa.UniqueConstraint("key", name="one_invited_address_per_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stop",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", "scope", name=op.f("pk_stop")),
        sqlite_with_rowid=False,
    )
    recipients = sa.Enum("present", "invited", "both", name="recipients", native_enum=False, length=20)
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_to", recipients, nullable=True))
    op.execute("UPDATE digest SET sent_to = 'present' WHERE posted_at IS NOT NULL")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unsubscribe", sa.String(), nullable=False, server_default=""))


def _keep_subscribers() -> None:
    """The table anew: SQLite adds no column without a default, and a table changed in its usual way gets row numbers.

    Who left an address before there were confirmations was promised the digest, and gets it.
    """
    connection = op.get_bind()
    names = ("id", "meeting_id", "address", "language")
    before = sa.table("subscriber", *map(sa.column, names), sa.column("left_on", sa.Date))
    old = connection.execute(sa.select(before).order_by(before.c.id))
    kept = {(row["meeting_id"], row["address"].lower()): dict(row) for row in old.mappings()}
    op.drop_table("subscriber")
    made = op.create_table(
        "subscriber",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_subscriber_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("meeting_id", "address", name="one_subscription_per_address"),
        sa.UniqueConstraint("key", name="one_subscription_per_key"),
        sqlite_with_rowid=False,
    )
    for (_meeting, address), row in kept.items():
        more = {"address": address, "key": secrets.token_urlsafe(16), "confirmed_on": row["left_on"]}
        connection.execute(sa.insert(made).values(row | more))
