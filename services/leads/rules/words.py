"""The words of leasing: how a contact came, which relations count, and what the rules say in both languages."""

from kit.words import Word


class Channel(Word):
    """How a contact came (LEAD-1)."""

    WALK_IN = "walk_in", "来访", "Walk-in"
    PHONE = "phone", "来电", "Phone"
    EXHIBITION = "exhibition", "展场", "Exhibition"
    REFERRAL = "referral", "老客户推荐", "Referral by a customer"
    OUTREACH = "outreach", "直接沟通", "Direct outreach"
    BROKER = "broker", "中介", "Broker"


# The channels of those who come in person, on site or to an exhibition's stand.
VISITS = (Channel.WALK_IN, Channel.EXHIBITION)


class Relation(Word):
    """The relations that make a registration the first consultant's (LEAD-5). No other relation counts."""

    SPOUSE = "spouse", "夫妻", "Spouse"
    PARENT = "parent", "父母", "Parent"
    PARENT_IN_LAW = "parent_in_law", "公婆或岳父母", "Parent-in-law"
    SON = "son", "儿子", "Son"
    DAUGHTER = "daughter", "女儿", "Daughter"
    SON_IN_LAW = "son_in_law", "女婿", "Son-in-law"
    DAUGHTER_IN_LAW = "daughter_in_law", "儿媳", "Daughter-in-law"


class Standing(Word):
    """What a registration is worth on the day of a deal."""

    COUNTS = "counts", "有效", "Valid"
    INQUIRY = "inquiry", "仅为咨询", "An inquiry only"
    FAMILY = "family", "家属登记", "A relative's"
    EXPIRED = "expired", "已过期", "Expired"
    NEW_CUSTOMER = "new_customer", "展场登记失效", "Given up by the exhibition's rules"
