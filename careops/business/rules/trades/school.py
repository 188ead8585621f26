"""Teachers meet parents, about a student."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Form, Item, Preset, Question, Service, every_day

SCHOOL = Preset(
    trade="school",
    title="School",
    sentence="Parent meetings, classes, office hours",
    vocabulary={
        "contact": "parent",
        "contacts": "parents",
        "booking": "appointment",
        "bookings": "appointments",
        "booking_type": "appointment type",
        "booking_types": "appointment types",
        "provider": "teacher",
        "providers": "teachers",
    },
    hours=every_day("01234", ("08:00", "12:00"), ("13:00", "16:00")),
    services=(
        Service("Parent meeting", 15, 0, description="Talk with a teacher about your child.", form="meeting"),
        Service("Office visit", 20, 0, description="Certificates, enrolment, questions."),
        Service("School tour", 45, 0, buffer=15, description="See the school, meet a teacher."),
        Service("Counselling", 45, 0, buffer=15, description="In confidence, with the counsellor.", offered=False),
    ),
    contact_intro="Write to the school office. For an absence today, please call.",
    contact_questions=(NAME, EMAIL, PHONE, Question("student", "text", "Student's name and class"), MESSAGE),
    forms=(
        Form(
            "meeting",
            "Before the meeting",
            (
                Question("student", "text", "Student's name", True),
                Question("class", "text", "Class", True),
                Question(
                    "topic", "choice", "What would you like to talk about?", True, options=("Progress", "Behaviour", "Wellbeing", "Other")
                ),
                Question("more", "long_text", "Anything the teacher should know beforehand?"),
            ),
        ),
    ),
    items=(
        Item("Exercise books", "EX-BOOK", "copy", 300, 80, 300, 1),
        Item("Whiteboard markers", "MARKER", "piece", 60, 20, 60, 2),
        Item("Printer paper", "PAPER-A4", "pack", 25, 10, 25, 5),
    ),
    welcome="Thank you for your message. The school office answers on the next school day; to book a meeting yourself, use the link below.",
    policy="Please cancel as early as you can, so that another family can have the time.",
    notice_hours=12,
)
