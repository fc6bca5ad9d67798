"""The policy of finance: money to the cent, what may be posted, and what a tenant owes for the unit they leave."""
