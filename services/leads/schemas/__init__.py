"""What crosses leasing's doors."""
