// The members of a cluster on an axis of time, each with how much later it came than the first.

const MOST_LAGS = 80;

/** The member that lags count from: the likely origin if its time is known, else the earliest. */
function earliest(cluster) {
  const timed = cluster.members.filter((article) => article.time !== null).sort((a, b) => a.time - b.time || a.place - b.place);
  return timed.includes(cluster.origin.article) ? cluster.origin.article : (timed[0] ?? null);
}

function lags(cluster) {
  const timed = cluster.members.filter((article) => article.time !== null).sort((a, b) => a.time - b.time || a.place - b.place);
  if (!timed.length) return h("p", { class: "quiet" }, "None of these articles says when it was published.");
  const first = earliest(cluster);
  const missing = cluster.members.length - timed.length;
  const notes = [
    missing ? `${count(missing, "article")} without a time that can be read.` : "",
    timed.length > MOST_LAGS ? `The first ${MOST_LAGS} of ${number(timed.length)} are drawn.` : "",
    timed.some((article) => PRECISE.has(article.precision) && !article.zone) ? "≈: a clock without a time zone is taken as it is written." : "",
  ].filter(Boolean);
  return [drawing((width) => drawLags(cluster, timed.slice(0, MOST_LAGS), first, width)), notes.length ? h("p", { class: "quiet" }, notes.join(" ")) : null];
}

const LENGTHS = { day: DAY, month: 30 * DAY };

function drawLags(cluster, articles, first, width) {
  const narrow = width < 560;
  const lane = narrow ? 40 : 28;
  const left = narrow ? 8 : Math.min(220, width * 0.28);
  const right = width - (narrow ? 8 : 120);
  const start = articles[0].time;
  const end = articles.reduce((sofar, article) => Math.max(sofar, article.time + (LENGTHS[article.precision] ?? 0)), start);
  const scale = timeScale(start, end, left + 8, right - 8);
  const bottom = articles.length * lane + 6;
  return canvas(
    width,
    bottom + 24,
    "When each article was published",
    timeAxis(start, end, left + 8, right - 8, 4, bottom),
    articles.map((article, row) => {
      const y = row * lane + (narrow ? 28 : lane / 2 + 2);
      const length = LENGTHS[article.precision];
      const isOrigin = article === cluster.origin.article;
      const later = article === first ? (isOrigin ? "origin" : "first") : lag(article, first);
      const label = plain(`${called(article)}: ${article.words}${later ? `, ${later}` : ""}`);
      const x = scale(article.time);
      return s(
        "g",
        { class: "lane", role: "img", "aria-label": label },
        s("title", {}, label),
        s("line", { class: "rail", x1: left, x2: right, y1: y, y2: y }),
        length ? s("line", { class: "span", x1: x, x2: scale(article.time + length), y1: y, y2: y }) : null,
        s("circle", { cx: x, cy: y, r: 6, class: isOrigin ? "dot first" : "dot" }),
        narrow
          ? s("text", { x: left, y: y - 12 }, fitting(`${called(article)}${later ? ` · ${later}` : ""}`, width - 16))
          : [s("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, fitting(called(article), left - 12)), s("text", { x: right + 12, y: y + 4, class: "lag" }, later)],
      );
    }),
  );
}
