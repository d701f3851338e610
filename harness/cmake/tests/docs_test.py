"""The documents stay true: their links lead somewhere, their commands exist, their tables list every module."""

import pathlib
import re
import unittest

import assay_testing
from assay_testing import HOME, program, run

DOCUMENTS = sorted(path for path in HOME.glob("**/*.md") if "build" not in path.relative_to(HOME).parts)
SUBCOMMANDS = re.compile(r"\bassay (run|list|explain|judge|validate|bench)\b([^\n|`#]*)")


def text_of(path):
    return path.read_text(encoding="utf-8")


class Documents(unittest.TestCase):
    def test_links_lead_to_files(self):
        for path in DOCUMENTS:
            for link in re.findall(r"\]\(([^)#:]+)\)", text_of(path)):
                self.assertTrue((path.parent / link).exists(), f"{path.relative_to(HOME)} links to {link}")

    def test_every_top_folder_has_a_readme_that_the_first_one_names(self):
        for folder in ("harness", "reference-impl", "suites", "fixtures", "simulators", "reports"):
            self.assertTrue((HOME / folder / "README.md").exists(), folder)
            self.assertIn(f"({folder}/README.md)", text_of(HOME / "README.md"))

    def test_module_tables_list_every_module_and_no_other(self):
        for folder in ("harness", "reference-impl", "simulators"):
            listed = set(re.findall(r"^\| `([a-z-]+)` \|", text_of(HOME / folder / "README.md"), re.MULTILINE))
            there = {path.name for path in (HOME / folder).iterdir() if path.is_dir()}
            self.assertEqual(listed, there, folder)

    def test_every_command_of_dev_that_a_document_names_exists(self):
        known = set(re.findall(r"^command_(\w+)\(\)", text_of(HOME / "dev"), re.MULTILINE)) | {"clean"}
        for path in DOCUMENTS:
            for command in re.findall(r"\./dev ([a-z]+)", text_of(path)):
                self.assertIn(command, known, path.relative_to(HOME))

    def test_every_option_of_assay_that_a_document_shows_exists(self):
        helps = {}
        for path in DOCUMENTS:
            for command, rest in SUBCOMMANDS.findall(text_of(path)):
                if command not in helps:
                    helps[command] = run(program("assay"), command, "--help").stdout
                for option in re.findall(r"(?<=\s)--[a-z-]+", rest):
                    self.assertIn(option, helps[command], f"{path.relative_to(HOME)}: assay {command} {option}")

    def test_packages_of_dev_and_link_names_have_their_line_in_the_table(self):
        table = text_of(HOME / "README.md").lower()
        for word in ("boost.asio", "openssl", "xerces-c++", "libxml2", "lua", "toml++", "nlohmann-json", "fmt", "cli11",
                     "googletest", "google benchmark", "ipmitool", "freeipmi", "ipmiutil", "python3-dracclient",
                     "python3-jsonschema", "chromium", "curl"):
            self.assertIn(word, table)


if __name__ == "__main__":
    assay_testing.main()
