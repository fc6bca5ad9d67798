"""Keeping engineering's own copy of what the others have told."""

from sqlalchemy import select, update

from gateway.events import PersonRecorded
from kit.ids import new_id
from kit.procedure.events import TaskClosed, TaskKind, TaskOpened
from kit.work import Work
from services.engineering.actions.technicians import estates_by_name, leave, resolve
from services.engineering.models import KnownEstate, KnownPerson, KnownUnit, ServiceArea, SignatureTask, Technician
from services.property.events import EstateOpened, UnitRecorded
from services.words import Department


def note_estate(work: Work, opened: EstateOpened) -> None:
    """Remembers the estate, and finds the service areas that were waiting for it."""
    work.session.merge(KnownEstate(id=opened.estate_id, name=opened.name, zone=opened.timezone))
    work.session.flush()
    estates = estates_by_name(work)
    for area in work.session.scalars(select(ServiceArea).where(ServiceArea.estate_id.is_(None))).all():
        resolve(area, estates)


def note_unit(work: Work, recorded: UnitRecorded) -> None:
    """Remembers where the unit lies."""
    work.session.merge(
        KnownUnit(
            id=recorded.unit_id,
            estate_id=recorded.estate_id,
            number=recorded.number,
            building=recorded.building,
            floor=recorded.floor,
        )
    )


def note_person(work: Work, recorded: PersonRecorded) -> None:
    """Links the technician of that staff number with the log-in, and takes the link from anybody else.

    A technician whose log-in is closed leaves the work orders to others.
    """
    work.session.merge(KnownPerson(id=recorded.person_id, staff_number=recorded.staff_number, active=recorded.active))
    mine = Technician.person_id == recorded.person_id
    if not recorded.active:
        for technician in work.session.scalars(select(Technician).where(mine)).all():
            leave(work, technician)
    work.session.execute(update(Technician).where(mine).values(person_id=None))
    if recorded.active and recorded.staff_number:
        same = Technician.staff_number == recorded.staff_number
        work.session.execute(update(Technician).where(same).values(person_id=recorded.person_id))


def note_signature_asked(work: Work, opened: TaskOpened) -> None:
    """Remembers what engineering is asked to sign (ENG-4)."""
    if opened.department != Department.ENGINEERING or opened.kind is not TaskKind.SIGN or _task(work, opened):
        return
    work.session.add(
        SignatureTask(
            id=new_id(),
            case_id=opened.case_id,
            procedure=opened.procedure,
            step=opened.step,
            round=opened.round,
            estate_id=opened.estate_id,
            number=opened.number,
            title_zh=opened.title_zh,
            title_en=opened.title_en,
            link=opened.link,
            opened_at=opened.opened_at,
            due_at=opened.due_at,
        )
    )


def note_signature_settled(work: Work, closed: TaskClosed) -> None:
    """The signature is given, or no longer asked for."""
    task = _task(work, closed)
    if task and closed.department == Department.ENGINEERING and closed.kind is TaskKind.SIGN:
        task.closed_at, task.outcome = closed.closed_at, closed.outcome.value


def _task(work: Work, told: TaskOpened | TaskClosed) -> SignatureTask | None:
    chosen = select(SignatureTask).where(
        SignatureTask.case_id == told.case_id, SignatureTask.step == told.step, SignatureTask.round == told.round
    )
    return work.session.scalars(chosen).one_or_none()
