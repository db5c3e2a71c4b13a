"""The house stands as drawn: who may import whom, how large a file may be, and what views carry."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bouwkringloop"
#: Rooms from the ground up; each may import only those before it.
ROOMS = (
    "base",
    "people",
    "partners",
    "catalogue",
    "printing",
    "stock",
    "wishes",
    "spreadsheets",
    "counting",
    "intake",
    "pickups",
    "till",
    "invoicing",
    "batches",
    "trips",
    "placements",
    "reports",
)
#: What knows every room.
ROOFS = {
    "app",
    "menu",
    "cli",
    "cli_people",
    "demo",
    "bench",
    "proofs",
    "tables",
    "server",
    "backups",
    "practice",
}
#: Modules of the ground floor that are made for requests.
WEB_OF_BASE = {"answers", "web", "api", "patterns", "forms"}
#: What another room may use besides verb modules and models is nothing.
PRIVATE = {"views", "api", "forms"}


def modules() -> list[tuple[str, ...]]:
    return sorted(path.relative_to(ROOT).with_suffix("").parts for path in PACKAGE.rglob("*.py"))


@cache
def imports(module: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Every module named in the file's imports, as parts of its dotted name."""
    tree = ast.parse(ROOT.joinpath(*module).with_suffix(".py").read_text(encoding="utf-8"))
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {tuple(name.name.split(".")) for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            base = tuple(node.module.split("."))
            found.add(base)
            found |= {(*base, name.name) for name in node.names}
    return frozenset(found)


def room_of(module: tuple[str, ...]) -> str:
    return module[1] if len(module) > 1 else ""


def test_a_room_imports_only_rooms_that_stand_before_it():
    wrong = []
    for module in modules():
        room = room_of(module)
        if room not in ROOMS:
            continue
        above = set(ROOMS[ROOMS.index(room) + 1 :]) | ROOFS
        wrong += [
            f"{'.'.join(module)} imports {'.'.join(name)}"
            for name in imports(module)
            if name[0] == "bouwkringloop" and room_of(name) in above
        ]
    assert wrong == []


def test_every_room_of_the_house_is_in_the_drawing():
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders <= set(ROOMS) | ROOFS


def test_another_room_is_entered_through_its_verbs_and_models():
    wrong = []
    for module in modules():
        room = room_of(module)
        if room not in ROOMS:
            continue
        wrong += [
            f"{'.'.join(module)} imports {'.'.join(name)}"
            for name in imports(module)
            if name[0] == "bouwkringloop"
            and len(name) > 2
            and name[1] in ROOMS
            and name[1] not in ("base", room)
            and name[2] in PRIVATE
        ]
    assert wrong == []


def test_verbs_know_no_forms_and_models_know_no_verbs():
    wrong = []
    for module in modules():
        room, stem = room_of(module), module[-1]
        if room not in ROOMS[1:]:
            continue
        named = [
            name
            for name in imports(module)
            if name[:2] == ("bouwkringloop", room) and len(name) > 2
        ]
        own = {name[2] for name in named}
        if stem == "models":
            # Models of one part of a room may know the models of another part.
            verbs = [".".join(name) for name in named if "models" not in name[2:4]]
            wrong += [f"{'.'.join(module)} imports {verb}" for verb in verbs]
        if not PRIVATE & set(module) and stem != "models" and own & PRIVATE:
            wrong.append(f"{'.'.join(module)} imports {own & PRIVATE}")
    assert wrong == []


def test_only_pages_and_the_api_know_flask():
    wrong = [
        ".".join(module)
        for module in modules()
        if any(name[0] == "flask" for name in imports(module))
        and not {"views", "api"} & set(module)
        and not (room_of(module) == "base" and module[-1] in WEB_OF_BASE)
        and room_of(module) not in {"app", "menu", "server"}
    ]
    assert wrong == []


def test_the_escpos_library_encodes_and_never_speaks_to_a_printer():
    used = [
        (path.relative_to(ROOT).as_posix(), line.strip())
        for package in ("printers", "bouwkringloop")
        for path in ROOT.joinpath(package).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(from|import) escpos", line)
    ]
    assert used == [("printers/encoders/escpos.py", "from escpos.printer import Dummy")]


def test_only_the_printing_room_and_the_bench_know_the_printers():
    wrong = [
        ".".join(module)
        for module in modules()
        if room_of(module) != "printing" and any(name[0] == "printers" for name in imports(module))
    ]
    assert wrong == []


def test_the_printers_package_stands_on_its_own():
    wrong = []
    for path in (ROOT / "printers").rglob("*.py"):
        module = path.relative_to(ROOT).with_suffix("").parts
        if any(name[0] in {"bouwkringloop", "flask", "sqlalchemy"} for name in imports(module)):
            wrong.append(str(path))
    assert wrong == []


def test_migrations_import_nothing_of_ours():
    wrong = []
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        module = path.relative_to(ROOT).with_suffix("").parts
        if any(name[0] in {"bouwkringloop", "printers"} for name in imports(module)):
            wrong.append(path.name)
    assert wrong == []


@pytest.mark.parametrize("folder", ["bouwkringloop", "printers"])
def test_no_file_is_too_long_to_read(folder):
    suffixes = {".py", ".js", ".css", ".html"}
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_view_says_who_may_see_it(built_app):
    unmarked = [
        endpoint
        for endpoint, view in built_app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "permission")
    ]
    assert unmarked == []
