"""Adding a file to an answer that is being written."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from connectors import media
from connectors.bounds import storable
from interactions import checks, files
from interactions.actions.lines import tell
from interactions.models import Attachment, Interaction
from interactions.models.attachments import LONGEST_ALT

MOST_OF_ONE_CASE = 50  # files that anybody ever added to answers to one message


@transaction.atomic
def attach(interaction: Interaction, *, by: User, name: str, content: bytes, alt: str = "") -> Attachment:
    """Keep a file for an answer to this. It goes out with a draft that encloses it, signed like its text.

    The same file with the same words is the same attachment. Raises NotAllowed, Conflict, Invalid: too large for the
    channel, of a kind it does not take, broken, a picture without a word on what it shows.
    """
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "draft", locked)
    checks.check_open(locked)
    alt = " ".join(storable(alt).split())[:LONGEST_ALT]
    content = cleaned(content)
    file = Attachment(
        interaction=locked,
        name=_named(name, media.type_of(content)),
        content_type=media.type_of(content),
        size=len(content),
        digest=files.digest_of(content),
        alt=alt,
        added_by=by,
        added_at=timezone.now(),
    )
    checks.check_files(locked, [file])
    if file.is_picture and not alt:
        raise Invalid(_("Say in a few words what the picture shows: some read it instead of seeing it."))
    standing = locked.attachments.filter(digest=file.digest, alt=alt, added_by=by).first()
    if standing is not None:
        return standing
    if locked.attachments.count() >= MOST_OF_ONE_CASE:
        raise Invalid(_("That is more files than one answer needs. Use one that is here already."))
    files.keep(content)
    file.save()
    tell("file_added", locked, by=by, attachment=file.pk, digest=file.digest, size=file.size)
    return file


def too_large() -> str:
    return _("The file is larger than %(most)d MB.") % {"most": media.LARGEST // 1024 // 1024}


def cleaned(content: bytes) -> bytes:
    """Without what a camera says of a place. Raises Invalid: empty, too large, broken."""
    if not content:
        raise Invalid(_("Choose a file first. One that is empty is none."))
    if len(content) > media.LARGEST:
        raise Invalid(too_large())
    try:
        return media.without_secrets(content)
    except media.BrokenError as error:
        raise Invalid(_("The picture is broken. Save it anew, or choose another.")) from error


def _named(given: str, kind: str) -> str:
    """A name without a path, with the ending that its content has."""
    base = given.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    plain = "".join(character for character in stem if character.isprintable() and character not in '<>:"|?*')
    return f"{plain.strip()[:100] or 'file'}.{media.ENDINGS.get(kind, 'bin')}"
