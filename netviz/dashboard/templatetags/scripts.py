"""The tag that loads a page's script."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from netviz.dashboard import bundle

register = template.Library()


@register.simple_tag
def page_script(entry: str) -> SafeString:
    """The module `entry` (one of bundle.ENTRIES) and all that it imports, as one script; what is vendored of it is asked for at once."""
    if entry not in bundle.ENTRIES:
        raise template.TemplateSyntaxError(f"{entry} is no page's script")
    ahead = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((address,) for address in bundle.vendored(entry))
    )
    return format_html('{}<script type="module" src="{}"></script>', ahead, bundle.address(entry))
