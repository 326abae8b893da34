"""E-mail addresses, written plainly or in disguise ("name at host dot com")."""

from collections.abc import Iterator

from playbook.findings.found import About, Weight
from playbook.findings.phrases import compiled, span_of
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading

_LOCAL = r"[\pL\pN_](?:[\pL\pN._%+'-]*[\pL\pN_+-])?"
_HOST = r"[\pL\pN][\pL\pN-]*(?:\.[\pL\pN-]+)*\.\pL{2,24}"
_AT, _DOT = r"(?:at|@|arroba|arobase|klammeraffe)", r"(?:dot|punkt|punto|point|\.)"
_OPEN, _CLOSE = r"[\[({<]", r"[\])}>]"
_TOP = r"(?:com|net|org|edu|gov|info|io|me|eu|co|uk|de|es|fr|it|nl|ch|at|be|ie|us|ca|au)"
_SPOKEN_TOP = r"(?:com|net|org|edu|gov|info|co|uk|de|es|fr|eu|ie|ca|au|ch|nl)"  # "at this point it" is no address
_PROVIDER = (
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|mac|aol|gmx|web|freenet|t-online|proton|protonmail"
    r"|orange|free|laposte|wanadoo|sfr|btinternet|virginmedia|sky|telefonica|terra|mail|zoho|fastmail)"
)
_ENDS = r"(?:[^\pL\pN]|$)"
_PATTERNS = (
    compiled(rf"({_LOCAL}@{_HOST})"),
    compiled(  # name [at] host [dot] com
        rf"({_LOCAL} ?{_OPEN} ?{_AT} ?{_CLOSE} ?[\pL\pN-]+(?:(?: ?{_OPEN} ?{_DOT} ?{_CLOSE} ?| {_DOT} |\.)[\pL\pN-]+)+)"
    ),
    compiled(
        rf"({_LOCAL} {{1,3}}{_AT} {{1,3}}[\pL\pN-]+(?: {{1,3}}{_DOT} {{1,3}}[\pL\pN-]+)*?"
        rf" {{1,3}}{_DOT} {{1,3}}{_SPOKEN_TOP}){_ENDS}"
    ),
    compiled(rf"({_LOCAL} {{0,3}}@ {{0,3}}{_PROVIDER} ?{_DOT} ?{_TOP}){_ENDS}"),
    compiled(rf"({_LOCAL} {{1,3}}{_AT} {{1,3}}{_PROVIDER} ?{_DOT} ?{_TOP}){_ENDS}"),
)
# A mailbox of an office rather than of a person: a person looks, and may say so.
_OFFICE = compiled(
    r"^(?:info|support|help|hello|hi|contact|contacts|service|services|sales|press|media|office|team|care|enquiries|inquiries"
    r"|complaints|feedback|bookings?|reservations?|refunds?|claims?|baggage|lost\.?(?:and\.?)?(?:property|found)|privacy"
    r"|customer[._-]?(?:services?|care|support|relations)|kundenservice|kontakt|hilfe|presse|datenschutz|atencion.*"
    r"|ayuda|contacto|clientes?|serviceclients?|relation.*|aide|reclamations?|noreply|no-reply)$"
)


def find(reading: Reading, _about: About, _budget: Budget) -> Iterator[Place]:
    """Every e-mail address; an office's asks, a person's blocks."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(reading.text):
            local = found[1].partition("@")[0]
            weight = Weight.ASKS if _OFFICE.search(local) else Weight.BLOCKS
            yield Place(*span_of(found), Kind.EMAIL, weight)
