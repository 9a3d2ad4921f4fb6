// Who published when: a line for each outlet, a dot for what it published, larger for more.

const MOST_LANES = 14;
const LANE = 26;

/** The articles of the clusters by outlet, those with most first; what is left over together as one lane. */
function lanes(run) {
  const byOutlet = new Map();
  for (const cluster of run.clusters) {
    for (const article of cluster.members) {
      if (article.time === null) continue;
      const name = article.outlet ?? "outlet unknown";
      if (!byOutlet.has(name)) byOutlet.set(name, []);
      byOutlet.get(name).push(article);
    }
  }
  const sorted = [...byOutlet].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  if (sorted.length <= MOST_LANES) return sorted;
  const rest = sorted.slice(MOST_LANES - 1);
  return [...sorted.slice(0, MOST_LANES - 1), [`${count(rest.length, "other outlet")}`, rest.flatMap(([, articles]) => articles)]];
}

function timeline(run) {
  const rows = lanes(run);
  if (!rows.length) return h("p", { class: "quiet" }, "None of the articles in clusters says when it was published.");
  return drawing((width) => drawTimeline(rows, width));
}

function drawTimeline(rows, width) {
  const times = rows.flatMap(([, articles]) => articles.map((article) => article.time));
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const left = Math.min(190, width * 0.34);
  const right = width - 12;
  const bottom = rows.length * LANE + 6;
  const scale = timeScale(first, last, left + 12, right - 12);
  const bin = 14;
  return canvas(
    width,
    bottom + 24,
    "Timeline of the articles in clusters, by outlet",
    timeAxis(first, last, left + 12, right - 12, 4, bottom),
    rows.map(([name, articles], row) => {
      const y = row * LANE + LANE / 2 + 2;
      const dots = new Map();
      for (const article of articles) {
        const place = Math.round(scale(article.time) / bin);
        if (!dots.has(place)) dots.set(place, []);
        dots.get(place).push(article);
      }
      return s(
        "g",
        { class: "lane" },
        s("line", { class: "rail", x1: left, x2: right, y1: y, y2: y }),
        s("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, fitting(name, left - 12)),
        [...dots.values()].map((some) => dot(some, scale, y, name)),
      );
    }),
  );
}

/** A dot for some articles that stand at nearly one time: a link to their cluster, or to a list of them. */
function dot(articles, scale, y, name) {
  const clusters = new Set(articles.map((article) => article.cluster));
  const times = articles.map((article) => article.time);
  const from = times.reduce((a, b) => Math.min(a, b));
  const to = times.reduce((a, b) => Math.max(a, b));
  const x = scale((from + to) / 2);
  const [one] = articles;
  const origins = articles.every((article) => article.cluster.origin.article === article);
  const query = new URLSearchParams({ ...(one.outlet === name ? { outlet: name } : {}), from: isoDay(from), to: isoDay(to) });
  const what =
    articles.length === 1
      ? `${name}, ${one.words}: ${one.name}${origins ? ", likely origin" : ""}`
      : `${name}, ${day(from)}: ${count(articles.length, "article")} in ${count(clusters.size, "cluster")}`;
  return s(
    "a",
    { href: clusters.size === 1 ? `#/cluster/${one.cluster.place}` : `#/?${query}`, "aria-label": plain(what) },
    s("title", {}, plain(what)),
    s("circle", { cx: x, cy: y, r: Math.min(4.5 + 1.2 * Math.sqrt(articles.length - 1), LANE / 3), class: origins ? "dot first" : "dot" }),
  );
}
