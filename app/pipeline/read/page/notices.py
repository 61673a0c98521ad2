"""What pages say instead of an article, or where it stops: walls, consent, scripts wanted, errors."""

from __future__ import annotations

import re

_JOIN = (
    r"(?:subscribe|subscription|sign (?:in|up)|log ?in|regist(?:er|ration)|(?:create|open) (?:an"
    r"|a free|your) account"
    r"|become a (?:member|subscriber)|start (?:your|a) .{0,20}trial|free trial|membership)"
)
_READ = r"(?:continue|keep|finish|carry on|read|unlock|access|view|see)\b"
_STORY = r"(?:article|story|content|post|report|page|text)"
_WALL = re.compile(
    rf"\b{_JOIN}\b[^.]{{0,60}}\b(?:to|and)\b.{{0,12}}{_READ}"
    rf"|\bto (?:continue|keep|finish|carry on) (?:reading|with)\b.{{0,80}}{_JOIN}"
    rf"|\bto (?:read|see|view|access|unlock) (?:the|this|more of).{{0,40}}\b{_JOIN}"
    rf"|\b(?:this|the (?:full|rest of (?:the|this))) {_STORY} is (?:only |exclusively )?"
    r"(?:for|available|reserved|exclusive|locked|limited)\b.{0,40}(?:subscribers?|members?|registered)"
    rf"|\b(?:for|to) (?:our )?(?:subscribers|members|registered readers) only\b|\b(?:subscribers?"
    rf"|members?)[- ]only\b"
    rf"|\byou(?:'ve|’ve| have) (?:reached|hit|used|read)\b.{{0,40}}\b(?:limit|free {_STORY}s?)"
    rf"|\bunlock (?:this|the (?:full|whole)) {_STORY}"
    rf"|\b(?:read|unlock) the (?:full|whole|rest of (?:the|this)) {_STORY}\b.{{0,40}}\b(?:with|for"
    rf"|from)\b.{{0,30}}"
    r"(?:subscription|trial|\d|account)"
    rf"|\bthis is a (?:free )?preview\b",
    re.I,
)
_LETTER = re.compile(r"newsletter|inbox|e-?mail|alerts?|podcast|app\b|notification|comment|playlist", re.I)
_METER = re.compile(r"\b(\d{1,3}) (?:of|out of|/) (?:your |the )?(\d{1,3})\b")
_CONSENT = re.compile(
    r"\b(?:we (?:and our (?:\d+ )?partners )?(?:use|store|value|care about)\b.{0,60}(?:cookies"
    r"|privacy|information on)"
    r"|(?:uses?|accept|reject|manage|allow) (?:all )?(?:tracking )?cookies|cookie (?:policy|settings"
    r"|preferences|consent)"
    r"|consent to (?:the|our) (?:use|processing)|before you continue|your privacy (?:choices|matters)"
    r"|personal data.{0,80}(?:partners|consent|purposes)|gdpr"
    r"|\bconsent\b.{0,120}\b(?:cookies|partners|trackers|tracking|your (?:personal )?data)\b"
    r"|\b(?:cookies|partners|trackers|tracking|your (?:personal )?data)\b.{0,120}\bconsent(?:ing)?\b)",
    re.I,
)
_QUOTED = re.compile(r"[“«„][^”»“]{0,400}[”»“]|\"[^\"]{0,400}\"")
_READER = re.compile(r"\b(?:we|our|us|you|your|yours|please)\b", re.I)
_SCRIPTS = re.compile(
    r"\b(?:(?:enable|(?:turn|switch)(?:ed)? on|activate|allow|requires?|needs?|without)\b.{0,20}java ?script"
    r"|java ?script\b.{0,40}"
    r"(?:disabled|enabled?|required|needed|turned off|not available)|browser (?:is )?(?:not |un)supported"
    r"|upgrade your browser)",
    re.I,
)
_ERROR = re.compile(
    r"^\W*(?:(?:error|http|code|oops)\W*)*(?:4(?:0[0-9]|10|29|51)|50[0-9]|52[0-9])\b(?:\W*$|\W*(?:[-–|:]|error|page|not|forbidden"
    r"|unauthori|internal|bad|service|gateway|too many|gone|server))"
    r"|\b(?:page|article|story|content|document) (?:was |is |could |can |has )?(?:not |n't "
    r"|no longer |been )*"
    r"(?:found|exist|available|removed|unavailable)\b|\bnot found\W*$|\bpage (?:missing|does(?:n't"
    r"| not) exist)"
    r"|^\W*(?:access denied|forbidden|bad gateway|service (?:temporarily )?unavailable"
    r"|internal server error|gone)\W*"
    r"|^\W*(?:sorry|oops)\b.{0,40}\b(?:find|exist|wrong)",
    re.I,
)
_ROBOTS = re.compile(
    r"^\W*just a moment|attention required|(?:are|verify|confirm|prove) (?:that )?you(?:'re"
    r"| are)? (?:not )?(?:a )?"
    r"(?:human|robot|bot)|robot check|captcha|checking your browser|unusual traffic|security check"
    r"|ddos protection",
    re.I,
)
_LONGEST = 600


def says_wall(words: str) -> bool:
    """Whether a block says that to read on is for those who sign in or pay; a newsletter's form doesn't."""
    return len(words) <= _LONGEST and bool(_WALL.search(words)) and not _LETTER.search(words)


def walls_off(words: str) -> bool:
    """Whether it says so of this article: "2 of 5 free articles" are a count in which this one is free."""
    metered = _METER.search(words)
    return says_wall(words) and (metered is None or int(metered[1]) >= int(metered[2]))


def addresses_reader(words: str) -> bool:
    """Whether a block speaks to its reader, as boxes do and reports do not outside quotation marks."""
    return len(words) <= 3 * _LONGEST and bool(_READER.search(_QUOTED.sub("", words)))


def says_consent(words: str) -> bool:
    """Whether a block asks its reader about cookies or data; a report about such a question asks nobody."""
    return len(words) <= 3 * _LONGEST and bool(_CONSENT.search(words)) and addresses_reader(words)


def says_scripts(words: str) -> bool:
    """Whether a block tells its reader to allow scripts."""
    return len(words) <= _LONGEST and bool(_SCRIPTS.search(words))


def says_error(words: str) -> bool:
    """Whether a title is an error page's."""
    return len(words) <= 200 and bool(_ERROR.search(words))


def says_robots(words: str) -> bool:
    return len(words) <= _LONGEST and bool(_ROBOTS.search(words))
