"""What the markup around a block makes it: elements by their meaning, class names by their vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.pipeline.read.page.blocks import Block, Role, Weights, names
from app.pipeline.read.page.boxes import told_boxes
from app.pipeline.read.page.tree import Element

_TAGS = {"nav": Role.CHROME, "menu": Role.CHROME, "aside": Role.BESIDE, "form": Role.BESIDE}
_TAGS |= {"fieldset": Role.BESIDE, "figcaption": Role.CAPTION, "figure": Role.CAPTION, "address": Role.BYLINE}
_ARIA = {
    "navigation": Role.CHROME,
    "banner": Role.CHROME,
    "contentinfo": Role.CHROME,
    "search": Role.CHROME,
    "menu": Role.CHROME,
    "menubar": Role.CHROME,
    "dialog": Role.CHROME,
    "alertdialog": Role.CHROME,
    "complementary": Role.BESIDE,
    "toolbar": Role.BESIDE,
}
# A word of a name: begins at the name's start or a hyphen, underscore or capital, and ends at one.
_WORD = r"(?:^|[\s_-])(?:{})(?=$|[\s_-]|\d)"
_CHROME = re.compile(
    _WORD.format(
        "(?:cookies?|consent|gdpr|cmp|onetrust|breadcrumbs?|nav|navbar|navigation|menu|masthead|topbar|ticker"
        "|site-?(?:header|footer)|page-?footer|global-?(?:header|footer)|footer|colophon|sidebar|modal|popup"
        "|overlay|lightbox|toast|skip|pagination|pager"
        "|comments?-?(?:area|list|section|wrapper|thread|container|respond)?|disqus(?:_thread)?|livefyre|coral"
        "|reader-comments|respond|viafoura|search-?form)"
    )
)
_BESIDE = re.compile(
    _WORD.format(
        "(?:shar(?:e|es|ing|ebar|e-?bar|e-?tools)|addtoany|sharedaddy|social|socials|follow|followus|related|relateds"
        "|recommend(?:ed|ations?)?|more-?(?:on|from|stories|news)|read-?(?:more|next|also|on)|see-?also|also"
        "|you-?may-?(?:also-?)?like|up-?next|most-?(?:read|popular|viewed|shared)|popular|trending|latest"
        "|newsletters?|sign-?up|subscri(?:be|ption)s?|promo(?:s|tion|box)?|cta|teasers?|advert(?:s|isements?|ising)?"
        "|ads?|adslot|ad-?(?:slot|unit|container|wrapper|label)|dfp|sponsor(?:ed|s)?|partner-?content|outbrain"
        "|taboola|zergnet|tags?|tag-?(?:list|cloud)|topics?|keywords|categories|toolbar|tools|utility|print|reactions?"
        "|rating|donat(?:e|ion)|support-?us|membership|paywall|regwall|meter|piano|tp-?container"
        "|gate|barrier|widget|author-?(?:bio|box|card|info)|about-?(?:the-?)?author|bio|disclaimer|corrections?-?link"
        "|copyright|syndication|permalink|post-?nav|jump-?links?|toc|table-?of-?contents|embed-?(?:promo|link)"
        "|app-?promo|download-?app|audio-?player|video-?player|player|listen|controls|credits-?bar|edit-?link)"
    )
)
_BYLINE = re.compile(
    _WORD.format(
        "(?:byline|bylines|by-?line|authors?|author-?names?|writers?|contributors?|reporters?"
        "|article-?(?:meta|info)|post-?meta|entry-?meta|story-?meta|meta|metadata|dateline-?date"
        "|timestamps?|date|datetime|published|publish-?date|pub-?date|posted-?on|last-?updated|updated)"
    )
)
_CAPTION = re.compile(
    _WORD.format(
        "(?:captions?|wp-caption(?:-text)?|photo-?(?:credit|caption)|img-?caption|image-?caption|media-?caption"
        "|image-?(?:credit|source|meta|copyright)|photographer|credits?|cutline|slide-?(?:caption|text)"
        "|gallery-?caption)"
    )
)
_MOST = 0.4  # of the page's prose: what holds more is no box beside the text, whatever its name
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNFIGURED = frozenset(["blockquote", "pre", "table", "ul", "ol"])  # in a figure, these are no captions


def put_roles(elements: Sequence[Element], blocks: Sequence[Block]) -> None:
    """Give every block its role: that of the outermost element around it that has one."""
    prose = Weights.sums(elements, [(b, len(b.text)) for b in blocks if b.prose and not b.hidden])
    roles = _roles(elements, prose, told_boxes(elements, blocks))
    for block in blocks:
        block.role = roles[block.owner]


def _roles(
    elements: Sequence[Element], prose: Weights, told: Mapping[Element, Role]
) -> Mapping[Element, Role]:
    limit = _MOST * prose[elements[0]]
    roles: dict[Element, Role] = {}
    for element in elements:
        parent = element.getparent()
        above = roles[parent] if parent is not None else Role.TEXT
        if element.tag in _UNFIGURED and above is Role.CAPTION and prose[element]:
            above = Role.TEXT
        found = above if above is not Role.TEXT else role_of(element)
        if found is not Role.TEXT and above is Role.TEXT and _is_article(element, found, prose, limit):
            found = Role.TEXT
        roles[element] = told.get(element, found)
    return roles


def _is_article(element: Element, role: Role, prose: Weights, limit: float) -> bool:
    """Whether an element holds too much of the page's text to be what its name says.

    What readers comment may be more than the article.
    """
    if role is Role.CHROME and _is_comments(element):
        return next(element.iter("h1"), None) is not None
    return prose[element] > limit


def _is_comments(element: Element) -> bool:
    return any("comment" in name or "disqus" in name for name in names(element))


def role_of(element: Element) -> Role:
    """The role an element has by itself."""
    tag = element.tag
    if tag in ("html", "body", "main", "article", "h1"):
        return Role.TEXT
    if tag in ("header", "footer"):
        return Role.TEXT if _inside_article(element) and tag == "header" else Role.CHROME
    found = _ARIA.get(element.get("role") or "") or _TAGS.get(str(tag))
    return found or _role_by_name(element)


def _inside_article(element: Element) -> bool:
    return any(above.tag in ("article", "main") for above in element.iterancestors())


def _role_by_name(element: Element) -> Role:
    if not element.attrib:
        return Role.TEXT
    if (
        element.get("itemprop") in ("author", "datePublished", "dateModified")
        or element.get("rel") == "author"
    ):
        return Role.BYLINE
    named, id_ = element.get("class"), element.get("id")
    if not named and not id_:
        return Role.TEXT
    return _role_of_names(str(element.tag), f"{(named or '')[:300]} {(id_ or '')[:60]}")


@lru_cache(maxsize=4_096)
def _role_of_names(tag: str, given: str) -> Role:
    words = _CAMEL.sub("-", given).casefold().replace("__", "-").replace("--", "-")
    if tag == "p":  # paragraphs are named for how they look; a caption is told
        return Role.CAPTION if _CAPTION.search(words) else _paragraph(words)
    for role, pattern in (
        (Role.CHROME, _CHROME),
        (Role.CAPTION, _CAPTION),
        (Role.BYLINE, _BYLINE),
        (Role.BESIDE, _BESIDE),
    ):
        if pattern.search(words):
            return role
    return Role.TEXT


def _paragraph(words: str) -> Role:
    if _BYLINE.search(words):
        return Role.BYLINE
    return Role.BESIDE if _BESIDE.search(words) else Role.TEXT
