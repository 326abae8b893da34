"""The walk through every topic: a new brand's admins say of each what it is, and see how far they are."""

from playbook.models import Playbook, Topic
from playbook.sheets import Sheet


class Walk:
    """The live topics of the draft, and on which of them somebody said what they are. ``is_on``: it was begun, or
    nothing stands yet."""

    def __init__(self, sheet: Sheet, decided: set[str]) -> None:
        self._sheet = sheet
        self._decided = decided
        self._live = [entry["slug"] for entry in sheet.document["topics"] if not entry.get("is_retired")]
        self.is_on = bool(decided) or not sheet.standing["topics"]

    @property
    def count(self) -> int:
        return len(self._live)

    @property
    def decided(self) -> int:
        return sum(slug in self._decided for slug in self._live)

    @property
    def left(self) -> int:
        """How many are still to be decided, while the walk is on."""
        return self.count - self.decided if self.is_on else 0

    @property
    def topics(self) -> list[tuple[Topic, bool]]:
        """Each with whether it is decided."""
        return [(self._sheet.whole.topics[slug], slug in self._decided) for slug in self._live]

    @property
    def following(self) -> Topic | None:
        """The next one to decide."""
        return next((topic for topic, is_decided in self.topics if not is_decided), None)


def progress(sheet: Sheet) -> Walk:
    """Where the walk stands; one query beside those of the sheet."""
    decided = Playbook.objects.filter(brand=sheet.brand).values_list("decided", flat=True).first()
    return Walk(sheet, set(decided or ()))
