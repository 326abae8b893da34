"""A refusal is an answer, not an accident: a sentence for the person, and the status that goes with it."""


class Refusal(Exception):  # noqa: N818 - a refusal is no error
    """What was asked may not be done. ``str(refusal)`` says why, and what to do about it, in a sentence."""

    status = 400


class NotAllowed(Refusal):
    """This person may not do this here."""

    status = 403


class Conflict(Refusal):
    """The case changed, or someone was quicker."""

    status = 409


class Invalid(Refusal):
    """What was sent cannot be used as it is."""

    status = 422
