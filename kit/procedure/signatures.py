"""Signatures (PROC-8): who signed, as what, when, and the drawn image where there is one."""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kit import pictures
from kit.caller import Caller
from kit.procedure.table import Step
from kit.procedure.words import listed
from kit.reasons import Reason
from kit.work import Work

RULE = "PROC-8"
PREFIX = "data:image/png;base64,"
LARGEST_IMAGE = 64 * 1024  # bytes


@dataclass(frozen=True)
class Signature:
    """What somebody from outside signs on the spot.

    `role` is the signer's in the table, `name` the full name, `image` what was drawn: a PNG as data URL.
    """

    role: str
    name: str
    image: str | None = None


def own_signature(work: Work, image: str | None) -> dict[str, Any]:
    """The signature of whoever is logged in, as it is kept."""
    caller: Caller = work.caller
    return {
        "role": caller.department,
        "name": caller.name,
        "person_id": caller.id,
        "department": caller.department,
        "rank": caller.rank,
        "at": work.now.isoformat(),
        "image": image,
    }


def outside_signature(work: Work, signature: Signature) -> dict[str, Any]:
    """A signature given on the spot, as it is kept."""
    return {
        "role": signature.role,
        "name": signature.name.strip(),
        "person_id": None,
        "department": None,
        "rank": None,
        "at": work.now.isoformat(),
        "image": signature.image,
    }


def reasons_not_to_accept(step: Step, signatures: Sequence[Signature]) -> Iterator[Reason]:
    """Outside signers sign once each, by name, and all of them; staff sign under their own log-in."""
    outside = {signer.role: signer for signer in step.outside_signers}
    staff = {signer.role for signer in step.staff_signers}
    given = [signature.role for signature in signatures]
    for role in given:
        if role in staff:
            yield _against(
                "signature_own_login",
                "本公司人员须以本人账号签字,不能代填。",
                "Staff sign under their own log-in; their signatures cannot be given.",
            )
        elif role not in outside:
            yield _against("signature_unknown", f"此步骤没有签字人“{role}”。", f"Nobody signs this step as {role!r}.")
        elif given.count(role) > 1:
            yield _against("signature_twice", "同一签字人只能签一次。", "Each signer signs once.")
    if any(not signature.name.strip() for signature in signatures):
        yield _against("signature_name", "签字须写明姓名。", "A signature needs the signer's name.")
    if missing := [signer for role, signer in outside.items() if role not in given]:
        names = listed([signer.words for signer in missing])
        yield _against(
            "signature_missing",
            f"缺少签字:{names.zh}。",
            f"Signatures are missing: {names.en}.",
            signers=[str(signer.role) for signer in missing],
        )


def reasons_against_image(image: str | None) -> Iterator[Reason]:
    """A drawn image is a PNG of at most 64 KB that can be read to its end, given as data URL."""
    if image is not None and not _is_small_png(image):
        yield Reason(
            "signature_image",
            "签名图须为完好的 PNG 图片,不超过 64 KB。",
            "A drawn signature must be a PNG of at most 64 KB that is not damaged.",
            field="image",
            rule=RULE,
        )


def _is_small_png(image: str) -> bool:
    if not image.startswith(PREFIX) or len(image) > len(PREFIX) + LARGEST_IMAGE * 4 // 3 + 4:
        return False
    try:
        data = base64.b64decode(image.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(data) <= LARGEST_IMAGE and pictures.is_png(data)


def _against(code: str, zh: str, en: str, **details: Any) -> Reason:
    return Reason(code, zh, en, field="signatures", rule=RULE, details=details)
