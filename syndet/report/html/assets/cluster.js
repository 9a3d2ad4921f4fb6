// One cluster: who had it first and why, who had it from whom, when, and where each text came from.

function clusterView(run, cluster) {
  return [
    h("p", { class: "trail" }, h("a", { href: "#/" }, "Overview"), " / cluster"),
    h("h1", { tabindex: -1 }, foreign(cluster.lead.name)),
    h("p", { class: "about" }, [...aboutWhole(cluster)].map((part, place) => [place ? " · " : "", part])),
    cluster.warnings.length ? h("ul", { class: "notices warnings" }, cluster.warnings.map((text) => h("li", {}, foreign(text)))) : null,
    section("verdict", "Who had it first", verdictBlock(cluster)),
    section("descent", "Who had it from whom", descent(cluster), descentNote(cluster)),
    section("lags", "When", lags(cluster)),
    section("members", "Where the text came from", members(cluster), "Shares of each article’s characters, boilerplate left out. A title leads to the comparison."),
  ];
}

function* aboutWhole(cluster) {
  yield count(cluster.members.length, "article");
  if (cluster.level) yield `${cluster.level}: ${LEVEL_WORDS[cluster.level]}`;
  yield `${percent(cluster.cohesion)} of the compared pairs are linked`;
}

function descentNote(cluster) {
  const tied = [...cluster.descent.values()].some(({ parent, outside }) => parent || outside);
  if (!tied) return "Nothing says who had it from whom.";
  return "A line’s colour is the kind of copying; the paler, the less sure. Each article leads to the comparison with the one that it hangs on.";
}

function verdictBlock(cluster) {
  const { origin } = cluster;
  const head = {
    article: () => [foreign(verdict(cluster)), h("small", {}, foreign(origin.article.name))],
    outside: () => [foreign(verdict(cluster))],
    unknown: () => ["Unknown"],
  }[origin.kind]();
  return [
    h("p", { class: "who-first" }, head),
    origin.kind === "unknown" ? null : h("p", { class: "sureness" }, h("meter", { min: 0, max: 1, value: origin.confidence, "aria-label": "Confidence" }), ` ${percent(origin.confidence)} sure`),
    h("p", { class: "reason" }, foreign(origin.reason)),
    origin.chances.length && origin.confidence < PLAIN ? chances(origin) : null,
    origin.evidence.length ? evidence(cluster) : null,
  ];
}

const PLAIN = 0.95; // confidence from which the other answers need not be listed

/** How probable each answer is: the likeliest members, a source outside, that it cannot be told. */
function chances(origin) {
  const rows = [...origin.chances.map(({ article, probability }) => [called(article), probability]), ["a source outside", origin.outside], ["cannot be told", origin.unknown]];
  const shown = rows.filter(([, probability]) => probability >= 0.01).sort((a, b) => b[1] - a[1]);
  return h("ol", { class: "chances", "aria-label": "How probable each answer is" }, shown.map(([name, probability]) => h("li", {}, s("svg", { width: 82, height: 10, "aria-hidden": "true" }, s("rect", { y: 1, width: 80 * probability, height: 8 })), h("span", { class: "figure" }, percent(probability)), " ", foreign(name))));
}

function evidence(cluster) {
  const { origin } = cluster;
  const most = origin.evidence.reduce((sofar, item) => Math.max(sofar, Math.abs(item.weight)), 1);
  return h(
    "details",
    { class: "evidence", open: origin.evidence.length <= 16 },
    h("summary", {}, count(origin.evidence.length, "piece of evidence", "pieces of evidence")),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["Weight", "What was observed", "Speaks for"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, origin.evidence.map((item) => evidenceRow(item, most))),
    ),
    h("p", { class: "quiet" }, "Weights are log-odds: +0.7 doubles the odds, a negative weight speaks against."),
  );
}

function evidenceRow({ kind, text, article, weight }, most) {
  const length = (60 * Math.abs(weight)) / most;
  const sign = weight < 0 ? "−" : "+";
  return h(
    "tr",
    {},
    h("td", { class: "weight" }, s("svg", { width: 62, height: 10, "aria-hidden": "true" }, s("rect", { x: 0, y: 1, width: length, height: 8, class: weight < 0 ? "against" : "for" })), h("span", {}, `${sign}${Math.abs(weight).toFixed(1)}`)),
    h("td", {}, h("span", { class: "clue" }, kind), " ", foreign(text)),
    h("td", {}, article ? foreign(called(article)) : "a source outside"),
  );
}
