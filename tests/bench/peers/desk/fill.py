"""Makes the help desk's tables, a queue, tickets with as many follow-ups as a room change has steps, and log-ins.

usage: TICKETS FOLLOW_UPS PEOPLE; prints, as JSON, the ids of the tickets and the cookies of the people logged in
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peers.desk.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from helpdesk.models import FollowUp, Queue, Ticket  # noqa: E402

PASSWORD = "walk-through-2026"


def main(tickets: int, follow_ups: int, people: int) -> None:
    call_command("migrate", verbosity=0)
    queue = Queue.objects.create(title="Room changes", slug="rooms")
    made = Ticket.objects.bulk_create(
        Ticket(title=f"Room change {number}", queue=queue, submitter_email="", description="A tenant moves.")
        for number in range(tickets)
    )
    staff = [
        get_user_model().objects.create_user(f"clerk{number}", password=PASSWORD, is_staff=True, is_superuser=True)
        for number in range(people)
    ]
    FollowUp.objects.bulk_create(
        (
            FollowUp(ticket=ticket, title=f"Step {number}", comment="Nothing found.", user=staff[0], public=False)
            for ticket in made
            for number in range(follow_ups)
        ),
        batch_size=2000,
    )
    json.dump({"tickets": [ticket.id for ticket in made], "cookies": [cookie_of(one) for one in staff]}, sys.stdout)


def cookie_of(person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
