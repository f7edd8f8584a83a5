"""A page's modules as one file: what runs is what would have run, in the same order, and what is unknown is refused."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from diary.pwa.modules import Unjoinable, joined

PAGE = "js/pages/page.js"
FILES = {
    PAGE: 'import "../first.js";\nimport { said as words, Kept, later } from "../elements/second.js";\n'
    "const own = words();\nexport { own, Kept as Held, later };\n",
    "js/first.js": 'import { log } from "./log.js";\nlog.push("first");\n',
    "js/log.js": "export const log = [];\nconst own = 1;\nexport const one = () => own;\n",
    "js/elements/second.js": 'import { log as lines, one } from "../log.js";\nimport "../first.js";\nconst own = 2;\n'
    'lines.push("second");\nfunction words() {\n  return [...lines, one(), own];\n}\nexport { words as said };\n'
    'export class Kept {\n  name = new URL("../../beside.txt", import.meta.url).pathname;\n}\n'
    'export const later = () => import("./third.js");\n',
    "js/elements/third.js": 'import { log } from "../log.js";\nimport { fourth } from "./fourth.js";\nlog.push("third");\n'
    'export async function answer() {\n  const { log: all } = await import("../log.js");\n  return [...all, fourth];\n}\n',
    "js/elements/fourth.js": 'import { log } from "../log.js";\nlog.push("fourth");\nexport const fourth = 4;\n',
}
ASK = """async (page) => {
  const { own, Held, later } = await import(page);
  const before = [...own];
  const third = await later();
  return [before, new Held().name, await third.answer(), (await later()) === third, await third.answer()];
}"""


def of(files, page=PAGE):
    """`page` with all that it imports."""
    return joined(page, files.__getitem__)


@pytest.fixture
def served(new_phone):
    """A page that answers what ASK finds where these files are served."""
    page = new_phone(service_workers="block")

    def ask(files):
        def answer(asked):
            path = PurePosixPath(urlsplit(asked.request.url).path)
            body = files.get(str(path.relative_to("/joining")), "<!doctype html><title>Lull</title>")
            asked.fulfill(body=body, content_type="text/javascript" if path.suffix == ".js" else "text/html")

        page.route("**/joining/**", answer)
        page.goto("/joining/empty")
        return page.evaluate(ASK, f"/joining/{PAGE}")

    return ask


@pytest.mark.parametrize("files", [FILES, {PAGE: of(FILES)}], ids=["one by one", "joined"])
def test_what_runs_is_the_same(served, files):
    run = ["first", "second"]
    after = [*run, "fourth", "third", 4]
    assert served(files) == [[*run, 1, 2], "/joining/beside.txt", after, True, after]


def test_the_same_modules_make_the_same_file_and_each_stands_in_it_once():
    assert of(FILES) == of(FILES)
    assert of(FILES).count('push("first")') == 1


REFUSED = {
    "a circle": ({"js/a.js": 'import "./b.js";\n', "js/b.js": 'import "./a.js";\n'}, "a circle"),
    "a name that is not there": ({"js/a.js": 'import { no } from "./b.js";\n', "js/b.js": "const no = 1;\n"}, "no no"),
    "what may change": ({"js/a.js": "export let count = 0;\n"}, "export let"),
    "a default": ({"js/a.js": "export default 1;\n"}, "export default"),
    "another's export": ({"js/a.js": 'export { b } from "./b.js";\n'}, "export {"),
    "a whole module": ({"js/a.js": 'import * as b from "./b.js";\n'}, "import [*]"),
    "an import over many lines": ({"js/a.js": 'import {\n  b,\n} from "./b.js";\n'}, "import {"),
    "an address made later": ({"js/a.js": "const a = () => import(`./${name}.js`);\n"}, "import[(]"),
    "a place beside it": ({"js/a.js": 'const a = new URL("b.txt", import.meta.url);\n'}, "beside js/pages/page.js"),
    "its own address": ({"js/a.js": "const a = import.meta.url;\n"}, "import.meta"),
    "a module that waits": ({"js/a.js": "const a = await b();\n"}, "await"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_unknown_is_refused(case):
    files, reason = REFUSED[case]
    with pytest.raises(Unjoinable, match=reason):
        of({PAGE: 'import "../a.js";\n', **files})
