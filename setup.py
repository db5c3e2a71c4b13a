"""Packs the templates and migrations, which lie beside the package, into the wheel."""

from setuptools import find_packages, setup

BESIDE = {
    "bouwkringloop.migrations": "migrations",
    "bouwkringloop.migrations.versions": "migrations/versions",
    "bouwkringloop.templates": "templates",
}

setup(
    packages=find_packages(include=["bouwkringloop*", "printers*"]) + list(BESIDE),
    package_dir=BESIDE,
    package_data={
        "bouwkringloop": ["static/**", "translations/**/*.po", "**/*.toml", "intake/*.json"],
        "bouwkringloop.migrations": ["*.mako"],
        "bouwkringloop.templates": ["**/*.html"],
        "printers": ["py.typed"],
    },
)
