"""The accounts of the ledger, and the kinds of entry that move money between them."""

from enum import StrEnum


class Account(StrEnum):
    """What an account is for. A debit is positive and a credit negative in every posting."""

    RECEIVABLE = "receivable"
    REFUNDS_PAYABLE = "refunds_payable"
    CASH = "cash"
    BANK = "bank"
    RENT = "rent"
    MANAGEMENT = "management"
    ELECTRICITY = "electricity"
    WATER = "water"
    PHONE = "phone"
    PARKING = "parking"
    MISSING_ITEMS = "missing_items"
    OTHER = "other"
    ADJUSTMENTS = "adjustments"
    DEPOSITS_HELD = "deposits_held"
    SUSPENSE = "suspense"
    SALES_REVENUE = "sales_revenue"
    FORFEITS = "forfeits"
    COMMISSION_EXPENSE = "commission_expense"
    COMMISSION_PAYABLE = "commission_payable"

    @property
    def zh(self) -> str:
        return _NAMES[self][0]

    @property
    def en(self) -> str:
        return _NAMES[self][1]

    @property
    def is_of_an_owner(self) -> bool:
        """Whether every lease and every deal has one of its own; of the others there is one per estate."""
        return self in (Account.RECEIVABLE, Account.REFUNDS_PAYABLE, Account.DEPOSITS_HELD)


_NAMES = {
    Account.RECEIVABLE: ("应收账款", "Receivable"),
    Account.REFUNDS_PAYABLE: ("应付退款", "Refunds payable"),
    Account.CASH: ("现金", "Cash"),
    Account.BANK: ("银行存款", "Bank"),
    Account.RENT: ("租金", "Rent"),
    Account.MANAGEMENT: ("管理费", "Management fee"),
    Account.ELECTRICITY: ("电费", "Electricity"),
    Account.WATER: ("水费", "Water"),
    Account.PHONE: ("电话费", "Phone"),
    Account.PARKING: ("车位费", "Parking"),
    Account.MISSING_ITEMS: ("未交还物品", "Missing items"),
    Account.OTHER: ("其他费用", "Other cost"),
    Account.ADJUSTMENTS: ("调整", "Adjustments"),
    Account.DEPOSITS_HELD: ("预收定金", "Deposits held"),
    Account.SUSPENSE: ("待查款项", "Suspense"),
    Account.SALES_REVENUE: ("销售收入", "Sales revenue"),
    Account.FORFEITS: ("没收款收入", "Forfeits"),
    Account.COMMISSION_EXPENSE: ("佣金支出", "Commission expense"),
    Account.COMMISSION_PAYABLE: ("应付佣金", "Commission payable"),
}


class Income(StrEnum):
    """What a customer can be charged for; each is the account of the same name."""

    RENT = "rent"
    MANAGEMENT = "management"
    ELECTRICITY = "electricity"
    WATER = "water"
    PHONE = "phone"
    PARKING = "parking"
    MISSING_ITEMS = "missing_items"
    OTHER = "other"

    @property
    def account(self) -> Account:
        return Account(self.value)


class Purse(StrEnum):
    """Where money comes in and goes out."""

    CASH = "cash"
    BANK = "bank"

    @property
    def account(self) -> Account:
        return Account(self.value)


class RefundStep(StrEnum):
    """A refund is first owed, out of what the customer has paid too much, and then paid out."""

    OWED = "owed"
    PAID = "paid"


class Kind(StrEnum):
    """The kinds of entry. A transfer moves money that is here already from one purpose to another."""

    CHARGE = "charge"
    RECEIPT = "receipt"
    DEPOSIT = "deposit"
    TRANSFER = "transfer"
    COMMISSION = "commission"
    REFUND = "refund"
    FORFEIT = "forfeit"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"
