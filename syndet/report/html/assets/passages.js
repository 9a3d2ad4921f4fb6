// A text whole, with the passages that it shares marked in it, and in them the words that changed.

const LONGEST_LINE = 120;
const MOSTLY = 0.5;

/** How a passage is marked: boilerplate and quotations otherwise than what was copied. */
function look(passage) {
  if (passage.boilerplate) return "boilerplate";
  return passage.quoted >= MOSTLY ? "quote" : passage.kind;
}

/** Whether a passage is told in other words, so that the words which stayed are the ones to mark. */
function retold(passage) {
  return passage.kind === "paraphrased" || passage.kind === "summary";
}

/** A passage in words, for the list and for those who listen. */
function passageWords(passage) {
  const quoted = passage.quoted > 0 ? `, ${percent(passage.quoted)} quoted` : "";
  return `${passage.kind}, score ${passage.score.toFixed(2)}${quoted}${passage.boilerplate ? ", boilerplate" : ""}`;
}

/** The paragraphs of a text as [start, end]: its lines, or what blank lines part where lines are broken to a width. */
function paragraphs(text) {
  const lines = [];
  let start = 0;
  for (let place = 0; place <= text.length; place++) {
    if (place < text.length && text.points[place] !== "\n") continue;
    lines.push([start, place]);
    start = place + 1;
  }
  const blank = ([from, to]) => text.slice(from, to).trim() === "";
  const broken = lines.some(blank) && lines.every(([from, to]) => to - from <= LONGEST_LINE);
  const found = [];
  let open = false;
  for (const line of lines) {
    if (blank(line)) open = false;
    else if (broken && open) found[found.length - 1][1] = line[1];
    else found.push([...line]);
    if (!blank(line)) open = true;
  }
  return found;
}

/** Where marks begin and end on one side: the passages' ends, and those of the words that are marked in them. */
function edges(passages, side) {
  const found = new Map();
  const at = (offset) => found.get(offset) ?? found.set(offset, { opens: [], closes: [], change: [] }).get(offset);
  passages.forEach((passage) => {
    const [start, end] = passage[side];
    if (start >= end) return;
    at(start).opens.push(passage);
    at(end).closes.push(passage);
    for (const [from, to, kind, number] of wordMarks(passage, side)) {
      at(from).change.push([passage, { kind, number }]);
      at(to).change.push([passage, null]);
    }
  });
  return found;
}

/** The text as paragraphs of plain and marked pieces; `side` is "a" or "b". */
function marked(text, passages, side) {
  const found = edges(passages, side);
  const cuts = [...found.keys()].sort((a, b) => a - b);
  const state = { open: [], change: new Map(), tagged: new Set() };
  let next = 0;
  const pass = (offset) => {
    for (; next < cuts.length && cuts[next] <= offset; next++) {
      const edge = found.get(cuts[next]);
      state.open = [...state.open.filter((passage) => !edge.closes.includes(passage)), ...edge.opens];
      state.open.sort((a, b) => a[side][1] - a[side][0] - (b[side][1] - b[side][0]));
      // What ends here is said before what begins here, so that two changes side by side stay two.
      for (const [passage, change] of edge.change.sort((a, b) => (a[1] !== null) - (b[1] !== null))) state.change.set(passage, change);
    }
  };
  return paragraphs(text).map(([start, end]) => {
    const paragraph = h("p", { dir: "auto" });
    for (let from = start; from < end; ) {
      pass(from);
      const to = Math.min(end, cuts[next] ?? end);
      append(paragraph, text.slice(from, to), state, side);
      from = to;
    }
    return paragraph;
  });
}

const CHANGE_ELEMENTS = { kept: "b", changed: "span", moved: "span", added: "ins", dropped: "del" };

function append(paragraph, words, state, side) {
  if (!state.open.length) {
    paragraph.append(words);
    return;
  }
  const [inner] = state.open;
  const numbers = state.open.map((passage) => passage.number).join(" ");
  let mark = paragraph.lastChild;
  if (mark?.nodeName !== "MARK" || mark.dataset.p !== numbers) {
    mark = h("mark", { class: `k-${look(inner)}`, "data-p": numbers, "data-side": side });
    paragraph.append(mark);
  }
  for (const passage of state.open) {
    if (state.tagged.has(passage)) continue;
    state.tagged.add(passage);
    mark.append(tag(passage, side));
  }
  const change = state.change.get(inner);
  const place = change?.number ? { "data-p": change.number, "data-side": side } : {};
  mark.append(change ? h(CHANGE_ELEMENTS[change.kind], { class: change.kind, ...place }, words) : words);
}

/** The number of a passage at its beginning: a button that leads to the other side. */
function tag(passage, side) {
  const label = `Passage ${passage.number}, ${passageWords(passage)}. Go to it in the other article`;
  return h("button", { type: "button", class: `tag k-${look(passage)}`, "data-p": passage.number, "data-side": side, "aria-label": label, title: `${passage.number}: ${passageWords(passage)}` }, String(passage.number));
}

/** Lets pointer and focus light a passage on both sides, and a press lead to the other. */
function linkSides(box) {
  let lit = null;
  const light = (number) => {
    if (number === lit) return;
    lit = number;
    for (const element of box.querySelectorAll(".lit")) element.classList.remove("lit");
    if (number === null) return;
    for (const element of box.querySelectorAll(`[data-p~="${number}"]`)) element.classList.add("lit");
  };
  const numberAt = (target) => target.closest?.("[data-p]")?.dataset.p.split(" ")[0] ?? null;
  box.addEventListener("pointerover", (event) => light(numberAt(event.target) ?? numberAt(document.activeElement)));
  box.addEventListener("pointerleave", () => light(numberAt(document.activeElement)));
  box.addEventListener("focusin", (event) => light(numberAt(event.target)));
  box.addEventListener("focusout", () => light(null));
  box.addEventListener("click", (event) => {
    const at = event.target.closest?.("[data-p]");
    if (!at || String(getSelection())) return;
    lead(box, numberAt(at), at.dataset.side === "a" ? "b" : "a");
  });
}

/** Moves the eye, and the focus where there is a button, to a passage on a side. */
function lead(box, number, side) {
  const at = `[data-p~="${number}"][data-side="${side}"]`;
  const other = box.querySelector(`.text .tag${at}`) ?? box.querySelector(`.text ${at}`);
  if (!other) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  other.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  other.focus({ preventScroll: true });
}
