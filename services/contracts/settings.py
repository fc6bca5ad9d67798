"""The numbers of sales control's rules with their defaults; the configuration may set others by name (PROC-9)."""

from kit.procedure import Setting

HOLD_HOURS = Setting("contracts.hold_hours", 48)  # SALE-1: decided.
DEPOSIT_DAYS = Setting("contracts.deposit_days", 3)  # From the confirmation, to the end of the day (SALE-2): decided.
CONFIRM_WORKING_DAYS = Setting("contracts.confirm_working_days", 1)  # For finance, after the deposit (SALE-2): decided.
SIGN_DAYS = Setting("contracts.sign_days", 7)  # From the deal to the contract (SALE-5): decided.
