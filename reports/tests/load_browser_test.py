"""Does the report of a load hold what it promises in a real browser: charts that are there without script, that zoom with it,
readable contrast, no sideways scrolling, nothing loaded? Leaves screenshots in the build folder."""

import pathlib
import tempfile
import unittest

import chromium
from assay_testing import main, program, run
from html_browser_test import DESKTOP, LOW_CONTRAST, PHONE, SHOTS

LABELS = "[...document.querySelectorAll('.chart')[{}].querySelectorAll('.x-axis li')].map(each => each.textContent)"
CLICK = "document.querySelectorAll('.chart')[{}].querySelector('button[data-act={}]').click()"


class LoadReport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        done = run(program("render-sample-report"), temporary.name)
        assert done.returncode == 0, done.stderr
        browser = chromium.Chromium()
        cls.browser = browser.__enter__()
        cls.addClassCleanup(browser.__exit__)

    def open(self, name="load", **view):
        self.browser.view(**view)
        self.browser.open(self.folder / f"{name}.html")

    def test_fits_phone_and_desktop(self):
        for view in (PHONE, DESKTOP, {"width": 320, "phone": True}):
            with self.subTest(view=view):
                self.open(**view)
                self.assertEqual(self.browser.value("document.documentElement.scrollWidth"), view["width"])

    def test_keeps_contrast_in_light_and_dark_and_leaves_screenshots(self):
        for device, view in (("phone", PHONE), ("desktop", DESKTOP)):
            for dark in (False, True):
                with self.subTest(device=device, dark=dark):
                    self.open(dark=dark, **view)
                    self.assertEqual(self.browser.value(LOW_CONTRAST), [])
                    self.browser.screenshot(SHOTS / f"load-{device}-{'dark' if dark else 'light'}.png", whole=True)

    def test_loads_nothing_and_breaks_no_policy_of_its_own(self):
        self.open(**DESKTOP)
        self.assertEqual(len(self.browser.loaded()), 1, self.browser.loaded())
        troubles = [event for event in self.browser.events
                    if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        self.assertEqual(troubles, [])

    def test_runs_nothing_that_it_was_given(self):
        self.open("hostile-load", **DESKTOP)
        self.assertTrue(self.browser.value("document.title").startswith("Assay: "))
        self.assertEqual(self.browser.value("document.querySelectorAll('script').length"), 2)

    def test_charts_are_drawn_without_script(self):
        self.open(script=False, **PHONE)
        self.assertEqual(self.browser.value("document.querySelectorAll('.chart .plot').length"), 4)
        self.assertGreater(self.browser.value("document.querySelector('.plot .line').getBoundingClientRect().width"), 200)
        self.assertEqual(self.browser.value("document.querySelector('.zoom').offsetParent"), None)

    def test_zooms_by_button_and_comes_back(self):
        self.open(**DESKTOP)
        whole = self.browser.value(LABELS.format(0))
        self.assertEqual(whole, ["0 s", "45 s", "90 s", "135 s", "180 s"])
        self.browser.value(CLICK.format(0, "in"))
        self.assertEqual(self.browser.value(LABELS.format(0)), ["45 s", "67.5 s", "90 s", "112.5 s", "135 s"])
        self.browser.value(CLICK.format(0, "right"))
        self.assertEqual(self.browser.value(LABELS.format(0))[-1], "180 s")
        self.browser.value(CLICK.format(0, "out"))
        self.assertEqual(self.browser.value(LABELS.format(0)), whole)
        self.assertEqual(self.browser.value(LABELS.format(2)), ["0 %", "94 %", "99.7 %", "99.98 %", "99.999 %"])

    def test_drawing_a_mouse_across_a_chart_chooses_and_tells_values(self):
        self.open(**DESKTOP)
        self.browser.value("document.querySelectorAll('.chart')[1].scrollIntoView()")
        left, top, width = self.browser.value("""(() => {
            const box = document.querySelectorAll('.chart .plot')[1].getBoundingClientRect();
            return [box.left, box.top, box.width]; })()""")
        for kind, part in (("mousePressed", .5), ("mouseMoved", .52), ("mouseMoved", .6), ("mouseReleased", .6)):
            self.browser.call("Input.dispatchMouseEvent", type=kind, x=left + width * part, y=top + 40, button="left",
                              buttons=1, clickCount=1)
        self.assertEqual(self.browser.value(LABELS.format(1))[0], "90 s")
        said = self.browser.value("document.querySelectorAll('.chart')[1].querySelector('output').textContent")
        self.assertRegex(said, r"^10\d(\.\d+)? s: p50 [\d.]+ ms, p99 [\d.]+ ms, max [\d.]+ ms$")


if __name__ == "__main__":
    main()
