"""What leasing tells the others; names and phones stay in the register."""

from services.leads.events.leads import (
    FollowUpOverdue,
    LeadContacted,
    LeadGraded,
    ViewingCancelled,
    ViewingHeld,
    ViewingMoved,
    ViewingPlanned,
)
from services.leads.events.offers import (
    ConcessionAsked,
    ConcessionGranted,
    ConcessionInForce,
    ConcessionRefused,
    LeadLost,
    OfferFound,
    VisitReported,
)
from services.leads.events.register import (
    LeadsHandedOver,
    RegistrationCorrected,
    RegistrationExtended,
    VisitorReceived,
    VisitorRegistered,
)
from services.leads.events.verdicts import Share, VerdictGiven

__all__ = [
    "ConcessionAsked",
    "ConcessionGranted",
    "ConcessionInForce",
    "ConcessionRefused",
    "FollowUpOverdue",
    "LeadContacted",
    "LeadGraded",
    "LeadLost",
    "LeadsHandedOver",
    "OfferFound",
    "RegistrationCorrected",
    "RegistrationExtended",
    "Share",
    "VerdictGiven",
    "ViewingCancelled",
    "ViewingHeld",
    "ViewingMoved",
    "ViewingPlanned",
    "VisitReported",
    "VisitorReceived",
    "VisitorRegistered",
]
