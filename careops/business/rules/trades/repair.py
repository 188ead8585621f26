"""Bicycles, phones, cars, machines."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Form, Item, Preset, Question, Service, every_day

REPAIR = Preset(
    trade="repair",
    title="Repair shop",
    sentence="Bicycles, phones, cars, machines",
    vocabulary={
        "contact": "customer",
        "contacts": "customers",
        "booking": "appointment",
        "bookings": "appointments",
        "booking_type": "job",
        "booking_types": "jobs",
        "provider": "technician",
        "providers": "technicians",
    },
    hours=(*every_day("01234", ("09:00", "18:00")), *every_day("5", ("09:00", "13:00"))),
    services=(
        Service("Diagnosis", 30, 25, description="We find the fault and tell you the price.", form="fault"),
        Service("Small repair", 60, 55, buffer=10, description="Usually done while you wait.", form="fault"),
        Service("Full service", 120, 110, buffer=15, description="Check, clean, adjust, replace small parts."),
        Service("Drop-off", 10, 0, description="Leave it with us; we write when it is ready.", form="fault"),
        Service("Collection", 10, 0, description="Pick up your repaired thing.", offered=False),
        Service("Home visit", 60, 75, buffer=30, description="We come to you.", form="fault", offered=False, place="customer"),
    ),
    contact_intro="Tell us what is broken; a photo by email helps.",
    contact_questions=(NAME, EMAIL, PHONE, MESSAGE),
    forms=(
        Form(
            "fault",
            "What is wrong",
            (
                Question("thing", "text", "Make and model", True),
                Question("fault", "long_text", "What happens, and since when?", True),
                Question("limit", "number", "Up to which amount may we repair without asking?"),
                Question("warranty", "yes_no", "Is it still under warranty?"),
            ),
        ),
    ),
    items=(
        Item("Brake pads", "BRK-P", "pair", 20, 6, 20, 8),
        Item("Inner tubes", "TUBE", "piece", 30, 10, 30, 4),
        Item("Chain oil, 100 ml", "OIL-100", "bottle", 10, 4, 10, 6),
        Item("Cleaning cloths", "CLOTH", "pack", 8, 3, 8, 5),
    ),
    welcome="Thank you for your message. A technician reads it and answers today or tomorrow; to book a time yourself, use the link below.",
    policy="Free to move or cancel until 4 hours before your time.",
)
