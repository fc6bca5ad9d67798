"""What notify does not find, in its own sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NoSuchItem(NotFound):
    """There is no such item in the caller's inbox."""

    def __init__(self) -> None:
        super().__init__(Reason("no_item", "您的收件箱中没有此项。", "There is no such item in your inbox."))


class NoSuchNotice(NotFound):
    """There is no such notice that the caller may know of."""

    def __init__(self) -> None:
        super().__init__(Reason("no_notice", "没有这份通知。", "There is no such notice."))


class NoSuchEvent(NotFound):
    """There is no such event that can be subscribed to."""

    def __init__(self) -> None:
        super().__init__(Reason("no_event", "没有此类事件。", "There is no such event."))
