"""One teacher, one learner at a time."""

from careops.business.rules.preset import EMAIL, MESSAGE, NAME, PHONE, Form, Item, Length, Preset, Question, Service, every_day

HOURS = (Length("60 minutes", 60, 40), Length("90 minutes", 90, 56))

TUTOR = Preset(
    trade="tutor",
    title="Tutor",
    sentence="Private lessons, music, languages",
    vocabulary={
        "contact": "student",
        "contacts": "students",
        "booking": "lesson",
        "bookings": "lessons",
        "booking_type": "lesson",
        "booking_types": "lessons",
        "provider": "tutor",
        "providers": "tutors",
    },
    hours=(*every_day("01234", ("14:00", "20:00")), *every_day("5", ("10:00", "14:00"))),
    services=(
        Service("Trial lesson", 30, 0, buffer=10, description="Meet, find your level, agree on a plan.", form="goals"),
        Service("Lesson", 60, 40, buffer=10, description="One to one.", lengths=HOURS, repeats=12),
        Service("Online lesson", 60, 40, buffer=10, description="One to one, by video.", lengths=HOURS, repeats=12, place="video"),
        Service("Exam preparation", 90, 65, buffer=10, description="Past papers under the clock.", offered=False),
    ),
    contact_intro="Tell me what you would like to learn, and when you are usually free.",
    contact_questions=(NAME, EMAIL, PHONE, MESSAGE),
    forms=(
        Form(
            "goals",
            "Learning goals",
            (
                Question("subject", "text", "What would you like to learn?", True),
                Question("level", "choice", "Where are you now?", True, options=("Beginner", "Some basics", "Intermediate", "Advanced")),
                Question("goal", "long_text", "What would you like to be able to do in three months?"),
                Question("age", "number", "The learner's age"),
            ),
        ),
    ),
    items=(Item("Workbook", "BOOK-1", "copy", 10, 3, 10, 12),),
    welcome="Thank you for writing. I answer within a day; to book a trial lesson yourself, use the link below.",
    policy="Free to move or cancel until 24 hours before the lesson.",
    notice_hours=12,
)
