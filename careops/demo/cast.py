"""The people of every story, the demo's and the tests': Ana owns a salon, Mia manages it, Ben works there, Cleo is their customer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name and a way to reach them; `locale` where it is not the salon's English."""

    name: str
    email: str = ""
    phone: str = ""
    locale: str = ""


PASSWORD = "careops-demo-1"  # noqa: S105  (printed for everybody; production refuses the story)

ANA = Person("Ana Alves", "ana@demo.example")
MIA = Person("Mia Meyer", "mia@demo.example")
BEN = Person("Ben Okafor", "ben@demo.example")

CLEO = Person("Cleo Marsh", "cleo@example.org", "+351912000101")
PRIYA = Person("Priya Raman", "priya.raman@example.org", "+351912000102")
FELIX = Person("Felix Braun", "felix.braun@example.org", locale="de")
CAMILLE = Person("Camille Dubois", "camille.dubois@example.org", locale="fr")
OSCAR = Person("Oscar Nyberg", "oscar.nyberg@example.org", "+351912000105")
YARA = Person("Yara Mensah", "yara.mensah@example.org", "+351912000106")
HELENA = Person("Helena Costa", "helena.costa@example.org", "+351912000107")
LUCAS = Person("Lucas Teixeira", "lucas.teixeira@example.org")
NADIA = Person("Nadia Haddad", "nadia.haddad@example.org", "+351912000109")
JOAO = Person("João Pires", "joao.pires@example.org", "+351912000110")
VERA = Person("Vera Lima", "vera.lima@typo.example", "+351912000111")  # her letters come back
TEO = Person("Teo Marin", "teo.marin@example.org", locale="es")

FIRST_NAMES = (
    "Amélie", "Beatriz", "Carla", "Clara", "Davide", "Emma", "Elif", "Gil", "Hana", "Hugo", "Ingrid", "Isabel", "Jonas",
    "Joana", "Kofi", "Lara", "Leonor", "Lia", "Maja", "Marta", "Mateus", "Mina", "Nina", "Noor", "Nuno", "Olivia", "Paula",
    "Pedro", "Rosa", "Samir", "Sara", "Sofia", "Tiago", "Tom", "Uma", "Vasco", "Wanda", "Xavier", "Yuki", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Antunes", "Aziz", "Brandt", "Byrne", "Conti", "Carvalho", "Ellery", "Ferreira", "Fonseca", "Gomes", "Hansen", "Ito",
    "Jensen", "Kowalski", "Laurent", "Lopes", "Matos", "Moreau", "Nunes", "Okeke", "Park", "Pinto", "Quintela", "Reis",
    "Sarmento", "Solheim", "Tavares", "Ueda", "Vieira", "Weiss",
)  # fmt: skip
