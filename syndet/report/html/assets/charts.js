// What all drawings share: axes of time, and text that fits.

const HOUR = 3600;
const DAY = 24 * HOUR;
const STEPS = [60, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY, 182 * DAY, 365 * DAY];

/** Whole steps of time between two moments, about as many as fit into so many pixels. */
function ticks(first, last, width) {
  const least = (last - first) / Math.max(2, Math.floor(width / 110));
  const step = STEPS.find((candidate) => candidate >= least) ?? 365 * DAY * Math.ceil(least / (365 * DAY));
  const found = [];
  for (let time = Math.ceil(first / step) * step; time <= last; time += step) found.push(time);
  return { step, times: found };
}

function tickWords(time, step) {
  const date = new Date(time * 1000);
  const options = { timeZone: "UTC" };
  if (step < DAY) {
    const clock = date.toLocaleTimeString("en-GB", { ...options, hour: "2-digit", minute: "2-digit" });
    if (clock !== "00:00") return clock;
  }
  if (step < 28 * DAY) return date.toLocaleDateString("en-GB", { ...options, day: "numeric", month: "short" });
  if (step < 300 * DAY) return date.toLocaleDateString("en-GB", { ...options, month: "short", year: "numeric" });
  return String(date.getUTCFullYear());
}

/** A scale from moments to pixels; a single moment stands in the middle. */
function timeScale(first, last, left, right) {
  const span = last - first;
  return (time) => (span === 0 ? (left + right) / 2 : left + ((time - first) / span) * (right - left));
}

/** The axis of a chart of moments: lines from `top` to `bottom`, their times below. */
function timeAxis(first, last, left, right, top, bottom) {
  const scale = timeScale(first, last, left, right);
  const { step, times } = ticks(first, last, right - left);
  const shown = times.length ? times : [first];
  return s(
    "g",
    { class: "axis", "aria-hidden": "true" },
    shown.map((time, place) => [
      s("line", { x1: scale(time), x2: scale(time), y1: top, y2: bottom }),
      s("text", { x: Math.min(Math.max(scale(time), place === 0 ? 40 : 18), right - 14), y: bottom + 16, "text-anchor": "middle" }, place === 0 && time % DAY ? `${tickWords(time, DAY)}, ${tickWords(time, step)}` : tickWords(time, step)),
    ]),
  );
}

const pen = document.createElement("canvas").getContext("2d");

/** As much of a name as fits into so many pixels, in the page's letters of this size. */
function fitting(text, pixels, font = "13px") {
  pen.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  const line = plain(text);
  if (pen.measureText(line).width <= pixels) return line;
  let [fits, over] = [1, line.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (pen.measureText(plain(line, middle)).width <= pixels) fits = middle;
    else over = middle;
  }
  return plain(line, fits);
}

/** An SVG of this size, with a name for those who cannot see it. */
function canvas(width, height, label, ...children) {
  return s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label }, children);
}
