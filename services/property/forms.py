"""The client's two forms, printed: 换房记录表 and 客户单元变更通知单 (PROP-3)."""

from datetime import datetime
from typing import Any


def record(change: dict[str, Any], now: datetime) -> bytes:
    return b""


def notice(change: dict[str, Any], now: datetime) -> bytes:
    return b""
