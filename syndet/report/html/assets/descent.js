// Who had the text from whom, as a tree: the root on top, every article under the one it hangs on.

const MOST_NODES = 60;
const NODE = 46;

/** The cluster as rows of a tree, each with its depth and the row that it hangs on; -1 for a root. */
function descentRows(cluster) {
  const children = new Map();
  const { origin } = cluster;
  const roots = [];
  for (const article of cluster.members) {
    const { parent } = cluster.descent.get(article);
    const siblings = parent ? (children.get(parent) ?? children.set(parent, []).get(parent)) : roots;
    siblings.push(article);
  }
  const rows = [];
  const byTime = (a, b) => (a.time ?? Infinity) - (b.time ?? Infinity) || a.place - b.place;
  const hang = (article, depth, under) => {
    const row = rows.push({ article, depth, under }) - 1;
    for (const child of (children.get(article) ?? []).sort(byTime)) hang(child, depth + 1, row);
  };
  const outside = roots.some((article) => cluster.descent.get(article).outside);
  if (outside) rows.push({ article: null, name: origin.name ?? "A source outside this set", depth: 0, under: -1 });
  const leads = (article) => (article === origin.article ? 0 : 1);
  for (const article of roots.sort((a, b) => leads(a) - leads(b) || byTime(a, b))) {
    const hangs = outside && cluster.descent.get(article).outside;
    hang(article, hangs ? 1 : 0, hangs ? 0 : -1);
  }
  return rows;
}

function descent(cluster) {
  const rows = descentRows(cluster);
  const drawn = drawing((width) => drawDescent(cluster, rows.slice(0, MOST_NODES), width));
  const left = rows.length - MOST_NODES;
  return [drawn, left > 0 ? h("p", { class: "quiet" }, `${count(left, "more article")}, listed below, not drawn.`) : null];
}

function drawDescent(cluster, rows, width) {
  const step = width < 520 ? 18 : 36;
  const x = (row) => 12 + row.depth * step;
  const y = (place) => place * NODE + 20;
  return canvas(
    width,
    rows.length * NODE + 4,
    "Who had the text from whom",
    rows.map((row, place) => trunk(rows, place, x(row), y)),
    rows.map((row, place) => (row.under < 0 ? null : branch(row, x(rows[row.under]), x(row), y(place), cluster))),
    rows.map((row, place) => node(cluster, row, x(row), y(place), width)),
  );
}

/** The line down from a row to the last that hangs on it. */
function trunk(rows, place, x, y) {
  const last = rows.findLastIndex((row) => row.under === place);
  return last < 0 ? null : s("line", { class: "trunk", x1: x, x2: x, y1: y(place), y2: y(last) - 12 });
}

function branch(row, fromX, toX, toY, cluster) {
  const { how, sure } = cluster.descent.get(row.article);
  const bend = Math.min(12, toX - fromX);
  const path = `M${fromX} ${toY - bend}Q${fromX} ${toY} ${fromX + bend} ${toY}H${toX - 7}`;
  return s("path", { class: `branch ${how ? `k-${how}` : ""}`, d: path, "stroke-opacity": 0.3 + 0.7 * (sure ?? 1) });
}

function node(cluster, row, x, y, width) {
  const room = width - x - 20;
  if (!row.article) {
    return s("g", { class: "node outside" }, s("circle", { cx: x, cy: y, r: 7 }), s("text", { x: x + 16, y: y + 5, class: "who" }, fitting(row.name, room, "600 15px")), s("text", { x: x + 16, y: y + 21, class: "what" }, "not among these articles"));
  }
  const { article } = row;
  const { parent, how, sure, sources } = cluster.descent.get(article);
  const isOrigin = article === cluster.origin.article;
  const other = parent ?? sources.find((source) => source.article)?.article;
  const from = parent ? `${percent(sources[0]?.share ?? 0)}${how ? ` ${KIND_WORDS[how]}` : ""}, ${percent(sure)} sure` : "";
  const role = isOrigin ? "likely origin" : from;
  const words = [role, article.words, article.name].filter(Boolean).join(" · ");
  const label = plain(`${called(article)}: ${words}`);
  const marks = s(
    "g",
    { class: isOrigin ? "node first" : "node" },
    s("circle", { cx: x, cy: y, r: 6 }),
    s("text", { x: x + 16, y: y + 5, class: "who" }, fitting(called(article), room, "600 15px")),
    s("text", { x: x + 16, y: y + 21, class: "what" }, fitting(words, room, "12.5px")),
  );
  if (!other) return s("g", {}, s("title", {}, label), marks);
  return s("a", { href: pairAddress(other, article), "aria-label": `${label}; compare with ${plain(called(other))}` }, s("title", {}, label), marks);
}
