"""Draw a yield statement as a PDF of one or two sheets, in the language of the batch."""

from collections.abc import Callable, Sequence
from typing import Any

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.batches.settling import drawn, frozen, statement
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.batches.settling.words import FATES
from bouwkringloop.batches.settling.yields import FATES as IN_ORDER
from bouwkringloop.batches.settling.yields import Avoided, Figures, Kind, Yield
from bouwkringloop.invoicing.sheet import Column, Sheet

#: What stands on the paper also where it is nothing.
_ALWAYS = ("sold", "material", "residue", "here")


def paper(issued: YieldStatement) -> Attachment:
    """Give a statement as a PDF with a name that says what it is."""
    with i18n.speaking(statement.content_of(issued)["language"]):
        name = f"{_('Yield statement')} {issued.name}.pdf".replace(" ", "-")
    return Attachment(name, "application/pdf", draw(issued))


def draw(issued: YieldStatement) -> bytes:
    """Draw a statement; the same statement always gives the same bytes."""
    content, builder = statement.content_of(issued), frozen.read_builder(issued.builder)
    told, on = statement.yield_of(issued), clock.local(issued.at).date()
    with i18n.speaking(content["language"]):
        named = f"{_('Yield statement')} {issued.name}"
        sheet = Sheet(frozen.read_shop(content), named, on)
        sheet.address(builder.lines, top=46)
        below = sheet.get_y()
        sheet.facts(_facts(issued, content, i18n.day(on)), top=46)
        sheet.heading(content["project"], top=max(below, sheet.get_y(), 70) + 5)
        _first(sheet, told, content)
        _stages(sheet, told, content)
        if len(told.kinds_that_came) > 1:
            _kinds(sheet, told.kinds_that_came)
        _co2(sheet, told)
        _last(sheet, content)
        return sheet.bytes()


def _facts(issued: YieldStatement, content: dict[str, Any], on: str) -> list[tuple[str, str]]:
    kind = _("Last statement") if content["final"] else _("Yield statement")
    return [
        (kind, issued.name),
        (_("Date"), on),
        (_("Up to and including"), i18n.day(issued.upto)),
        (_("Building site"), content["city"]),
    ]


def _first(sheet: Sheet, told: Yield, content: dict[str, Any]) -> None:
    whole = told.whole
    share = {"percent": percent(whole.life_g, whole.came_in_g), "came": kilos(whole.came_in_g)}
    drawn.headline(
        sheet,
        kilos(whole.life_g),
        _("of your material has a second life"),
        _("%(percent)s of the %(came)s that came in was sold or given away.") % share,
    )
    drawn.bar(sheet, told)
    hours = content["hours"]
    words = ntranslate("%(num)s hour", "%(num)s hours", hours) % {"num": i18n.number(hours * 1000)}
    drawn.boxes(
        sheet,
        [
            (_("Sold for"), i18n.money(told.revenue_cents), _("without VAT")),
            (_("CO2 avoided"), kilos(told.co2_g), _("how it is worked out stands below")),
            (_("Still became waste"), kilos(whole.residue_g), _("residual waste")),
            *([(_("Work placement"), words, _("of the shop in this time"))] if hours else []),
        ],
    )
    drawn.title(sheet, _("Where all that came in is"))
    columns = [
        Column("", 88),
        Column(_("Kilograms"), 44, figures=True),
        Column(_("Share"), 36, figures=True),
    ]
    shown = [fate for fate in IN_ORDER if whole.of(fate) or fate in _ALWAYS]
    write = exact([whole.of(fate) for fate in shown] + [whole.came_in_g])
    rows = [
        [_(FATES[fate]), write(whole.of(fate)), percent(whole.of(fate), whole.came_in_g)]
        for fate in shown
    ]
    sheet.draw_table(columns, rows)
    sheet.sums([(_("Came in"), f"{write(whole.came_in_g)} kg", True)])


def _stages(sheet: Sheet, told: Yield, content: dict[str, Any]) -> None:
    whole = told.whole
    drawn.title(sheet, _("From offer to delivery"), room=42)
    write = exact([whole.offered_g, whole.accepted_g, whole.came_in_g])
    columns = [
        Column("", 88),
        Column(_("Kilograms"), 44, figures=True),
        Column(_("Difference"), 36, figures=True),
    ]
    stages = (
        (_("Offered"), whole.offered_g, whole.offered_g),
        (_("Accepted"), whole.accepted_g, whole.offered_g),
        (_("Came in"), whole.came_in_g, whole.accepted_g),
    )
    rows = [[name, write(grams), _signed(write, grams - before)] for name, grams, before in stages]
    sheet.draw_table(columns, rows)
    if content["explanation"]:
        said = {"words": content["explanation"]}
        sheet.paragraph(_("About the differences: %(words)s") % said)


