"""Does the HTML report hold what it promises in a real browser: no sideways scrolling on a phone or a desktop, readable
contrast, a filter that filters, nothing loaded, nothing run that is not ours? Leaves screenshots in the build folder."""

import pathlib
import tempfile
import unittest

import chromium
from assay_testing import BIN, main, program, run

SHOTS = BIN.parent / "reports" / "screenshots"
PHONE = {"width": 390, "height": 844, "phone": True}
DESKTOP = {"width": 1440, "height": 1000}

OPEN_EVERYTHING = """
document.querySelectorAll('details').forEach(fold => fold.open = true);
"""

# WCAG 2.1, success criterion 1.4.3: the contrast of each text with the nearest opaque background behind it.
LOW_CONTRAST = """(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = channels(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
    const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
    const contrast = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    if (contrast < 4.5) low.add(`${element.tagName}.${element.className}: ${contrast.toFixed(2)}`);
  }
  return [...low];
})()"""

WIDER_THAN_THE_PAGE = """[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre') && !e.closest('.skip'))
  .map(e => e.tagName + '.' + e.className).slice(0, 5)"""

# Short words of tables that stand on more than one line.
BROKEN_WORDS = """(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest('td, th')) continue;
    for (const word of walker.currentNode.data.matchAll(/[^\\s-]{1,12}(?=[\\s]|$)/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(r => r.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})()"""

