"""Measure a sale, a look-up and a labelled item over HTTP, beside what the machine itself costs.

Absolute times say more about the machine than about the program, so each is given as a ratio
to something bare, measured in turn with it in the same run: a durable commit of the same rows,
or a route that does nothing.
"""

import json
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bouwkringloop.bench.bare import BareCommit
from bouwkringloop.bench.shop import Connection, ready_shop

WARM_UP = 20
ITEMS = 10_000


@dataclass(frozen=True)
class Figure:
    """One thing measured, in milliseconds, and its ratio to the bare thing beside it."""

    name: str
    median_ms: float
    p95_ms: float
    beside: str
    beside_median_ms: float
    beside_p95_ms: float
    ratio: float


def report(rounds: int, *, as_json: bool) -> str:
    """Measure, and write the figures down for people or for programs."""
    return written(measure(rounds), rounds, ITEMS, as_json=as_json)


def written(figures: list[Figure], rounds: int, items: int, *, as_json: bool) -> str:
    """Write figures down for people or for programs."""
    if as_json:
        return json.dumps([asdict(figure) for figure in figures], indent=2)
    head = f"{rounds} rounds each, {items:,} items in stock; ms, median / 95th percentile"
    return "\n".join([head, *map(_line, figures)])


def _line(figure: Figure) -> str:
    return (
        f"{figure.name}: {figure.median_ms:.2f} / {figure.p95_ms:.2f}"
        f"   {figure.beside}: {figure.beside_median_ms:.2f} / {figure.beside_p95_ms:.2f}"
        f"   ratio {figure.ratio:.2f}"
    )


def measure(rounds: int) -> list[Figure]:
    """Run the bench in a folder of its own, with the server in a process of its own."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="bouwkringloop-bench-"))
        )
        shop = ready_shop(stack, folder, items=ITEMS)
        bare = stack.enter_context(BareCommit(folder / "bare.db", items=ITEMS))
        http = stack.enter_context(Connection(shop))
        trivial = http.get("/healthz")
        return [
            pair(
                "a five-line sale",
                "a bare commit of its rows",
                rounds,
                Work(lambda: http.post("/api/v1/sales", shop.next_basket()), http.send),
                Work(bare.next_id, bare.sale),
            ),
            pair(
                "a mixed sale with a gift card, by card",
                "a bare commit of five lines",
                rounds,
                Work(lambda: http.post("/api/v1/sales", shop.next_mixed_basket()), http.send),
                Work(bare.next_id, bare.sale),
            ),
            pair(
                "a code looked up",
                "a trivial route",
                rounds,
                Work(lambda: http.get(f"/api/v1/items/{shop.some_code()}"), http.send),
                Work(lambda: trivial, http.send),
            ),
            pair(
                "an item made with its label's job",
                "a bare commit of its rows",
                rounds,
                Work(lambda: http.post("/api/v1/intakes", shop.next_intake()), http.send),
                Work(bare.next_id, bare.intake),
            ),
        ]


@dataclass(frozen=True)
class Work:
    """Something to time: what is made ready beforehand, and what is done with it."""

    prepare: Callable[[], Any]
    act: Callable[[Any], None]


def pair(name: str, beside: str, rounds: int, work: Work, bare: Work) -> Figure:
    """Time two things in turn, so that a machine that slows down slows both."""
    ours: list[float] = []
    theirs: list[float] = []
    for at in range(WARM_UP + rounds):
        for thing, times in ((work, ours), (bare, theirs)):
            ready = thing.prepare()
            started = perf_counter()
            thing.act(ready)
            if at >= WARM_UP:
                times.append((perf_counter() - started) * 1000)
    median, beside_median = statistics.median(ours), statistics.median(theirs)
    return Figure(
        name,
        round(median, 3),
        round(_p95(ours), 3),
        beside,
        round(beside_median, 3),
        round(_p95(theirs), 3),
        round(median / beside_median, 2),
    )


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