def _kinds(sheet: Sheet, kinds: Sequence[Kind]) -> None:
    drawn.title(sheet, _("By kind"), room=40)
    columns = [
        Column(_("Kind"), 39),
        *[
            Column(name, 21.5, figures=True)
            for name in (
                _("Came in"),
                _("Second life"),
                _("Recycled"),
                _("Waste"),
                _("Still here"),
                _("Otherwise"),
            )
        ],
    ]
    write = exact([grams for kind in kinds for grams in _of_kind(kind.figures)])
    rows = [
        [kind.name, *(write(grams) if grams else "–" for grams in _of_kind(kind.figures))]
        for kind in kinds
    ]
    sheet.draw_table(columns, rows)


def _of_kind(figures: Figures) -> tuple[int, ...]:
    return (
        figures.came_in_g,
        figures.life_g,
        figures.material_g,
        figures.residue_g,
        figures.here_g,
        figures.otherwise_g,
    )


def _co2(sheet: Sheet, told: Yield) -> None:
    if not told.avoided:
        return
    drawn.title(sheet, _("How the CO2 is worked out"), room=50)
    columns = [
        Column(_("Material"), 48),
        Column(_("Second life"), 24, figures=True),
        Column(_("New, per tonne"), 26, figures=True),
        Column(_("Used, per tonne"), 26, figures=True),
        Column(_("Replaces"), 18, figures=True),
        Column(_("Avoided"), 26, figures=True),
    ]
    sheet.draw_table(columns, [_row(each) for each in told.avoided])
    factors = {(each.factor.source, each.factor.year) for each in told.avoided}
    sheet.paragraph(
        _(
            "Kilograms of CO2e. Avoided = tonnes × (new - used) × the part that it replaces. That"
            " something used replaces something new wholly (1) is an assumption. Source:"
            " %(sources)s."
        )
        % {"sources": "; ".join(f"{source} ({year})" for source, year in sorted(factors))},
        soft=True,
    )


def _row(each: Avoided) -> list[str]:
    factor = each.factor
    return [
        factor.name,
        kilos(each.weight_g),
        i18n.number(factor.primary_milli),
        i18n.number(factor.reused_milli),
        i18n.number(factor.displacement_milli),
        kilos(each.co2_g),
    ]


def _last(sheet: Sheet, content: dict[str, Any]) -> None:
    if content["hours"]:
        where = {"source": content["hours_source"]}
        sheet.paragraph(_("Hours of work placement: %(source)s.") % where, soft=True)
    sheet.paragraph(
        _(
            "Weights are those of the shop's scales and ledger, to the gram. All that came in is in"
            " exactly one row of the first table."
        ),
        soft=True,
    )


def kilos(grams: int) -> str:
    """Write kilograms whole from ten on, and with one place below."""
    places = 100 if abs(grams) < 10_000 else 1000
    rounded = (abs(grams) + places // 2) // places * places
    return f"{i18n.number(rounded if grams >= 0 else -rounded)}\u00a0kg"


def percent(part: int, whole: int) -> str:
    """Write a part of a whole as a percentage with one place, half-up."""
    if not whole:
        return "–"
    tenths = (2000 * abs(part) + whole) // (2 * whole)
    return f"{i18n.number((tenths if part >= 0 else -tenths) * 100)}%"


def exact(column: Sequence[int]) -> Callable[[int], str]:
    """Give what writes the weights of a table, with the places that the finest of them needs."""
    only_whole = all(grams % 1000 == 0 for grams in column)

    def write(grams: int) -> str:
        if only_whole:
            return i18n.number(grams)
        whole, fraction = divmod(abs(grams), 1000)
        point = "." if i18n.language() == "en" else ","
        sign = "-" if grams < 0 else ""
        return f"{sign}{i18n.number(whole * 1000)}{point}{fraction:03d}"

    return write


def _signed(write: Callable[[int], str], grams: int) -> str:
    if not grams:
        return "–"
    return f"+{write(grams)}" if grams > 0 else write(grams)
