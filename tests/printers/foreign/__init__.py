"""Readers of printer languages that others wrote.

Our own interpreter and our encoders could share a misreading of a manual; these cannot. Two of
them run on Node: `.ci/node-tools` fetches them, and without it their tests are skipped.
"""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def node_has(package: str) -> bool:
    """Tell whether Node and a package from our package-lock.json are at hand."""
    return shutil.which("node") is not None and (HERE / "node_modules" / package).is_dir()


def run_node(script: str, *arguments: object, data: bytes) -> bytes:
    """Run one of the scripts beside this file and give what it says.

    Raises ValueError with the script's own last words when it refuses the data.
    """
    done = subprocess.run(
        ["node", "--no-deprecation", HERE / script, *map(str, arguments)],
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout
