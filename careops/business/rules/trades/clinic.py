"""Medical, dental, physiotherapy."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Form, Item, Preset, Question, Service, every_day

CLINIC = Preset(
    trade="clinic",
    title="Clinic",
    sentence="Medical, dental, physiotherapy",
    vocabulary={
        "contact": "patient",
        "contacts": "patients",
        "booking": "appointment",
        "bookings": "appointments",
        "booking_type": "appointment type",
        "booking_types": "appointment types",
        "provider": "practitioner",
        "providers": "practitioners",
    },
    hours=every_day("01234", ("08:30", "12:30"), ("13:30", "17:30")),
    services=(
        Service("First consultation", 40, 80, buffer=10, description="History, examination and a plan.", form="history"),
        Service("Follow-up", 20, 45, buffer=5, description="Check progress, adjust the plan."),
        Service("Treatment session", 30, 60, buffer=10, description="Hands-on treatment.", repeats=6),
        Service("Blood test", 15, 25, description="Come fasting; water is fine.", offered=False),
    ),
    contact_intro="For questions and requests. In an emergency call your local emergency number.",
    contact_questions=(NAME, EMAIL, PHONE, MESSAGE),
    forms=(
        Form(
            "history",
            "Medical history",
            (
                Question("birth_date", "date", "Date of birth", True),
                Question("reason", "long_text", "What brings you to us?", True),
                Question("medicines", "long_text", "Medicines you take now"),
                Question("allergies", "yes_no", "Do you have any allergies?", True),
                Question("allergies_more", "long_text", "Which ones?"),
                Question("emergency_contact", "text", "Whom may we call in an emergency?"),
                Question("consent", "consent", "I agree that my health data is kept for my treatment", True),
            ),
        ),
    ),
    items=(
        Item("Nitrile gloves M", "GLV-M", "piece", 400, 100, 400),
        Item("Face masks", "MASK", "piece", 300, 100, 300),
        Item("Disinfectant, 1 l", "DIS-1", "bottle", 8, 4, 8, 7),
        Item("Couch paper roll", "PAPER", "roll", 12, 4, 12, 5),
    ),
    welcome="Thank you for your message. Our front desk answers during opening hours; to book a time yourself, use the link below.",
    policy="Please cancel at least 24 hours before, so that another patient can have your time.",
    notice_hours=4,
)