SHOWN_CASES = "document.querySelectorAll('#cases .rows > li:not([hidden])').length"


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="assay-report-")))
        run(program("render-sample-report"), cls.folder).check_returncode()
        cls.browser = cls.enterClassContext(chromium.Chromium())

    def open(self, name, fragment="", **view):
        self.browser.view(**view)
        self.browser.open(self.folder / f"{name}.html", fragment)

    def type(self, text):
        self.browser.value(f"""(() => {{
            const box = document.getElementById('filter-text');
            box.value = {text!r};
            box.dispatchEvent(new Event('input', {{bubbles: true}}));
        }})()""")

    def test_fits_phone_and_desktop_with_everything_open(self):
        for name in ("mixed", "interrupted", "repeated", "conforming", "hostile"):
            for width, view in ((390, PHONE), (1440, DESKTOP), (320, {"width": 320, "phone": True})):
                with self.subTest(name=name, width=width):
                    self.open(name, **view)
                    self.browser.value(OPEN_EVERYTHING)
                    self.assertEqual(self.browser.value("document.documentElement.scrollWidth"), width)
                    self.assertEqual(self.browser.value(WIDER_THAN_THE_PAGE), [])

    def test_keeps_contrast_in_light_and_dark(self):
        for name in ("mixed", "interrupted"):
            for dark in (False, True):
                with self.subTest(name=name, dark=dark):
                    self.open(name, dark=dark, **DESKTOP)
                    self.browser.value(OPEN_EVERYTHING)
                    self.assertEqual(self.browser.value(LOW_CONTRAST), [])
                    self.browser.value("document.documentElement.style.setProperty('--soft', '#777')")
                    self.assertNotEqual(self.browser.value(LOW_CONTRAST), [], "grey on grey goes unseen")

    def test_leaves_screenshots_to_look_at(self):
        for device, view in (("phone", PHONE), ("desktop", DESKTOP)):
            for dark in (False, True):
                self.open("mixed", dark=dark, **view)
                theme = "dark" if dark else "light"
                self.browser.screenshot(SHOTS / f"{device}-{theme}.png")
                self.browser.value("document.querySelector('#findings').scrollIntoView()")
                self.browser.screenshot(SHOTS / f"{device}-{theme}-findings.png")
        self.assertGreaterEqual(len(list(SHOTS.glob("*.png"))), 8)

    def test_loads_nothing_and_breaks_no_policy_of_its_own(self):
        self.open("mixed", **DESKTOP)
        self.assertEqual(len(self.browser.loaded()), 1, self.browser.loaded())
        troubles = [event for event in self.browser.events
                    if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        self.assertEqual(troubles, [])

    def test_runs_nothing_that_the_endpoint_sent(self):
        self.open("hostile", **DESKTOP)
        self.assertTrue(self.browser.value("document.title").startswith("Assay: findings"))
        self.assertEqual(self.browser.value("document.querySelectorAll('script').length"), 1)
        self.assertEqual(self.browser.value("document.querySelectorAll('img, iframe, object').length"), 0)
        self.assertEqual(self.browser.value("""[...document.querySelectorAll('*')]
            .filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"""), 0)
        self.assertIn("<script>document.title='owned'</script>", self.browser.value("document.body.innerText"))
        self.assertEqual(len(self.browser.loaded()), 1)

    def test_policy_stops_script_even_where_markup_got_in(self):
        page = self.folder / "mixed.html"
        broken = self.folder / "broken.html"
        broken.write_text(page.read_text(encoding="utf-8").replace(
            "<main", "<script>document.title='owned'</script><main", 1), encoding="utf-8")
        self.open("broken", **DESKTOP)
        self.assertNotEqual(self.browser.value("document.title"), "owned")

    def test_filter_by_text_and_by_verdict(self):
        self.open("mixed", **DESKTOP)
        self.assertEqual(self.browser.value(SHOWN_CASES), 15)
        self.type("twin")
        self.assertEqual(self.browser.value(SHOWN_CASES), 1)
        self.assertEqual(self.browser.value("document.getElementById('filter-result').textContent"), "1 of 15 cases")
        self.type("no such case")
        self.assertEqual(self.browser.value(SHOWN_CASES), 0)
        self.browser.value("document.querySelector('a[data-show=failed]').click()")
        self.assertEqual(self.browser.value(SHOWN_CASES), 4)
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('.suite')].filter(suite => !suite.hidden).length"), 4)

    def test_a_link_shows_a_case_that_the_filter_hides(self):
        self.open("mixed", **DESKTOP)
        self.type("no such case")
        self.browser.value("location.hash = '#case-transfer.get.existing'")
        self.browser.value("new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
        self.assertFalse(self.browser.value("document.getElementById('case-transfer.get.existing').hidden"))

    def test_every_link_within_the_page_has_its_target_and_ids_are_unique(self):
        for name in ("mixed", "hostile", "interrupted"):
            with self.subTest(name):
                self.open(name, **DESKTOP)
                self.assertEqual(self.browser.value("""[...document.querySelectorAll('a[href^="#"]')]
                    .map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))"""), [])
                self.assertEqual(self.browser.value("""(() => {
                    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
                    return ids.filter((id, at) => !id || ids.indexOf(id) !== at); })()"""), [])

    def test_marks_exactly_the_place_also_when_indented(self):
        self.open("mixed", **DESKTOP)
        marked = "document.querySelector('#findings-addressing\\\\.relates-to mark').textContent"
        self.assertEqual(self.browser.value(marked), "uuid:00000000-0000-0000-0000-000000000000")
        height = "document.querySelector('#findings-addressing\\\\.relates-to .body .octets').clientHeight"
        before = self.browser.value(height)
        self.browser.value("document.querySelectorAll('.indent').forEach(box => box.click())")
        self.assertGreater(self.browser.value(height), before)
        self.assertEqual(self.browser.value(marked), "uuid:00000000-0000-0000-0000-000000000000")

    def test_reads_without_script(self):
        self.open("mixed", script=False, **PHONE)
        self.assertEqual(self.browser.value("document.querySelector('#filter').offsetParent"), None)
        self.assertEqual(self.browser.value(SHOWN_CASES), 15)
        self.assertIn("Not conforming", self.browser.value("document.querySelector('h1').innerText"))
        self.assertGreater(self.browser.value("document.querySelector('.evidence mark').clientHeight"
                                              " || document.querySelector('.evidence mark').offsetHeight"), 0)

    def test_theme_button_overrides_the_system(self):
        self.open("mixed", **DESKTOP)
        background = "getComputedStyle(document.body).backgroundColor"
        light = self.browser.value(background)
        self.browser.value("document.getElementById('theme').click(); document.getElementById('theme').click()")
        self.assertEqual(self.browser.value("document.getElementById('theme').textContent.trim()"), "◐ Theme: dark")
        self.assertNotEqual(self.browser.value(background), light)
        self.browser.value("document.getElementById('theme').click()")
        self.assertEqual(self.browser.value(background), light)

    def test_five_thousand_cases_stay_small_and_quick(self):
        size = (self.folder / "large.html").stat().st_size
        self.assertLess(size, 8_000_000)
        self.open("large", **PHONE)
        self.type("case-04242")
        self.assertEqual(self.browser.value(SHOWN_CASES), 1)

    def test_no_word_of_a_table_is_broken_on_a_phone(self):
        self.open("deviating", **PHONE)
        self.browser.value(OPEN_EVERYTHING)
        self.assertGreater(self.browser.value("document.querySelectorAll('.signs td').length"), 0)
        self.assertEqual(self.browser.value(BROKEN_WORDS), [])

    def test_a_link_lands_below_the_bar_however_many_rows_are_between(self):
        for view in (PHONE, DESKTOP):
            for link in ("a[href='#rules']", "#rules a[href^='#case-']"):
                with self.subTest(view=view, link=link):
                    self.open("large", **view)
                    self.browser.value(f"document.querySelector({link!r}).click()")
                    self.browser.value("new Promise(done => setTimeout(done, 1500))")
                    where = self.browser.value(f"""(() => {{
                        const target = document.getElementById(document.querySelector({link!r}).hash.slice(1));
                        return [document.querySelector('.top').getBoundingClientRect().bottom, target.getBoundingClientRect().top, innerHeight];
                    }})()""")
                    bar, top, height = where
                    self.assertLessEqual(bar, top + 1)
                    self.assertLess(top, height / 2)

    def test_headings_go_down_one_step_at_a_time(self):
        self.open("mixed", **DESKTOP)
        levels = self.browser.value("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])")
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels)
        self.assertEqual(self.browser.value("document.documentElement.lang"), "en")


if __name__ == "__main__":
    main()
