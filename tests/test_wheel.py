"""What is installed from a built wheel is whole: it migrates, and serves pages with their styles."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What a wheel is made of; copied, so that building leaves nothing in the checkout.
SOURCES = (
    "bouwkringloop",
    "printers",
    "migrations",
    "templates",
    "setup.py",
    "setup.cfg",
    "pyproject.toml",
    "requirements.in",
    "README.md",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The Python of an environment in which nothing of ours is but the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        subprocess.run(["cp", "-r", ROOT / name, source], check=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    # The dependencies are those of this run; only our own code comes from the wheel.
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = folder / "venv" / "lib" / version / "site-packages"
    own = Path(next(p for p in sys.path if p.endswith("site-packages")))
    (site / "dependencies.pth").write_text(f"{own}\n")
    target = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*target, "--target", site, wheel], check=True, capture_output=True)
    return python


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "BOUWKRINGLOOP_HOME": str(home), "BOUWKRINGLOOP_DATABASE": ""}


@pytest.mark.long
def test_an_installed_wheel_migrates_from_another_folder_and_serves(installed, tmp_path):
    # One test, or two processes would each build a wheel of their own.
    home = tmp_path / "home"
    command = [installed, "-m", "bouwkringloop", "migrate"]
    subprocess.run(command, cwd=tmp_path, env=environment(home), check=True)
    assert (home / "bouwkringloop.db").stat().st_size > 0
    where, questions = asked(installed, tmp_path).splitlines()
    assert str(ROOT) not in where
    assert int(questions) > 20
    serves_pages_with_their_styles(installed, tmp_path)


def asked(installed, folder):
    """Ask the installed package where it is, and how long the decision tree is that it brings."""
    read = "import bouwkringloop; print(bouwkringloop.__file__); "
    read += "from bouwkringloop.intake.tree_check import SHIPPED, parse; "
    read += "print(len(parse(SHIPPED.read_text(encoding='utf-8')).questions))"
    told = subprocess.run(
        [installed, "-c", read],
        cwd=folder,
        env=environment(folder / "home"),
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout


def serves_pages_with_their_styles(installed, folder):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [installed, "-m", "bouwkringloop", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder / "home"), stdout=subprocess.DEVNULL
    ) as server:
        try:
            page = fetch(port, "/login", patient=True)
            assert "<form" in page
            styles = re.findall(r'href="([^"]+\.css[^"]*)"', page)
            assert len(styles) >= 3
            for style in styles:
                assert "{" in fetch(port, style)
            assert "<symbol" in fetch(port, "/static/icons.svg")
            assert "<symbol" in fetch(port, "/static/pictograms.svg")
            assert "Wachtwoord" in page
        finally:
            server.terminate()


def fetch(port, path, *, patient=False):
    for _ in range(200 if patient else 1):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.read().decode()
        except ConnectionError as error:
            failure = error
        except urllib.error.URLError as error:
            failure = error
        wait(0.05)
    raise failure


def wait(seconds):
    """Give the other process time to start; there is nothing else to wait on."""
    import threading

    threading.Event().wait(seconds)
