"""How columns are made: names of constraints, keys, references, and the one type for instants."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, Integer, MetaData, TypeDecorator
from sqlalchemy.sql.type_api import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware times only, stores UTC, gives aware UTC back on both databases."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigKey = BigInteger().with_variant(Integer, "sqlite")


def key_column() -> Column[int]:
    return Column("id", BigKey, primary_key=True, autoincrement=True)


def reference(table: str, *, required: bool = True, indexed: bool = True) -> Column[int]:
    name = f"{table}_id"
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name, BigKey, target, nullable=not required, index=indexed)
