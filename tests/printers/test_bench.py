"""The bench runs and covers every language."""

import json

from printers import bench


def test_the_bench_measures_every_language():
    found = json.loads(bench.main(["--rounds", "2", "--json"]))
    assert {each["language"].split(",")[0] for each in found} == {
        "escpos",
        "zpl",
        "tspl",
        "brotherql",
    }
    assert all(each["median_ms"] > 0 and each["bytes"] > 100 for each in found)
    assert "own letters" in bench.main(["--rounds", "1"])
