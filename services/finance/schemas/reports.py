"""What crosses the doors to finance's reports."""

from marshmallow import Schema, fields

from kit.schemas import Form, Identifier


class CollectionQuery(Form):
    """Which months, each named by any of its days, and of which estate; this year where nothing is said."""

    since = fields.Date()
    until = fields.Date()
    estate_id = Identifier()


class CollectedView(Schema):
    """One month of one estate, in yuan: `open` is what is still to come of what was due in it."""

    month = fields.String()
    estate_id = fields.String()
    estate_name = fields.String()
    due = fields.Decimal(places=2, as_string=True)
    received = fields.Decimal(places=2, as_string=True)
    open = fields.Decimal(places=2, as_string=True)


class CollectionView(Schema):
    """The months from `since` to `until`, each told by its first day, and the totals, in yuan."""

    since = fields.Date()
    until = fields.Date()
    items = fields.List(fields.Nested(CollectedView))
    due = fields.Decimal(places=2, as_string=True)
    received = fields.Decimal(places=2, as_string=True)
    open = fields.Decimal(places=2, as_string=True)
