"""The stack of DESIGN §4, held by import-linter."""

from importlinter.cli import lint_imports

from tests.architecture.sources import ROOT


def test_rooms_import_downwards_only(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out
