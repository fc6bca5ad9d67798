"""Telephone numbers, each in the one form it is known by however somebody wrote it (LEAD-1).

A mobile is its 11 digits, a landline `010-12345678` (an extension follows as `-801`), one from abroad `+85223456789`.
"""

import re
import unicodedata
from functools import cache
from typing import Any

HERE, HERE_CODE = "CN", 86
_EXTENSION = re.compile(r"(?:转|(?<=\d{7})-)(\d{1,6})$")


@cache
def library() -> Any:
    """The library with all it knows of all countries, loaded once, by the first who needs it.

    What works aside has it loaded before: by itself it would load each country when it meets one, under a lock.
    """
    import phonenumbers

    phonenumbers.PhoneMetadata.load_all()
    return phonenumbers


def normal(written: str) -> str:
    """The number in its one form. Raises ValueError for what nobody could dial."""
    known = library()
    text = _EXTENSION.sub(r" ext \1", unicodedata.normalize("NFKC", written).strip())
    try:
        number = known.parse(text, HERE)
    except known.NumberParseException as error:
        raise ValueError(str(error)) from error
    if not known.is_valid_number(number):
        raise ValueError(f"{written!r} is no number that anybody could dial")
    if number.country_code != HERE_CODE:
        return str(known.format_number(number, known.PhoneNumberFormat.E164))
    if known.number_type(number) == known.PhoneNumberType.MOBILE:
        return str(known.national_significant_number(number))
    return _with_dashes(known, number)


def _with_dashes(known: Any, number: Any) -> str:
    """A landline or a service number of ours; dashes stand where the area, or the group of digits, ends."""
    area, digits = known.length_of_geographical_area_code(number), known.national_significant_number(number)
    if not area:
        return str(known.format_number(number, known.PhoneNumberFormat.NATIONAL)).replace(" ", "-")
    extension = f"-{number.extension}" if number.extension else ""
    return f"0{digits[:area]}-{digits[area:]}{extension}"


def masked(phone: str) -> str:
    """A phone number as lists show it: enough to recognise, not enough to call."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"
