"""The layout of the house is the layout described: what is where, how large it may be, what it may not hold."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TOP = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml", "setup.cfg"),
    *("diary", "docs", "requirements", "static", "templates", "tests", "wsgi.py"),
}
# Inside a slice, always the same names; beyond them only these nouns.
SAME_NAMES = {"__init__", "models", "schemas", "queries", "operations", "routes", "commands"}
NOUNS = {
    "accounts": {
        *("access", "audit", "codes", "forms", "guards", "invitations", "passwords"),
        *("post", "session", "settings", "setup", "staff", "throttle"),
    },
    "clinic": {
        *("chair", "chair_operations", "chair_routes", "chair_rules", "chair_today", "histories"),
        *("clearances", "outcome_routes", "profile_history", "profile_routes", "profiles"),
        *("changes", "dosing", "entries", "glances", "invitations", "lists", "plans", "settings", "sheets"),
    },
    "demo": {"courses", "headaches", "pen", "people"},
    "infusions": {"clock_times", "dosing", "due", "settings"},
    "insights": {
        *("bases", "columns", "courses", "infusions", "outcomes", "patterns", "records"),
        *("relief", "responses", "summaries", "trends"),
    },
    "interchange": {
        *("cells", "columns", "days_csv", "entries", "files", "guess", "imported"),
        *("log_csv", "log_days", "moments", "options", "report", "table"),
    },
    "pwa": {"assets", "modules", "precache", "shells"},
    "reminders": {"asking", "push", "work"},
    "revisions": {"answers", "canonical", "kinds", "rebuild", "rows", "winner"},
    "sync": {"collections"},
}
# Folders of diary/ that are no slices: pure functions, one file for each thing, and migrations.
NO_SLICES = {"analysis", "charts", "migrations"}
VAGUE = {"utils", "util", "helpers", "helper", "services", "service", "managers", "manager", "common", "misc"}


def files(*kinds, under=("diary", "static", "templates", "tests")):
    """Our own files of these kinds: nothing vendored, nothing generated."""
    found = [ROOT / "wsgi.py"] if ".py" in kinds else []
    for folder in under:
        found += sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in kinds)
    return [path for path in found if not {"vendor", "__pycache__"} & set(path.parts)]


def lines(path):
    return path.read_text().count("\n")


def found_in(paths, pattern):
    """Where `pattern` stands in `paths`, as "file:line: text"."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def slices():
    folders = (path.parent for path in (ROOT / "diary").glob("*/__init__.py"))
    return sorted(folder for folder in folders if folder.name not in NO_SLICES)


def test_the_top_level_is_the_fixed_one():
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    there = {path.name for path in ROOT.iterdir() if not any(path.match(pattern) for pattern in ignored)}
    assert there - {".git"} == TOP


@pytest.mark.parametrize("folder", slices(), ids=lambda folder: folder.name)
def test_a_slice_defines_itself_and_has_only_the_usual_files(folder):
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text())), "its first lines say what it is"
    names = {path.stem for path in folder.glob("*.py")}
    assert names <= SAME_NAMES | NOUNS.get(folder.name, set())


def test_no_file_is_longer_than_300_lines():
    long = {str(path.relative_to(ROOT)): lines(path) for path in files(".py", ".js", ".css", ".html")}
    assert {name: count for name, count in long.items() if count > 300} == {}


def test_nothing_has_a_vague_name():
    assert [path for path in files(".py", ".js", ".css", ".html") if VAGUE & {path.stem, *path.parent.parts}] == []


def test_a_page_has_80_lines_at_most_and_a_part_40():
    pages = files(".html", under=("templates",))
    long = [path for path in pages if lines(path) > (40 if path.name.startswith("_") else 80)]
    assert [f"{path.relative_to(ROOT)}: {lines(path)}" for path in long] == []


def test_templates_hold_no_style_and_no_script_of_their_own():
    pages = files(".html", under=("templates",))
    own_style = r"""<style|\sstyle\s*="""
    own_script = r"""<script(?![^>]*(\ssrc=|type="application/json"))|\son[a-z]+\s*=\s*["']|javascript:"""
    assert found_in(pages, f"(?i){own_style}|{own_script}") == []


