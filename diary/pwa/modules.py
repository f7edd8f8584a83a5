"""A page's modules in one file, because a phone spends longer on asking for forty files than on running them.

There is no bundler: this knows the few forms of import and export that Lull is written in, and refuses any other
when the server starts. Each module becomes a function that is run once, after those it imports and in the order
in which a browser would run them; what it exports is what it answers. For that to be what a browser does, modules
may not import each other in a circle. A module that is only ever imported by `import("./it.js")` is in the file
too, and is run when it is asked for.
"""

import posixpath
import re
from collections.abc import Callable
from typing import NamedTuple

# `import "./it.js";` and `import { a, b as c } from "./it.js";`
IMPORT = re.compile(r'^import (?:\{([^{}"\n]+)\} from )?"(\.{1,2}/[^"]+\.js)";\n', re.MULTILINE)
# `import("./it.js")`
LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+\.js)"\)')
# `export const a =`, `export function a(`, `export class A {` and so on: nothing that could change afterwards.
EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|class|const) (\w+)\b)", re.MULTILINE)
# `export { a, b as c };`
LISTED = re.compile(r"^export \{([^{}\n]+)\};\n", re.MULTILINE)
NAME = re.compile(r"(\w+)(?: as (\w+))?")
# An address beside the module: the joined file lies elsewhere, so only what is the same from there may be named.
BESIDE = re.compile(r'\bnew URL\("([^"]+)", import\.meta\.url\)')
# What none of these knows, and a module that waits before it is ready.
UNKNOWN = re.compile(
    r"""^(?:import|export)\b(?!\().*|\bimport\.meta\b|\bimport\(["'`].*|^(?!.*\basync\b)\S.*\bawait\b.*""", re.MULTILINE
)


class Unjoinable(ValueError):
    """A module is written in a way this does not know."""


class Module(NamedTuple):
    """A module: what it imports as (what it calls each thing, in which file), what it exports, and the rest of it."""

    imports: list[tuple[str, str]]
    later: list[str]
    exports: dict[str, str]
    body: str


def joined(page: str, text: Callable[[str], str]) -> str:
    """Module `page` and all that it imports, as one module. `text` answers what the file at a path says."""
    modules: dict[str, Module] = {}
    _find(page, text, modules, ())
    at_once = set(modules)
    waiting = [path for module in modules.values() for path in module.later]
    while waiting:
        before = len(modules)
        _find(waiting.pop(0), text, modules, ())
        waiting += [path for module in list(modules.values())[before:] for path in module.later]
    names = {path: f"m{number}" for number, path in enumerate(modules)}
    # What is run later stands first: whoever asks for it finds it defined.
    order = sorted(modules, key=lambda path: path in at_once)
    code = "".join(_function(path, page, modules, names, at_once) for path in order)
    return code + f"export const {{ {', '.join(modules[page].exports)} }} = {names[page]};\n"


def _find(path: str, text: Callable[[str], str], modules: dict[str, Module], above: tuple[str, ...]) -> None:
    """Put module `path` into `modules` after those it imports, as a browser would run them."""
    if path in above:
        raise Unjoinable(f"{' imports '.join([*above[above.index(path) :], path])}: a circle.")
    if path in modules:
        return
    module = _read(path, text(path))
    for _, other in module.imports:
        _find(other, text, modules, (*above, path))
    modules[path] = module


def _read(path: str, text: str) -> Module:
    exports = {name: name for name in EXPORT.findall(text)}
    for names in LISTED.findall(text):
        exports |= {given or name: name for name, given in NAME.findall(names)}
    body = LISTED.sub("", EXPORT.sub("", IMPORT.sub("", text)))
    if unknown := UNKNOWN.search(BESIDE.sub("", LATER.sub("", body))):
        raise Unjoinable(f"{path}: {unknown[0]}")
    return Module(
        imports=[(names, beside(path, name)) for names, name in IMPORT.findall(text)],
        later=[beside(path, name) for name in LATER.findall(text)],
        exports=exports,
        body=body,
    )


def _function(path: str, page: str, modules: dict[str, Module], names: dict[str, str], at_once: set[str]) -> str:
    """The code that runs module `path` and keeps what it exports under its name."""
    module = modules[path]
    ready = {other: name if other in at_once else f"{name}()" for other, name in names.items()}
    for address in BESIDE.findall(module.body):
        if beside(path, address) != beside(page, address):
            raise Unjoinable(f"{path}: {address} would be looked for beside {page}.")
    imports = []
    for wanted, other in module.imports:
        if missing := {name for name, _ in NAME.findall(wanted)} - set(modules[other].exports):
            raise Unjoinable(f"{path}: {other} exports no {', '.join(sorted(missing))}.")
        own = {name: given or name for name, given in NAME.findall(wanted)}
        imports.append(f"const {_taken(own)} = {ready[other]};\n" if own else f"{ready[other]};\n")
    body = LATER.sub(lambda found: f"Promise.resolve().then(() => {ready[beside(path, found[1])]})", module.body)
    code = f"(() => {{\n{''.join(imports)}{body}return {_taken(module.exports)};\n}})()"
    if path in at_once:
        return f"const {names[path]} = {code};\n"
    return f"let v{names[path]};\nconst {names[path]} = () => v{names[path]} ??= {code};\n"


def _taken(names: dict[str, str]) -> str:
    """`{ a, b: c }`, for what is called a and b outside, and a and c here: it makes that object, or takes it apart."""
    return f"{{ {', '.join(f'{name}: {own}' if name != own else name for name, own in names.items())} }}"


def beside(path: str, address: str) -> str:
    """The path of what `address` names in file `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
