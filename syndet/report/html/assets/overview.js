// The first view: how much there is, the clusters, who published when, who carries whose text.

function overview(run, filters) {
  const { counts } = run;
  return [
    h("h1", { tabindex: -1 }, headline(counts)),
    figures(counts),
    notices(run),
    run.clusters.length > 20 ? jumps() : null,
    run.clusters.length ? clusterSection(run, filters) : nothing(run),
    run.clusters.length ? section("timeline", "Who published when", timeline(run), "Articles in clusters; a filled dot is a likely origin. A dot leads to its cluster.") : null,
    run.clusters.length ? section("matrix", "Who carries whose text", matrix(run)) : null,
    relatedSection(run),
  ];
}

/** Links to what stands below a long list. */
function jumps() {
  const jump = (id, name) => h("a", { href: `#${id}`, onclick: (event) => jumpTo(event, id) }, name);
  return h("p", { class: "jumps" }, jump("timeline", "Who published when"), jump("matrix", "Who carries whose text"));
}

function jumpTo(event, id) {
  event.preventDefault(); // the address names the view
  const place = document.getElementById(id);
  place.scrollIntoView();
  place.querySelector("a")?.focus({ preventScroll: true });
}

function headline(counts) {
  return `${count(counts.clusters, "cluster")} in ${count(counts.articles, "article")}`;
}

function section(id, title, content, note) {
  return h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), note ? h("p", { class: "note" }, note) : null, content);
}

function figures(counts) {
  const shown = [
    [counts.articles, "articles"],
    [counts.clustered, "in clusters"],
    [counts.clusters, "clusters"],
    [counts.links, "linked pairs"],
    [counts.passages, "shared passages"],
    [counts.alone, "in no cluster"],
  ];
  return h("dl", { class: "figures" }, shown.map(([value, name]) => h("div", {}, h("dt", {}, name), h("dd", {}, number(value)))));
}

/** What went wrong, and what the page leaves out. */
function notices(run) {
  const block = (name, title, lines) =>
    lines.length
      ? h("details", { class: `notices ${name}`, open: lines.length <= 3 }, h("summary", {}, `${title} (${number(lines.length)})`), h("ul", {}, lines.slice(0, 200).map((line) => h("li", {}, foreign(line))), lines.length > 200 ? h("li", {}, `and ${number(lines.length - 200)} more`) : null))
      : null;
  return [block("warnings", "Warnings", run.warnings), block("omissions", "Left out of this page", run.omissions)];
}

function nothing(run) {
  const what = run.counts.articles < 2 ? "There is nothing to compare." : `No two articles share enough to count as ${run.settings.level}.`;
  return h("p", { class: "verdict" }, what);
}

function clusterSection(run, filters) {
  const list = h("div", { class: "clusters" });
  const told = h("p", { class: "note", "aria-live": "polite" });
  const show = (chosen) => {
    const found = passing(run, chosen);
    told.textContent = found.length === run.clusters.length ? `${count(found.length, "cluster")}, the largest first` : `${number(found.length)} of ${count(run.clusters.length, "cluster")} match`;
    list.replaceChildren(...(found.length ? growing(found, clusterItem, { name: "clusters", step: 20 }) : [h("p", { class: "quiet" }, "No cluster matches all of these.")]).flat());
  };
  const form = filterForm(run, filters, (chosen) => {
    history.replaceState(null, "", chosen.size ? `#/?${chosen}` : "#/");
    show(chosen);
  });
  show(filters);
  return section("clusters", "Clusters", [form, told, list]);
}

function clusterItem(cluster) {
  return h(
    "li",
    { class: "card" },
    h("span", { class: "size", "aria-hidden": "true" }, number(cluster.members.length)),
    h(
      "div",
      {},
      h("h3", {}, h("a", { href: `#/cluster/${cluster.place}` }, foreign(cluster.lead.name)), h("span", { class: "unseen" }, `, ${count(cluster.members.length, "article")}`)),
      h("p", { class: "origin-line" }, h("span", { class: `seal ${cluster.origin.kind}` }, "Origin"), " ", foreign(verdict(cluster)), cluster.origin.kind === "unknown" ? null : h("span", { class: "sure" }, ` ${percent(cluster.origin.confidence)} sure`)),
      h("p", { class: "about" }, [...aboutCluster(cluster)].map((part, place) => [place ? " · " : "", part])),
    ),
  );
}

function* aboutCluster(cluster) {
  if (cluster.level) yield h("span", { title: LEVEL_WORDS[cluster.level] }, cluster.level);
  const kinds = KINDS.filter((kind) => cluster.kinds.includes(kind)).map((kind, place) => [place ? ", " : "", h("span", { class: `kind k-${kind}` }, KIND_WORDS[kind])]);
  if (kinds.length) yield kinds;
  const outlets = [...cluster.outlets];
  if (outlets.length) yield [outlets.slice(0, 4).map((name, place) => [place ? ", " : "", foreign(name)]), outlets.length > 4 ? ` and ${number(outlets.length - 4)} more` : ""];
  if (cluster.first !== null) yield day(cluster.first) === day(cluster.last) ? day(cluster.first) : `${day(cluster.first)} to ${day(cluster.last)}`;
  if (cluster.warnings.length) yield h("span", { class: "warned" }, count(cluster.warnings.length, "warning"));
}

/** Pairs that share something and are in no cluster together. */
function relatedSection(run) {
  const outside = run.links.filter((link) => link.kind !== "none" && (link.a.cluster === null || link.a.cluster !== link.b.cluster));
  const framed = run.links.filter((link) => link.kind === "none");
  return [
    outside.length ? section("related", "Linked, in no cluster together", growing(outside, pairItem, { name: "pairs", step: 10, attributes: { class: "pairs" } }), "They have a passage in common, and that is too little to be one text.") : null,
    framed.length ? section("framed", "Boilerplate only", growing(framed, pairItem, { name: "pairs", step: 10, attributes: { class: "pairs" } }), "What they share frames many articles of its source and counts for nothing.") : null,
  ];
}

function pairItem(link) {
  const side = (article, share) => h("span", { class: "side" }, foreign(article.name), h("small", {}, foreign(called(article)), link.kind === "none" ? null : ` · ${percent(share)} shared`));
  const kind = link.kind === "none" ? "boilerplate" : link.how;
  return h("li", {}, h("a", { class: "pair-link", href: pairAddress(link.a, link.b) }, kind ? h("span", { class: `kind k-${kind}` }, KIND_WORDS[kind]) : null, side(link.a, link.coverage_a), side(link.b, link.coverage_b)));
}

function pairAddress(a, b) {
  return `#/pair/${a.place}/${b.place}`;
}
