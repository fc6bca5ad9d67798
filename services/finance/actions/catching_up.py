"""Deals that were withdrawn or refunded before the rules were as they are now have their books squared anew."""

from functools import partial

from sqlalchemy import delete, select

from kit.regular import each_that_waits
from kit.work import Work
from services.finance.actions.deals import square
from services.finance.models import DealToSquare
from services.finance.queries import deals as known


def square_old_deals(work: Work, limit: int = 50) -> None:
    """Squares the next ones, as if something had just been heard of each; copies share the work.

    One that cannot be squared holds up no other: the next ones come in its place, and it is tried again in its turn.
    """
    id = DealToSquare.deal_id
    waiting = select(id).order_by(id).limit(limit)
    each_that_waits(work, "square_the_books_of_old_deals", waiting, id, partial(_square, work))


def _square(work: Work, deal_id: str) -> None:
    deal = known.take_deal(work, deal_id)
    assert deal is not None
    square(work, deal)
    work.session.execute(delete(DealToSquare).where(DealToSquare.deal_id == deal_id))
