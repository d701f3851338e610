// The report reads without this script. It adds the theme switch, the filter over cases, copying, and links into folds.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Storage may be refused to a file opened from disk.
  const remembered = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("assay-theme", value);
      return localStorage.getItem("assay-theme");
    } catch {
      return null;
    }
  };

  function theme() {
    const button = document.getElementById("theme");
    const choices = ["system", "light", "dark"];
    const apply = (choice) => {
      if (choice === "system") delete root.dataset.theme;
      else root.dataset.theme = choice;
      document.getElementById("theme-name").textContent = choice;
    };
    let now = choices.includes(remembered()) ? remembered() : "system";
    apply(now);
    button.hidden = false;
    button.addEventListener("click", () => {
      now = choices[(choices.indexOf(now) + 1) % choices.length];
      remembered(now);
      apply(now);
    });
  }

  function filter() {
    const form = document.getElementById("filter");
    if (!form) return () => {};
    const text = document.getElementById("filter-text");
    const result = document.getElementById("filter-result");
    const boxes = all("input[type=checkbox]", form);
    const suites = all(".suite").map((block) => ({
      block,
      cases: all(".rows > li", block).map((item) => ({ item, verdict: item.dataset.verdict, words: null })),
    }));
    const total = suites.reduce((sum, suite) => sum + suite.cases.length, 0);

    const apply = () => {
      const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      let shown = 0;
      for (const { block, cases } of suites) {
        let here = 0;
        for (const one of cases) {
          let fits = verdicts.has(one.verdict);
          if (fits && wanted.length) {
            one.words ??= (one.item.textContent + " " + block.firstElementChild.textContent).toLowerCase();
            fits = wanted.every((word) => one.words.includes(word));
          }
          one.item.hidden = !fits;
          if (fits) here += 1;
        }
        block.hidden = here === 0;
        shown += here;
      }
      result.textContent = shown === total ? `All ${total} cases` : `${shown} of ${total} cases`;
    };

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    for (const link of all("a[data-show]"))
      link.addEventListener("click", () => {
        text.value = "";
        for (const box of boxes) box.checked = box.value === link.dataset.show;
        apply();
      });
    const showAll = () => {
      text.value = "";
      for (const box of boxes) box.checked = true;
      apply();
    };
    apply();
    return showAll;
  }

  function copying() {
    if (!navigator.clipboard) return;
    for (const button of all("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
    }
  }

  // A link may lead into a fold, or to a case that the filter hides.
  function links(showAll) {
    const reveal = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      const target = id && document.getElementById(id);
      if (!target) return;
      if (target.closest("[hidden]")) showAll();
      for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      target.scrollIntoView();
    };
    window.addEventListener("hashchange", reveal);
    reveal();
  }

  function printing() {
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = all("details:not([open], .fold, .proof, .again)");
      for (const fold of opened) fold.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const fold of opened) fold.open = false;
    });
  }

  theme();
  copying();
  printing();
  links(filter());
})();
