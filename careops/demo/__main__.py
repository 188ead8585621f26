"""`python -m careops.demo`: tell the story where it is not told yet, and say how to come in."""

import sys

from careops.core.settings import settings
from careops.demo import story
from careops.demo.cast import ANA, BEN, PASSWORD
from careops.demo.salon import SLUG


def main() -> None:
    """Tells the demo's business once; refused in production."""
    if settings.production:
        sys.exit("The demo's passwords are known to everybody: it is not told in production.")
    if not story.is_told():
        print("Telling the story of the demo's business (a few seconds)", flush=True)
        try:
            story.tell()
        except story.NotAlone:
            sys.exit("This database holds other businesses. Give the demo one of its own, as `make demo` does.")
    print(f"\nThe demo's business: {settings.base_url}/book/{SLUG}")
    print(f"Sign in as its owner, {ANA.email}, or as {BEN.email} of the staff; the password of both is {PASSWORD}", flush=True)


if __name__ == "__main__":
    main()
