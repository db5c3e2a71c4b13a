"""Write down what a builder answers to a question, by their link or on the telephone."""

from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.batches import decide, find, prints, step
from bouwkringloop.batches.models import LineAnswer

LONGEST = 600


class NoAnswer(Refused):
    """Nothing was said."""

    status = 422
    message = N_("Type an answer.")


class AnswerTooLong(Refused):
    """More words than an answer needs."""

    status = 422
    message = N_("This answer is too long. Use at most 600 characters.")


class QuestionGone(Refused):
    """The question was answered already, or the shop decided without an answer."""

    message = N_("This question is no longer open. Look at the page again.")


def give(
    session: Session, batch_uuid: UUID, line: UUID, text: str, *, seen: int, by: step.By
) -> LineAnswer:
    """Answer the question with this number about a line; each is answered once."""
    batch = find.to_change(session, batch_uuid)
    if batch.state not in decide.OPEN:
        raise step.NotThatStep(batch)
    of_line = next((each for each in find.lines(session, batch) if each.uuid == line), None)
    if of_line is None:
        raise decide.UnknownLine
    question = of_line.decided
    if question is None or question.outcome != "asked" or question.number != seen:
        raise QuestionGone
    if question.answer is not None:
        raise QuestionGone
    made = LineAnswer(
        text=_words(text),
        at=clock.now(),
        link_id=by.link.id if by.link else None,
        person_id=by.person.id if by.person else None,
    )
    question.answer = made
    session.flush()
    through = "" if by.person else "link"
    told = {"line": str(line), "through": through}
    prints.note(session, by.person, "batch.answered", batch.subject, [made], **told)
    return made


def _words(text: str) -> str:
    lines = (clean(line) for line in text.splitlines())
    words = "\n".join(line for line in lines if line)
    if not words:
        raise NoAnswer
    if len(words) > LONGEST:
        raise AnswerTooLong
    return words
