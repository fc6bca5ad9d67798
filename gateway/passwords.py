"""Hashing of passwords (argon2id) and the making of secrets; the slow part runs in a thread of its own."""

import hashlib
import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kit.host.green import in_thread

# The memory and passes that OWASP's password storage cheat sheet asks for at least.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
SESSION_PREFIX = "ats_"
TOKEN_PREFIX = "atk_"  # noqa: S105 - it only tells a token from a session
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first, from the list beside this module."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    hashed: str = in_thread(_HASHER.hash, password)
    return hashed


def is_right(hashed: str | None, password: str) -> bool:
    """Whether the password fits the hash. Without a hash it takes as long and is wrong, so that time tells nothing."""
    fits: bool = in_thread(_fits, hashed or _nobodys_hash(), password)
    return fits and hashed is not None


def _fits(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def new_one_time_password() -> str:
    """Sixteen letters and digits that cannot be mistaken for each other, in groups of four: 79 bits."""
    letters = "".join(secrets.choice(_READABLE) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def new_secret(prefix: str) -> str:
    """An opaque secret of 256 bits that says by its prefix what it opens."""
    return prefix + secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of a secret of ours; as it is random, a plain hash is as good as a slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_of(stored: str) -> str:
    """The value that a page sends along with its cookie, made from the session's stored fingerprint."""
    return hashlib.sha256(f"csrf:{stored}".encode()).hexdigest()
