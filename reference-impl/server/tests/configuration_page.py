"""The reference of the configuration has every key that wsmand knows, no other, and the defaults of the example."""

import re
import tempfile
import pathlib
import tomllib
import unittest

from assay_testing import HOME, main, program, run

FOLDER = HOME / "reference-impl/server"
# How to get into each table: what wsmand says about an unknown key in it names all that it knows.
TABLES = {"": "zzz = 1", "tls": "[tls]\nzzz = 1", "listener": "[[listener]]\nzzz = 1", "auth": "[auth]\nzzz = 1",
          "user": "[[user]]\nzzz = 1", "user.grant": '[[user]]\nname = "a"\n[[user.grant]]\nzzz = 1',
          "certificate": "[[certificate]]\nzzz = 1", "log": "[log]\nzzz = 1", "bmc": "[[bmc]]\nzzz = 1",
          "cim": "[cim]\nzzz = 1", "repository": "[repository]\nzzz = 1", "repository": "[repository]\nzzz = 1", "limits": "[limits]\nzzz = 1"}


def known_keys():
    """Every key as the page writes it, "limits.idle_ms", from what the program says."""
    keys = set()
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "wsmand.toml"
        for table, text in TABLES.items():
            file.write_text(text + "\n", encoding="utf-8")
            said = run(program("wsmand"), "--config", file).stderr
            names = re.search("known keys here are: (.*)", said)[1].split(", ")
            keys.update(f"{table}.{name}" if table else name for name in names)
    return keys - set(TABLES)


def rows():
    """{key: default} of the page's tables."""
    found = re.findall(r"^\| `([a-z0-9_.]+)` \| ([^|]*) \|[^|]*\| (live|restart) \|$", (FOLDER / "README.md").read_text(
        encoding="utf-8"), re.MULTILINE)
    return {key: default for key, default, _ in found}


class ConfigurationPage(unittest.TestCase):
    def test_it_has_every_key_and_no_other(self):
        self.assertEqual(set(rows()), known_keys())

    def test_its_defaults_are_those_of_the_example(self):
        example = tomllib.loads((FOLDER / "wsmand.example.toml").read_text(encoding="utf-8"))
        compared = 0
        for key, default in rows().items():
            literal = re.fullmatch("`(.*)`", default)
            value = example
            for part in key.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if literal is None or value is None or key == "listen":
                continue
            text = literal[1]
            expected = text if isinstance(value, str) else tomllib.loads(f"value = {text}")["value"]
            self.assertEqual(value, expected, key)
            compared += 1
        self.assertGreater(compared, 20)


if __name__ == "__main__":
    main()
