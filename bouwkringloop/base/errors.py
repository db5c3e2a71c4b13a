"""Refusals: what cannot be done, said in a sentence that its reader understands."""

import re

from bouwkringloop.base.i18n import N_, translate


class Refused(Exception):
    """Something the shop does not do; nothing of it is stored."""

    #: The HTTP status with which pages and the API say it.
    status = 409
    message = N_("This cannot be done.")

    def __init__(self, **details: object) -> None:
        super().__init__(self.message, details)
        self.details = details
        #: What a program gets to know besides the sentence (extension members of RFC 9457).
        self.facts: dict[str, object] = {}

    @property
    def sentence(self) -> str:
        """The refusal in the reader's language."""
        return translate(self.message) % self.details

    @classmethod
    def slug(cls) -> str:
        """Give the name under which programs know this refusal, such as `sold-out`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __str__(self) -> str:
        return self.sentence


class NotFound(Refused):
    """There is no such thing here."""

    status = 404
    message = N_("This does not exist, or no longer.")


class Forbidden(Refused):
    """The person's role does not allow this."""

    status = 403
    message = N_("Your role does not allow this. Ask the shop lead.")


class NotLoggedIn(Refused):
    """Nobody is logged in, or the token is not known."""

    status = 401
    message = N_("Log in first.")


class NotProved(Forbidden):
    """The role allows it, but only after the second step at the log-in."""

    message = N_("This needs the second step: a code from your phone.")


class OtherContentUnderThisId(Refused):
    """A device sent a second, different record under an id it had used."""

    message = N_("This was sent before with other content. Nothing was changed.")


class BadInput(Refused):
    """Input that does not have the form that is asked for."""

    status = 422
    message = N_("Something is not filled in right: %(what)s.")
