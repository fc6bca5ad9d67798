"""What the gateway remembers: people with their accounts, sessions, tokens, log-in attempts, estates, inbox changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gateway.roles import Role, permissions_of, role_names
from kit.caller import EVERY_ESTATE
from kit.columns import BigKey, Id, Json, Line, Moment, Short, When, metadata
from services.words import Department, Rank


class Base(DeclarativeBase):
    metadata = metadata()


class Estate(Base):
    """An estate the company looks after, as property announced it."""

    __tablename__ = "estates"
    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line] = mapped_column(unique=True)
    timezone: Mapped[Short]


class Person(Base):
    """Somebody who works here, with their account. Without a password nobody can log in to it."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("(department IS NULL) = (rank IS NULL)", name="department_and_rank"),)
    id: Mapped[Id] = mapped_column(primary_key=True)
    staff_number: Mapped[Short | None] = mapped_column(unique=True)
    username: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    position: Mapped[Short | None]
    phone: Mapped[Short | None] = mapped_column(info={"personal": True})
    roles: Mapped[list[str]] = mapped_column(Json)
    estates: Mapped[list[str]] = mapped_column(Json)
    language: Mapped[Short | None]
    active: Mapped[bool]
    password_hash: Mapped[Line | None] = mapped_column(info={"personal": True})
    password_set_at: Mapped[When | None]
    password_is_one_time: Mapped[bool]
    created_at: Mapped[When]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @property
    def post(self) -> tuple[Department | None, Rank | None, tuple[Role, ...]]:
        department = Department(self.department) if self.department else None
        return department, Rank(self.rank) if self.rank else None, tuple(Role(role) for role in self.roles)

    @property
    def permissions(self) -> frozenset[str]:
        return permissions_of(*self.post)

    @property
    def role_names(self) -> tuple[str, ...]:
        return role_names(*self.post)

    @property
    def has_password(self) -> bool:
        return self.password_hash is not None

    @property
    def sees_every_estate(self) -> bool:
        return EVERY_ESTATE in self.estates


class Session(Base):
    """One log-in of one person. Its secret is kept as a fingerprint only."""

    __tablename__ = "sessions"
    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    fingerprint: Mapped[Short] = mapped_column(unique=True, info={"personal": True})
    opened_at: Mapped[When]
    seen_at: Mapped[When]
    confirmed_at: Mapped[When]
    ended_at: Mapped[When | None]
    ended_because: Mapped[Short | None]
    address: Mapped[Short | None]
    program: Mapped[Line | None]


class ApiToken(Base):
    """What a program shows instead of a session; `prefix` is the part that its owner can recognise it by."""

    __tablename__ = "api_tokens"
    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[Short]
    prefix: Mapped[Short]
    fingerprint: Mapped[Short] = mapped_column(unique=True, info={"personal": True})
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[When]
    expires_at: Mapped[When]
    used_at: Mapped[When | None]
    ended_at: Mapped[When | None]
    ended_because: Mapped[Short | None]

    def is_alive(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at


class Attempt(Base):
    """An attempt to log in that did not succeed; the username is kept as a hash, since people type passwords there."""

    __tablename__ = "log_in_attempts"
    __table_args__ = (
        Index("ix_log_in_attempts_account", "account", "at"),
        Index("ix_log_in_attempts_address", "address", "at"),
    )
    id: Mapped[Id] = mapped_column(primary_key=True)
    account: Mapped[Short]
    address: Mapped[Short]
    at: Mapped[When] = mapped_column(Moment)


class PersonToTell(Base):
    """Somebody who was entered before their roles were told: the others are told of them anew."""

    __tablename__ = "people_to_tell"
    person_id: Mapped[Id] = mapped_column(primary_key=True)


BOARD = "board/"


class InboxMove(Base):
    """A change in somebody's inbox, in the order in which this database learned of it, for the live streams.

    Or one of a unit on the board of an estate: its `inbox_id` is `board/` and the estate, its item the unit, its change
    the unit's new state.
    """

    __tablename__ = "inbox_moves"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    at: Mapped[When] = mapped_column(index=True)
    inbox_id: Mapped[Short]
    estate_id: Mapped[Short | None]
    department: Mapped[Short | None]
    person_id: Mapped[Short | None]
    rank: Mapped[Short | None]
    revision: Mapped[int]
    item_id: Mapped[Short]
    change: Mapped[str] = mapped_column(String(32))

    @property
    def is_of_the_board(self) -> bool:
        return self.inbox_id.startswith(BOARD)
