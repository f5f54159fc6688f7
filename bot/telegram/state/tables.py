"""The tables of the bot's state; the same for SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, String, Text, UniqueConstraint, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts ids by itself only where the column is its own INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")


class Table(DeclarativeBase):
    """Base of the tables. Times are seconds since the epoch, ids of chats and people are Telegram's."""


class AccessRow(Table):
    """A chat or person that an admin allowed or denied; goes before the settings."""

    __tablename__ = "access"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    allowed: Mapped[bool]
    changed_by: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[float] = mapped_column(Float)


class AuditRow(Table):
    """One question and what was answered. Rows are added and, after the retention time, dropped; never changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    at: Mapped[float] = mapped_column(Float, index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    user_name: Mapped[str] = mapped_column(Text)
    conversation_key: Mapped[str] = mapped_column(String(120), index=True)
    question: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    clause_ids: Mapped[str] = mapped_column(Text)
    """Separated by spaces."""
    answer: Mapped[str] = mapped_column(Text)
    """The `Answer` as JSON, the verdicts on a chat model's sentences included."""
    elapsed_ms: Mapped[float] = mapped_column(Float)
    tokens_in: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """What the chat model read for it."""
    tokens_out: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    written: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """1 where the answer is the chat model's, 0 where it is in the documents' words."""


class AdminRow(Table):
    """One command that an admin gave. Append only, like the questions."""

    __tablename__ = "admin_actions"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    at: Mapped[float] = mapped_column(Float, index=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


class FeedbackRow(Table):
    """What a person thought of an answer; the last word of each person counts."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("audit_id", "user_id"),)

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    at: Mapped[float] = mapped_column(Float)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger)
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")


class LinkRow(Table):
    """A short number for a clause id, which is too long for a button."""

    __tablename__ = "clause_links"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    clause_id: Mapped[str] = mapped_column(String(200), unique=True)


class InboxRow(Table):
    """An update that was taken from Telegram; it waits until `handled_at` is set."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    owner: Mapped[str] = mapped_column(String(120))
    """The replica that answers it."""
    taken: Mapped[bool] = mapped_column(server_default=true())
    """Whether the owner knows of it; one that arrived at another replica waits until it is collected."""
    chat_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
    update_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """Telegram's number: it gives the order within a chat."""
    times_left: Mapped[int] = mapped_column(Integer, server_default="0")
    """How many processes that had it in hand ended without handling it."""
    received_at: Mapped[float] = mapped_column(Float, index=True)
    handled_at: Mapped[float | None] = mapped_column(Float, index=True)
    payload: Mapped[str] = mapped_column(Text)


class ReplicaRow(Table):
    """A replica that runs; see `bot.telegram.state.replicas`."""

    __tablename__ = "replicas"

    bot_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    seen_at: Mapped[float] = mapped_column(Float)
    leaving: Mapped[bool]
