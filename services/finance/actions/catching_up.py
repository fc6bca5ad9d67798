"""Deals that were withdrawn or refunded before the rules were as they are now have their books squared anew."""

from sqlalchemy import select

from kit.work import Work
from services.finance.actions.deals import square
from services.finance.models import DealToSquare
from services.finance.queries import deals as known


def square_old_deals(work: Work, limit: int = 50) -> None:
    """Squares the next ones, as if something had just been heard of each; copies share the work."""
    waiting = select(DealToSquare).order_by(DealToSquare.deal_id).limit(limit).with_for_update(skip_locked=True)
    for one in work.session.scalars(waiting).all():
        deal = known.take_deal(work, one.deal_id)
        assert deal is not None
        square(work, deal)
        work.session.delete(one)
