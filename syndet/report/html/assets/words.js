// Numbers, dates and kinds in words.

const KINDS = ["verbatim", "edited", "paraphrased", "summary", "quote"];

const KIND_WORDS = {
  verbatim: "verbatim",
  edited: "edited",
  paraphrased: "paraphrased",
  summary: "summary",
  quote: "quotation",
  boilerplate: "boilerplate",
};

const LEVEL_WORDS = {
  copy: "nearly the same article",
  derived: "a substantial part in common",
  related: "a passage in common",
};

// Made once: to make one takes longer than to use it a hundred times.
const NUMBERS = new Intl.NumberFormat("en");
const DAYS = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

function number(value) {
  return NUMBERS.format(value);
}

function count(value, noun, nouns = `${noun}s`) {
  return `${number(value)} ${value === 1 ? noun : nouns}`;
}

/** A share of 0 to 1 as a whole percentage; only nothing is 0 % and only everything is 100 %. */
function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  return `${share >= 1 ? 100 : Math.min(Math.round(share * 100), 99)} %`;
}

/** How long something took: "6 h 50 min", "3 days"; a day has 24 hours and nothing is rounded up to one. */
function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "under a minute";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return `${number(Math.round(minutes / 1440))} days`;
}

const PRECISE = new Set(["second", "minute"]);

/** How much later than `first` a moment is, as far as the two can be told apart. */
function lag(article, first) {
  if (article === first || article.time === null || first.time === null) return "";
  const seconds = article.time - first.time;
  if (!PRECISE.has(article.precision) || !PRECISE.has(first.precision)) {
    const days = Math.floor(article.time / 86400) - Math.floor(first.time / 86400);
    return days === 0 ? "same day" : `${days > 0 ? "+" : "−"}${count(Math.abs(days), "day")}`;
  }
  const sure = article.zone && first.zone ? "" : "≈ ";
  return seconds === 0 ? "same time" : `${sure}${seconds > 0 ? "+" : "−"}${duration(Math.abs(seconds))}`;
}

/** The day of a moment, as people write it. */
function day(seconds) {
  return DAYS.format(seconds * 1000);
}

/** The day of a moment as date fields hold it. */
function isoDay(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** What an article is called where there is little room: its outlet, else its id. */
function called(article) {
  return article.outlet ?? article.id;
}

/** The verdict on a cluster's origin in a few words. */
function verdict(cluster) {
  const { origin } = cluster;
  if (origin.kind === "article") return called(origin.article);
  if (origin.kind === "outside") return origin.name ? `${origin.name}, not in this set` : "a source outside this set";
  return "unknown";
}
