"""Deals that were withdrawn or refunded before the rules were as they are now have their books squared anew."""

from functools import partial

from sqlalchemy import delete, select

from kit.regular import one_by_one
from kit.work import Work
from services.finance.actions.deals import square
from services.finance.models import DealToSquare
from services.finance.queries import deals as known


def square_old_deals(work: Work, limit: int = 50) -> None:
    """Squares the next ones, as if something had just been heard of each; copies share the work.

    One that cannot be squared holds up no other: the next ones come in its place, and it is tried again in its turn.
    """
    stuck: list[str] = []
    while True:
        waiting = select(DealToSquare.deal_id).where(DealToSquare.deal_id.not_in(stuck))
        waiting = waiting.order_by(DealToSquare.deal_id).limit(limit).with_for_update(skip_locked=True)
        found = work.session.scalars(waiting).all()
        failed = one_by_one(work, "square_the_books_of_old_deals", found, partial(_square, work))
        if not failed:
            return
        stuck += failed


def _square(work: Work, deal_id: str) -> None:
    deal = known.take_deal(work, deal_id)
    assert deal is not None
    square(work, deal)
    work.session.execute(delete(DealToSquare).where(DealToSquare.deal_id == deal_id))
