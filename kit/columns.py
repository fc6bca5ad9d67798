"""Column types that mean the same on SQLite and PostgreSQL, and the naming of constraints."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, Numeric, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def metadata() -> MetaData:
    """A MetaData with the house's constraint names; each service's `Base` holds one."""
    return MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal of fixed scale: NUMERIC on PostgreSQL; on SQLite, which has none, a whole number of its smallest units.

    Sums and comparisons in SQL are exact on both. A value with more places than `scale` is refused, not rounded, and
    so is one with more than `digits` in all.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int = 2, digits: int = 18) -> None:
        self.scale, self.digits = scale, digits
        super().__init__(digits, scale)

    def __repr__(self) -> str:
        return f"Exact({self.scale}, {self.digits})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = Numeric(self.digits, self.scale) if dialect.name == "postgresql" else BigInteger()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        exact = Decimal(value).quantize(Decimal(1).scaleb(-self.scale))
        if exact != value:
            raise ValueError(f"{value} has more than {self.scale} decimal places")
        if exact.adjusted() >= self.digits - self.scale:
            raise ValueError(f"{value} has more than {self.digits - self.scale} digits before the point")
        return exact if dialect.name == "postgresql" else int(exact.scaleb(self.scale))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value) if dialect.name == "postgresql" else Decimal(int(value)).scaleb(-self.scale)


Json = JSON().with_variant(JSONB(), "postgresql")
BigKey = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[str, mapped_column(Uuid(as_uuid=False))]
When = Annotated[datetime, mapped_column(Moment)]
Yuan = Annotated[Decimal, mapped_column(Exact(2))]
SquareMetres = Annotated[Decimal, mapped_column(Exact(2))]
Short = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(255))]


def word(kind: type[StrEnum]) -> Enum:
    """A column type that stores a StrEnum's values as plain text, not its names."""
    return Enum(kind, native_enum=False, length=32, values_callable=_values)


def _values(kind: Any) -> list[str]:
    return [member.value for member in kind]
