// Zooms charts along x, and says what is under the pointer. Without this the charts are whole and still.
"use strict";
for (const chart of document.querySelectorAll(".chart")) {
  const plot = chart.querySelector(".plot");
  const labels = [...chart.querySelectorAll(".x-axis li")];
  const said = chart.querySelector("output");
  const [from, to, top] = ["from", "to", "top"].map(name => Number(chart.dataset[name]));
  const [wide, high] = [plot.viewBox.baseVal.width, plot.viewBox.baseVal.height];
  const least = wide / 2000;
  let view = { x: 0, width: wide };

  const value = place => from + place / wide * (to - from);
  const label = x => chart.dataset.axis === "percentile"
    ? `${(100 * (1 - 10 ** -x)).toFixed(Math.min(Math.max(Math.ceil(x - 1e-6) - 2, 0), 5))} %`
    : `${Number(x.toFixed(view.width < wide / 10 ? 2 : 1))} s`;

  const show = (x, width) => {
    view.width = Math.min(Math.max(width, least), wide);
    view.x = Math.min(Math.max(x, 0), wide - view.width);
    plot.setAttribute("viewBox", `${view.x} 0 ${view.width} ${high}`);
    labels.forEach((each, i) => { each.textContent = label(value(view.x + view.width * i / (labels.length - 1))); });
  };
  const acts = {
    in: () => show(view.x + view.width / 4, view.width / 2),
    out: () => show(view.x - view.width / 2, view.width * 2),
    left: () => show(view.x - view.width / 2, view.width),
    right: () => show(view.x + view.width / 2, view.width),
    all: () => show(0, wide),
  };
  for (const button of chart.querySelectorAll(".zoom button"))
    button.addEventListener("click", acts[button.dataset.act]);
  chart.querySelector(".zoom").hidden = false;

  // Values at a place of x, from the points that are drawn.
  const lines = [...plot.querySelectorAll("g")].map(group => ({
    name: group.dataset.name,
    points: [...group.querySelectorAll("polyline")].flatMap(line =>
      line.getAttribute("points").trim().split(" ").map(pair => pair.split(",").map(Number))),
  }));
  const nearest = (points, x) => points.reduce((best, point) =>
    !best || Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best, null);
  const place = event => {
    const box = plot.getBoundingClientRect();
    return view.x + Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * view.width;
  };
  const tell = x => {
    const found = lines.map(line => [line.name, nearest(line.points, x)]).filter(([, point]) => point);
    if (!found.length) return;
    said.textContent = `${label(value(found[0][1][0]))}: ` + found.map(([name, point]) =>
      `${name} ${Number(((1 - point[1] / high) * top).toPrecision(3))} ${chart.dataset.unit}`).join(", ");
  };

  // Drawing a mouse across the plot chooses what to show.
  let start = null;
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "select");
  box.setAttribute("height", high);
  plot.addEventListener("pointerdown", event => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    start = place(event);
    plot.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  plot.addEventListener("pointermove", event => {
    const x = place(event);
    tell(x);
    if (start === null) return;
    plot.append(box);
    box.setAttribute("x", Math.min(start, x));
    box.setAttribute("width", Math.abs(x - start));
  });
  plot.addEventListener("pointerup", event => {
    if (start === null) return;
    const x = place(event);
    if (Math.abs(x - start) > view.width / 50) show(Math.min(start, x), Math.abs(x - start));
    start = null;
    box.remove();
  });
  plot.addEventListener("dblclick", acts.all);
}
