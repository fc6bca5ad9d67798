"""Yuan in the capital figures of a receipt, which nobody can alter: 1005.30 is 壹仟零伍元叁角整 (SALE-4).

The rules are those of 《支付结算办法》 for writing sums: 整 stands behind yuan and jiao and never behind fen, and a run
of zeros between two figures is one 零. The library at hand leaves out the 零 of an empty 万: 亿 before thousands.
"""

from decimal import Decimal

FIGURES = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Decimal) -> str:
    """An amount of nothing or more, to the cent and below 10^16, in Chinese capital figures."""
    yuan, cents = divmod(int(amount.scaleb(2)), 100)
    jiao, fen = divmod(cents, 10)
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not cents:
        return f"{whole or '零元'}整"
    tenths = f"{FIGURES[jiao]}角" if jiao else "零" if yuan else ""
    return f"{whole}{tenths}{f'{FIGURES[fen]}分' if fen else '整'}"


def _whole(yuan: int) -> str:
    """The yuan, four figures at a time from the left."""
    groups = _in_fours(yuan)
    told = ""
    for place, group in reversed(list(enumerate(groups))):
        if not group:
            continue
        needs_zero = told and (group < 1000 or groups[place + 1] == 0)
        told += f"{'零' if needs_zero else ''}{_four(group)}{GROUPS[place]}"
    return told


def _in_fours(number: int) -> list[int]:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    return groups


def _four(group: int) -> str:
    """Up to four figures; zeros before the first say nothing, zeros behind the last neither."""
    told, zero = "", False
    for place in (3, 2, 1, 0):
        figure = group // 10**place % 10
        if not figure:
            zero = bool(told)
            continue
        told += f"{'零' if zero else ''}{FIGURES[figure]}{PLACES[place]}"
        zero = False
    return told
