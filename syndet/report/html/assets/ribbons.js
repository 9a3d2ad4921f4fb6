// Ribbons between two columns: each passage from where it stands on the left to where on the right; moved ones cross.

function ribbons(columns, passages) {
  const drawing = s("svg", { class: "ribbons", "aria-hidden": "true" });
  const draw = () => {
    const box = drawing.getBoundingClientRect();
    drawing.replaceChildren();
    if (box.width < 10) return; // one column above the other: nothing to span
    for (const passage of passages) {
      const left = extent(columns, passage, "a", box.top);
      const right = extent(columns, passage, "b", box.top);
      if (left && right) drawing.append(ribbon(passage, left, right, box.width));
    }
  };
  new ResizeObserver(draw).observe(columns);
  return drawing;
}

/** From which height to which a passage stands in its column. */
function extent(columns, passage, side, origin) {
  const marks = [...columns.querySelectorAll(`mark[data-side="${side}"][data-p~="${passage.number}"]`)];
  if (!marks.length) return null;
  const first = marks[0].getClientRects()[0];
  const last = [...marks[marks.length - 1].getClientRects()].pop();
  return first && last ? [first.top - origin, last.bottom - origin] : null;
}

function ribbon(passage, [leftTop, leftEnd], [rightTop, rightEnd], width) {
  const half = width / 2;
  const shape =
    `M0 ${leftTop}C${half} ${leftTop} ${half} ${rightTop} ${width} ${rightTop}` +
    `V${rightEnd}C${half} ${rightEnd} ${half} ${leftEnd} 0 ${leftEnd}Z`;
  return s("path", { d: shape, class: `ribbon k-${look(passage)}`, "data-p": passage.number, "data-side": "a" });
}
