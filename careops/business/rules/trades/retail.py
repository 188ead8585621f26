"""A small shop that advises, fits and sells."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Form, Item, Preset, Question, Service, every_day

RETAIL = Preset(
    trade="retail",
    title="Shop",
    sentence="Boutique, optician, showroom",
    vocabulary={
        "contact": "customer",
        "contacts": "customers",
        "booking": "appointment",
        "bookings": "appointments",
        "provider": "adviser",
        "providers": "advisers",
    },
    hours=every_day("012345", ("10:00", "19:00")),
    services=(
        Service("Personal advice", 30, 0, buffer=10, description="Time with an adviser, just for you.", form="wishes"),
        Service("Fitting", 45, 0, buffer=15, description="Try on, measure, adjust."),
        Service("Pick-up", 10, 0, description="Your order is ready when you come."),
        Service("Alterations", 30, 20, description="Measure and agree on the work.", offered=False),
        Service("Workshop", 90, 25, buffer=15, description="A small group, shown by an adviser.", offered=False, seats=6),
    ),
    contact_intro="Ask about a product, an order, or a size.",
    contact_questions=(NAME, EMAIL, PHONE, MESSAGE),
    forms=(
        Form(
            "wishes",
            "What are you looking for?",
            (
                Question("occasion", "text", "For which occasion?"),
                Question("size", "text", "Your usual size"),
                Question("budget", "choice", "Budget", options=("Small", "Medium", "No limit")),
                Question("more", "long_text", "Anything else we should prepare?"),
            ),
        ),
    ),
    items=(
        Item("Gift boxes", "GIFT-BOX", "piece", 60, 20, 60, 1),
        Item("Carrier bags", "BAG", "piece", 300, 80, 300),
        Item("Receipt rolls", "ROLL", "roll", 20, 6, 20, 1),
    ),
    welcome="Thank you for your message. We answer during opening hours; to book a time with an adviser yourself, use the link below.",
    policy="Free to move or cancel until 2 hours before your time.",
    notice_hours=1,
)
