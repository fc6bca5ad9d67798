"""Technicians: who they are, what they can do, where they work (ENG-1)."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Line, Short, word
from services.engineering.models.base import Base
from services.engineering.rules.areas import Area
from services.engineering.rules.dispatch import Candidate
from services.words import Trade


class Technician(Base):
    """One who repairs. `person_id` is set once the gateway has told of a log-in with the same staff number."""

    __tablename__ = "technicians"

    id: Mapped[Id] = mapped_column(primary_key=True)
    staff_number: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    history: Mapped[Line] = mapped_column(default="")
    on_duty: Mapped[bool]
    person_id: Mapped[Id | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()

    skills: Mapped[list["Skill"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Skill.level.desc(), Skill.trade"
    )
    areas: Mapped[list["ServiceArea"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ServiceArea.text"
    )

    __mapper_args__ = {"version_id_col": version}

    def as_candidate(self) -> Candidate:
        """The technician as dispatching looks at one."""
        levels = {skill.trade: skill.level for skill in self.skills}
        areas = tuple(area.as_area() for area in self.areas)
        return Candidate(self.id, self.staff_number, self.name, self.on_duty, levels, areas)


class Skill(Base):
    """A trade that a technician knows, with a level from 1 to 5."""

    __tablename__ = "technician_skills"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    technician_id: Mapped[Id] = mapped_column(ForeignKey("technicians.id"), primary_key=True)
    trade: Mapped[Trade] = mapped_column(word(Trade), primary_key=True)
    level: Mapped[int]


class ServiceArea(Base):
    """An area that a technician looks after; `estate_id` is empty until an estate of that name is opened."""

    __tablename__ = "technician_areas"
    __table_args__ = (UniqueConstraint("technician_id", "text"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    technician_id: Mapped[Id] = mapped_column(ForeignKey("technicians.id"))
    text: Mapped[Line]
    estate_id: Mapped[Id | None] = mapped_column(index=True)
    building: Mapped[Short | None]
    lowest: Mapped[int | None]
    highest: Mapped[int | None]

    def as_area(self) -> Area:
        return Area(self.text, self.estate_id, self.building, self.lowest, self.highest)
