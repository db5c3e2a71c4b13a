"""Many jobs, printers that fail two times in five, and a server that is killed meanwhile.

Nothing is lost, and nothing is on paper twice without saying so. `JOBS` and `KILLS` in the
environment make it longer; the figures of the page on printing are of 300 jobs and six kills.
"""

import os
import random
import threading
from collections import Counter
from contextlib import ExitStack
from hashlib import sha256
from time import monotonic

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.db import Database
from bouwkringloop.printing import decide
from bouwkringloop.printing.documents import Label, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import Where, submit
from printers import as_copy, load_config, render
from printers.virtual import VirtualPrinter, by_lot
from tests import make
from tests.server import Server

JOBS, SHARE = int(os.environ.get("JOBS", "80")), 0.4
KILLS = int(os.environ.get("KILLS", "2"))
#: Name, language, kind and dots across of each printer.
PRINTERS = tuple(
    (f"{name}{number}", language, kind, dots)
    for number in (1, 2)
    for name, language, kind, dots in (
        ("kassa", "escpos", "receipt", 384),
        ("balie", "escpos", "receipt", 384),
        ("label", "escpos", "label", 320),
        ("zebra", "zpl", "label", 320),
    )
)
FILE = """
[printer.{name}]
uri = "{uri}"
language = "{language}"
width_dots = {dots}
label_mm = [40, 30]
cut = "{cut}"
prints = ["{kind}"]
patience_s = 1
retry_ms = [10]
"""
PAUSE = threading.Event()


def until(true, seconds=120):
    """Wait until something is so."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it takes too long"
        PAUSE.wait(0.02)


class Shop:
    """The jobs, the printers, and somebody who looks at the paper."""

    def __init__(self, config, url, stack):
        self.config, self.database = config, Database(url)
        dice = random.Random(7)
        self.devices = {
            name: stack.enter_context(
                VirtualPrinter(
                    language,
                    width_dots=dots,
                    faults=by_lot(SHARE, dice.randrange(1000)),
                    paper_back_s=0.1,
                    seed=dice.randrange(1000),
                )
            )
            for name, language, _, dots in PRINTERS
        }
        config.printers_file.write_text(
            "".join(
                FILE.format(
                    name=name,
                    uri=self.devices[name].uri,
                    language=language,
                    dots=dots,
                    kind=kind,
                    cut="partial" if kind == "receipt" else "none",
                )
                for name, language, kind, dots in PRINTERS
            )
        )
        self.settings = load_config(config.printers_file)
        self.pictures = {}
        self.jobs = [self._order(number) for number in range(JOBS)]

    def _order(self, number):
        name, _, kind, _ = PRINTERS[number % len(PRINTERS)]
        if kind == "label":
            document = Label(f"Deur {number}", "€ 12,50", f"{number:08d}")
        else:
            lines = (Text("Bouwkringloop", bold=True), Row(f"Bon {number}", "€ 12,50"), Rule())
            document = Receipt(lines)
        with self.database.writing() as session:
            job = submit(
                session,
                to_json(document),
                kind=kind,
                subject=f"test:{number}",
                where=Where(printer=name),
                by=make.actor(session),
            )
        settings = self.settings[name]
        self.pictures[fingerprint(render(document, settings))] = (job, "plain")
        if kind == "receipt":
            self.pictures[fingerprint(render(as_copy(document), settings))] = (job, "marked")
        return job

    def on_paper(self):
        """Count the whole sheets, by job and mark; torn ones are nobody's."""
        return Counter(
            self.pictures[print_]
            for device in self.devices.values()
            for printed in device.printed
            for page in printed.paper.pages
            if (print_ := fingerprint(page)) in self.pictures
        )

    def in_state(self, *states):
        with self.database.reading() as session:
            query = select(PrintJob.id).where(PrintJob.state.in_(states))
            return list(session.scalars(query))

    def look_at_held_labels(self):
        """Do what the page asks: is it on paper? Settle it, or have it printed."""
        paper, found = self.on_paper(), Counter()
        for job in self.in_state("uncertain"):
            there = bool(paper[job, "plain"] or paper[job, "marked"])
            with self.database.writing() as session:
                by = make.actor(session)
                if there:
                    decide.settle(session, job, by=by)
                else:
                    decide.print_again(session, job, by=by)
            found["there" if there else "not there"] += 1
        return found

    def quiet(self):
        """Tell whether nothing is on its way, and the devices have put down what they hold."""
        return not self.in_state("queued", "sending")


def fingerprint(picture):
    return sha256(picture.tobytes()).hexdigest(), picture.size


@pytest.fixture
def shop(config, templates):
    with ExitStack() as stack:
        made = Shop(config, templates.sqlite(config.home / "bouwkringloop.db"), stack)
        yield made
        made.database.close()


@pytest.mark.long
def test_every_job_is_on_paper_and_none_twice_without_its_mark(shop, config, capsys):
    server, dice, began = Server(config.home), random.Random(3), monotonic()
    for kill in range(KILLS):
        server.start()
        enough = JOBS * (kill + 1) // (KILLS + 2)
        until(lambda enough=enough: len(shop.in_state("done", "uncertain")) >= enough)
        PAUSE.wait(dice.uniform(0, 0.2))
        server.kill()
    server.start()
    held = Counter()
    until(shop.quiet)
    while shop.in_state("uncertain"):
        held += shop.look_at_held_labels()
        until(shop.quiet)
    server.kill()
    paper = shop.on_paper()
    assert sorted(shop.in_state("done")) == shop.jobs
    assert [job for job in shop.jobs if not paper[job, "plain"] + paper[job, "marked"]] == []
    assert [job for job in shop.jobs if paper[job, "plain"] > 1] == []
    with capsys.disabled():
        print(figures(shop, paper, held, monotonic() - began))  # noqa: T201 - what it is for.
    with shop.database.reading() as session:
        attempts = session.scalar(select(func.sum(PrintJob.attempts)))
    # The faults were there, or all of this would prove nothing.
    assert attempts > JOBS * 1.2
    assert len(sum((d.faults_seen for d in shop.devices.values()), Counter())) >= 6


def figures(shop, paper, held, seconds):
    """Say what happened, for the page on printing."""
    faults = sum((device.faults_seen for device in shop.devices.values()), Counter())
    marked = sum(many for (_, mark), many in paper.items() if mark == "marked")
    doubled = sum(1 for job in shop.jobs if paper[job, "plain"] and paper[job, "marked"])
    told = ", ".join(f"{fault.value} {many}" for fault, many in sorted(faults.items(), key=str))
    return (
        f"\n{JOBS} jobs, {KILLS} kills, {faults.total()} faulty connections ({told}): "
        f"{JOBS} on paper, 0 lost, 0 doubled without a mark; {marked} receipts marked KOPIE, "
        f"of which {doubled} were on paper before; {held.total()} labels held, of which "
        f"{held['there']} were on paper; {seconds:.0f} s."
    )
