"""Lines that put one of the business's public pages into another site."""

from html import escape

from careops.core.settings import settings


def frame_lines(url: str, title: str) -> str:
    """They work as they are, and the script only makes the frame as tall as what it shows."""
    frame = f'<iframe src="{escape(url)}?embed=1" title="{escape(title)}" style="width:100%;height:720px;border:0" loading="lazy"></iframe>'
    return f'{frame}\n<script src="{settings.base_url}/embed.js" async></script>'
