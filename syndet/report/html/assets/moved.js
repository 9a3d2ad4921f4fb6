// Words that a passage has on both sides, but in another order: the same run dropped here and added there.

const RUN = 6; // words in a row that are the same for more than chance

/** The words of some steps on one side with their places; nothing stands between the words of two steps. */
function stepWords(text, steps, side) {
  const found = [];
  for (const step of steps) {
    const [start, end] = step[side];
    if (step.kind === "kept" || start === end) continue;
    const points = text.points.slice(start, end);
    const part = typeof points === "string" ? points : points.join("");
    const wide = part.length !== end - start;
    for (const match of part.matchAll(WORD)) {
      const at = start + (wide ? Array.from(part.slice(0, match.index)).length : match.index);
      found.push({ word: match[0].toLowerCase(), start: at, end: at + (wide ? Array.from(match[0]).length : match[0].length) });
    }
    found.push({ word: null });
  }
  return found;
}

/** The runs of words that stand in a change on both sides, the first that fit, as [start, end] on each. */
function movedRuns(passage, texts) {
  const left = stepWords(texts[0], passage.changes, "a");
  const right = stepWords(texts[1], passage.changes, "b");
  const key = (words, place) => {
    const run = words.slice(place, place + RUN).map((one) => one.word);
    return run.length === RUN && !run.includes(null) ? run.join(" ") : null;
  };
  const places = new Map();
  right.forEach((_, place) => {
    const run = key(right, place);
    if (run !== null && !places.has(run)) places.set(run, place);
  });
  const found = [];
  const taken = new Set();
  for (let place = 0; place < left.length; place++) {
    const there = places.get(key(left, place));
    if (there === undefined || taken.has(there)) continue;
    let length = RUN;
    while (left[place + length]?.word && left[place + length].word === right[there + length]?.word) length++;
    for (let word = 0; word < length; word++) taken.add(there + word);
    found.push({ a: [left[place].start, left[place + length - 1].end], b: [right[there].start, right[there + length - 1].end] });
    place += length - 1;
  }
  return found;
}

/** What is marked inside a passage on one side, in order: [start, end, kind, number], the number of what has moved. */
function wordMarks(passage, side) {
  const found = [];
  const moved = passage.moved.map((run, place) => [...run[side], "moved", `${passage.number}.${place + 1}`]).sort((a, b) => a[0] - b[0]);
  for (const step of passage.changes ?? []) {
    let [start, end] = step[side];
    if ((step.kind === "kept") !== retold(passage)) continue;
    for (const run of moved) {
      if (run[1] <= start || run[0] >= end) continue;
      if (start < run[0]) found.push([start, run[0], step.kind, null]);
      found.push(run);
      start = run[1];
    }
    if (start < end) found.push([start, end, step.kind, null]);
  }
  return found;
}
