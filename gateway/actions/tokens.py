"""Tokens with which a person's programs come in, for part of what the person may do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from gateway import passwords
from gateway.models import ApiToken, Person
from gateway.rules import Numbers
from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.reasons import Reason
from kit.work import Work

SHOWN = 12  # how much of a token its owner sees in the list: the prefix and eight characters


@dataclass(frozen=True)
class Given:
    """A token just made, with the secret that is shown this once."""

    token: ApiToken
    secret: str


def create_token(work: Work, person: Person, name: str, scopes: Collection[str], days: int) -> Given:
    """A token for `days` days that may do what `scopes` name, and never more than its owner may."""
    beyond = sorted(set(scopes) - person.permissions)
    longest = Numbers.from_settings(work.settings).token_longest_days
    raise_if_any([*_beyond(beyond), *_too_long(days, longest)], Invalid)
    secret = passwords.new_secret(passwords.TOKEN_PREFIX)
    token = ApiToken(
        id=new_id(),
        person_id=person.id,
        name=name,
        prefix=secret[:SHOWN],
        fingerprint=passwords.fingerprint(secret),
        scopes=sorted(set(scopes)),
        created_at=work.now,
        expires_at=work.now + timedelta(days=days),
    )
    work.session.add(token)
    return Given(token, secret)


def _beyond(beyond: Collection[str]) -> list[Reason]:
    if not beyond:
        return []
    told = ", ".join(beyond)
    return [
        Reason("scopes", f"您本人没有这些权限：{told}。", f"You do not have these yourself: {told}.", field="scopes")
    ]


def _too_long(days: int, longest: int) -> list[Reason]:
    if days <= longest:
        return []
    return [Reason("days", f"有效期至多 {longest} 天。", f"A token lasts at most {longest} days.", field="days")]
