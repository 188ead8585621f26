"""An address as a square to be scanned: drawn here, so that no other site learns what is shared."""

import segno


def svg_address(text: str) -> str:
    """The code as a picture for any size, in an address that holds the picture itself."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=8, border=4, light="#fff", dark="#000")


def png_address(text: str) -> str:
    """The same as a picture of dots, for programs that know no other."""
    return segno.make(text, error="m", micro=False).png_data_uri(scale=12, border=4)
