"""Hair and beauty."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Extra, Form, Item, Length, Preset, Question, Service, every_day

SALON = Preset(
    trade="salon",
    title="Salon",
    sentence="Hair, nails, beauty, barber",
    vocabulary={"contact": "client", "contacts": "clients", "provider": "stylist", "providers": "stylists"},
    hours=(*every_day("1234", ("09:00", "19:00")), *every_day("5", ("09:00", "17:00"))),
    services=(
        Service(
            "Cut & finish",
            45,
            48,
            description="Cut and style.",
            lengths=(Length("Short hair", 45, 48), Length("Long hair", 60, 58)),
            extras=(Extra("Wash", 10, 8), Extra("Repair mask", 10, 14)),
        ),
        # While colour develops the stylist is free, the chair is not.
        Service("Colour refresh", 90, 95, buffer=15, description="Roots and gloss.", form="colour", gap=(30, 30)),
        Service("Balayage", 150, 165, buffer=15, description="Freehand lightening, toner and finish.", form="colour", gap=(75, 30)),
        Service("Blow-dry", 30, 32, description="Wash and style."),
        Service("Beard trim", 25, 22, description="Shape and finish."),
        Service("Gel manicure", 50, 36, buffer=5, description="Shape, cuticles and gel polish.", offered=False),
    ),
    contact_intro="Ask us anything, or tell us what you have in mind. We usually answer within the hour.",
    contact_questions=(NAME, EMAIL, PHONE, MESSAGE),
    forms=(
        Form(
            "colour",
            "Colour consultation",
            (
                Question("wish", "long_text", "Which colour are you hoping for?"),
                Question(
                    "coloured", "choice", "Have you coloured your hair in the last 6 months?", True, options=("Yes", "No", "Not sure")
                ),
                Question(
                    "allergies",
                    "yes_no",
                    "Any allergies or reactions to hair colour?",
                    True,
                    "Itching, redness or swelling after colour or henna.",
                ),
                Question("allergies_more", "long_text", "Tell us what happened"),
                Question("consent", "consent", "I agree to a patch test before the first colour", True),
            ),
        ),
    ),
    items=(
        Item("Developer 20 vol", "DEV-20", "bottle", 12, 8, 12, 9),
        Item("Foil roll, 100 m", "FOIL-100", "roll", 6, 3, 6, 11),
        Item("Nitrile gloves M", "GLV-M", "piece", 150, 50, 200),
        Item("Shampoo, 5 l", "SHA-5", "bottle", 4, 2, 4, 28),
    ),
    welcome="Thank you for writing to us. A stylist reads your message and answers soon; to book a time yourself, use the link below.",
    policy="Free to move or cancel until 24 hours before your time.",
)
