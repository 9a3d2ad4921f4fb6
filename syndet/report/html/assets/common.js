// What two texts have in common when no passage was found: plain counts, no judgement.

const MOST_WORDS = 4000;
const LONG = 6;

// A word of letters and digits; one character of a script that does not part its words.
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[\p{L}\p{N}\p{M}]+/gu;

function wordsOf(text) {
  return (text.whole.slice(0, 40 * MOST_WORDS).match(WORD) ?? []).slice(0, MOST_WORDS).map((word) => word.toLowerCase());
}

/** The longest run of words that both texts have. */
function longestRun(a, b) {
  let before = new Uint16Array(b.length + 1);
  let row = new Uint16Array(b.length + 1);
  let [length, end] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      row[j + 1] = a[i] === b[j] ? before[j] + 1 : 0;
      if (row[j + 1] > length) [length, end] = [row[j + 1], i + 1];
    }
    [before, row] = [row, before];
  }
  return a.slice(end - length, end);
}

/** The same as sentences for a reader. */
function inCommon(a, b) {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (!left.length || !right.length) return [h("p", {}, "One of the two has no words.")];
  const run = longestRun(left, right);
  const long = (words) => new Set(words.filter((word) => word.length >= LONG));
  const [mine, theirs] = [long(left), long(right)];
  const both = [...mine].filter((word) => theirs.has(word));
  return [
    h("p", {}, run.length ? [`The longest run of words that both have is ${count(run.length, "word")} long: “`, foreign(plain(run.join(" "), 300)), "”."] : "They have no word in common."),
    h("p", {}, `Of the words of ${LONG} letters or more, ${number(mine.size)} here and ${number(theirs.size)} there, ${number(both.length)} are the same. A shared topic gives as much.`),
  ];
}
