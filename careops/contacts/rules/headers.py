"""What files of all kinds call what we keep of people, in the languages CareOps speaks."""

from careops.contacts.schemas import Target
from careops.core.i18n import text as _

PEOPLE = (
    Target(
        "name",
        _("Name"),
        (
            "full name|client name|customer name|contact name|client|customer|display name|nombre completo|nombre y apellidos|cliente|nome|"
            "vollständiger name|kunde|kundin|kundenname|nom complet|nom et prénom|cliente|पूरा नाम|नाम|ग्राहक|invitee name|attendee"
        ),
    ),
    Target("first_name", _("First name"), ("first|given name|forename|nombre|nombre de pila|vorname|prénom|पहला नाम|प्रथम नाम")),
    Target(
        "last_name",
        _("Last name"),
        ("last|surname|family name|apellidos|apellido|nachname|familienname|nom|nom de famille|उपनाम|अंतिम नाम"),
    ),
    Target(
        "email",
        _("Email"),
        (
            "e mail|email address|e mail address|mail|mail address|invitee email|correo|correo electrónico|email 1|e mail 1 value|"
            "e mail adresse|emailadresse|mailadresse|courriel|adresse e mail|adresse mail|adresse email|ईमेल|ईमेल पता"
        ),
    ),
    Target(
        "phone",
        _("Phone"),
        (
            "phone number|mobile|mobile number|mobile phone|cell|cell phone|telephone|tel|phone 1 value|sms|teléfono|móvil|celular|número|"
            "telefon|telefonnummer|handy|handynummer|mobil|mobiltelefon|téléphone|portable|numéro de téléphone|फ़ोन|फोन|मोबाइल|फ़ोन नंबर|"
            "मोबाइल नंबर"
        ),
    ),
    Target(
        "notes",
        _("Note"),
        ("notes|comment|comments|remarks|nota|notas|comentarios|notiz|notizen|bemerkung|anmerkung|remarque|remarques|टिप्पणी|नोट"),
    ),
    Target("tags", _("Tags"), ("tag|labels|label|group|groups|etiquetas|grupo|schlagworte|gruppe|étiquettes|groupe|टैग|समूह")),
    Target("locale", _("Language"), ("locale|idioma|lengua|sprache|langue|भाषा")),
    Target(
        "consent_email",
        _("Wants offers by email"),
        (
            "email marketing|marketing emails|accepts marketing|email marketing consent|newsletter|email subscriber|email opt in|"
            "acepta marketing|werbung per e mail|accepte le marketing|email status"
        ),
    ),
    Target(
        "consent_sms",
        _("Wants offers by text message"),
        ("sms marketing|text marketing|marketing sms|sms marketing consent|sms opt in|text opt in|werbung per sms"),
    ),
)
