"""The client's two forms of the unit change, printed: 换房记录表 and 客户单元变更通知单 (PROP-3)."""

from services.property.forms.notice import notice
from services.property.forms.record import record

__all__ = ["notice", "record"]
