"""Leasing keeps the register of visitors, and says whose customer somebody was when a deal is made."""
