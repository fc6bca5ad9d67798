"""What crosses engineering's doors."""
