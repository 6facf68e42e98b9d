"""When letters leave and what became of them: what they say is kept once, with a file; pausing; holds; tokens."""

import hashlib

import sqlalchemy as sa
from alembic import op

from workshop import columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LETTER = sa.table(
    "letter", *(sa.column(name) for name in ("id", "key", "token", "subject", "text", "html", "content_key"))
)
SAID = ("subject", "text", "html")


def upgrade() -> None:
    content = op.create_table(
        "letter_content",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("enclosure_name", sa.String(), nullable=False),
        sa.Column("enclosure", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_letter_content")),
        sqlite_with_rowid=False,
    )
    op.add_column("letter", sa.Column("token", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("content_key", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("withdrawn_at", columns.Moment(timezone=True), nullable=True))
    _keep_what_letters_say(content)
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("token", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("content_key", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint("one_letter_per_token", ["token"])
        batch_op.create_foreign_key(batch_op.f("fk_letter_content_key"), "letter_content", ["content_key"], ["key"])
        batch_op.create_index(batch_op.f("ix_letter_content_key"), ["content_key"])
        for name in SAID:
            batch_op.drop_column(name)

    op.create_table(
        "paused_letters",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("paused_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_paused_letters")),
    )
    op.create_table(
        "digest_hold",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["user.id"], name=op.f("fk_digest_hold_chosen_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_digest_hold_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_digest_hold")),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leaves_at", columns.Moment(timezone=True), nullable=True))


def _keep_what_letters_say(content: sa.Table) -> None:
    """Old letters keep the name that they have had in the world's mail, which was made of their key."""
    connection = op.get_bind()
    kept = set()
    for letter_id in connection.scalars(sa.select(LETTER.c.id)).all():
        letter = connection.execute(sa.select(LETTER).where(LETTER.c.id == letter_id)).one()
        said = {name: getattr(letter, name) for name in SAID}
        key = hashlib.sha256("".join(f"{len(part)}:{part}" for part in (*said.values(), "")).encode()).hexdigest()
        if key not in kept:
            kept.add(key)
            connection.execute(content.insert().values(key=key, enclosure_name="", enclosure=None, **said))
        token = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
        connection.execute(sa.update(LETTER).where(LETTER.c.id == letter_id).values(token=token, content_key=key))
