// Ribbons between two columns: each passage from where it stands on the left to where on the right; moved ones cross.

function ribbons(columns, passages) {
  const drawing = s("svg", { class: "ribbons", "aria-hidden": "true" });
  const draw = () => {
    const box = drawing.getBoundingClientRect();
    drawing.replaceChildren();
    if (box.width < 10) return; // one column above the other: nothing to span
    for (const passage of passages) {
      const numbers = [String(passage.number), ...passage.moved.map((_, place) => `${passage.number}.${place + 1}`)];
      for (const number of numbers) {
        const [left, right] = ["a", "b"].map((side) => extent(columns, number, side, box.top));
        if (left && right) drawing.append(ribbon(passage, number, left, right, box.width));
      }
    }
  };
  new ResizeObserver(draw).observe(columns);
  return drawing;
}

/** From which height to which a passage stands in its column. */
function extent(columns, number, side, origin) {
  const marks = [...columns.querySelectorAll(`:is(mark, .moved)[data-side="${side}"][data-p~="${number}"]`)];
  if (!marks.length) return null;
  const first = marks[0].getClientRects()[0];
  const last = [...marks[marks.length - 1].getClientRects()].pop();
  return first && last ? [first.top - origin, last.bottom - origin] : null;
}

function ribbon(passage, number, [leftTop, leftEnd], [rightTop, rightEnd], width) {
  const half = width / 2;
  const shape =
    `M0 ${leftTop}C${half} ${leftTop} ${half} ${rightTop} ${width} ${rightTop}` +
    `V${rightEnd}C${half} ${rightEnd} ${half} ${leftEnd} 0 ${leftEnd}Z`;
  return s("path", { d: shape, class: `ribbon k-${look(passage)}${number.includes(".") ? " of-moved" : ""}`, "data-p": number, "data-side": "a" });
}