def test_scripts_never_make_markup_or_code_of_text():
    unsafe = (
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|srcdoc)\b"
        r"|document\.write|\beval\(|\bnew Function\b"
    )
    assert found_in(files(".js", under=("static",)), unsafe) == []


def test_nothing_is_fetched_from_elsewhere():
    elsewhere = (
        r"""(?i)(\b(src|srcset|action|poster)=|<link\b.*\bhref=)["']?(https?:)?//"""
        r"""|url\(["']?(https?:)?//|@import\s|\b(import|from|fetch\(|importScripts\()\s*["'`](https?:)?//"""
    )
    assert found_in(files(".html", ".css", ".js", under=("static", "templates")), elsewhere) == []


def test_nothing_refers_outside_the_project():
    outside = r"\.\./\.\./\.\./|\.\./shared|/(root|work|farm|home)/\w"
    words = [ROOT / "Makefile", *ROOT.glob("[!.]*.*"), *(ROOT / "docs").rglob("*.md")]
    ours = [*files(".py", ".js", ".css", ".html"), *filter(Path.is_file, words)]
    assert [line for line in found_in(ours, outside) if "test_shape.py" not in line] == []


def test_conftest_stays_small():
    assert lines(ROOT / "tests" / "conftest.py") <= 60


def test_the_readme_names_every_command_and_every_setting():
    readme = (ROOT / "README.md").read_text()
    commands = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    settings = re.findall(r"DIARY_[A-Z_]+", (ROOT / "diary" / "config.py").read_text())
    assert [word for word in [*(f"make {name}" for name in commands), *settings] if word not in readme] == []


def views():
    """Every function that answers an address, with the file it stands in."""
    for path in files(".py", under=("diary",)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any("route(" in ast.unparse(one) for one in node.decorator_list):
                yield path, node


def test_a_view_is_a_sentence():
    """Read, refuse, do, commit, answer: 15 lines at most, nothing tried, nothing queried."""
    faults = []
    for path, view in views():
        body = view.body[1:] if ast.get_docstring(view) else view.body
        length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
        tries = any(isinstance(node, ast.Try) for node in ast.walk(view))
        if length > 15 or tries:
            faults.append(f"{path.relative_to(ROOT)}:{view.lineno} {view.name}: {length} lines{', a try' * tries}")
    assert faults == []


CONTRACTS = {
    "a foundation that looks up": ("clock.py", "from diary import db", "Imports point down only"),
    "a record that knows another": ("attacks/queries.py", "from diary import days", "Imports point down only"),
    "a folder without a place": ("helpers/__init__.py", "", "Imports point down only"),
    "arithmetic with a framework": ("analysis/rates.py", "import flask", "Analysis and charts are pure"),
    "arithmetic with a database": ("analysis/rates.py", "import sqlalchemy", "Analysis and charts are pure"),
    "accounts that count": ("accounts/models.py", "from diary import analysis", "The foundation knows nothing"),
    "a change that knows Flask": ("attacks/operations.py", "from flask import g", "Records, questions and changes"),
    "a view with a query": ("attacks/routes.py", "from sqlalchemy import select", "Views ask and tell"),
}


@pytest.mark.parametrize("case", CONTRACTS)
def test_the_import_contracts_refuse(case, tmp_path):
    name, line, contract = CONTRACTS[case]
    shutil.copytree(ROOT / "diary", tmp_path / "diary", ignore=shutil.ignore_patterns("__pycache__"))
    place = tmp_path / "diary" / name
    place.parent.mkdir(exist_ok=True)
    for path in (place.parent / "__init__.py", place):
        path.touch()
    place.write_text(f"{place.read_text()}\n{line}\n")
    lint = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--config", ROOT / "setup.cfg"]
    done = subprocess.run(lint, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert re.search(rf"^{re.escape(contract)}.* BROKEN", done.stdout, re.MULTILINE), done.stdout
