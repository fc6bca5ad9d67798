"""What operators are given: figures, alerts with their runbook, the dashboard, and what these are tried with."""
