// What of the clusters is listed: words, level, kind, outlet and dates, kept in the page's address.

const FILTERS = ["q", "level", "kind", "outlet", "from", "to", "source"];

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** All that a search can find of a cluster, made when it is first searched. */
function searchable(cluster) {
  cluster.words ??= folded(
    [cluster.origin.name ?? "", ...cluster.members.flatMap((article) => [article.name, article.id, article.outlet ?? ""])].join("\n"),
  );
  return cluster.words;
}

/** The clusters that pass the filters, in their order. */
function passing(run, filters) {
  const words = folded(filters.get("q") ?? "").split(/\s+/).filter(Boolean);
  const wanted = (name) => filters.get(name) || null;
  const from = wanted("from") && Date.parse(wanted("from")) / 1000;
  const to = wanted("to") && Date.parse(wanted("to")) / 1000 + DAY;
  return run.clusters.filter(
    (cluster) =>
      (!wanted("level") || cluster.level === wanted("level")) &&
      (!wanted("kind") || cluster.kinds.includes(wanted("kind"))) &&
      (!wanted("outlet") || cluster.outlets.has(wanted("outlet"))) &&
      (!wanted("source") || isFrom(cluster, wanted("source"), wanted("outlet"))) &&
      (!from || (cluster.last !== null && cluster.last >= from)) &&
      (!to || (cluster.first !== null && cluster.first < to)) &&
      words.every((word) => searchable(cluster).includes(word)),
  );
}

/** Who had a cluster's text first, by the outlet's or the source's name; null where that is not known. */
function sourceOf(cluster) {
  return cluster.origin.kind === "article" ? cluster.origin.article.outlet : cluster.origin.name;
}

/** Whether a cluster's origin has this name, or some outlet in it has its text from one of this name. */
function isFrom(cluster, source, outlet) {
  if (sourceOf(cluster) === source) return true;
  return cluster.members.some((article) => (!outlet || article.outlet === outlet) && cluster.descent.get(article).parent?.outlet === source);
}

function choice(name, label, values, filters, words = (value) => value) {
  const chosen = filters.get(name) ?? "";
  const options = values.map((value) => h("option", { value, selected: value === chosen }, words(value)));
  return h("label", {}, h("span", {}, label), h("select", { name }, h("option", { value: "" }, "any"), options));
}

function field(name, label, type, filters, attributes) {
  return h("label", { class: `field-${type}` }, h("span", {}, label), h("input", { name, type, value: filters.get(name) ?? "", ...attributes }));
}

/** The form of the filters; `changed` is told of every change. */
function filterForm(run, filters, changed) {
  const present = (values, order) => order.filter((value) => values.has(value));
  const levels = new Set(run.clusters.map((cluster) => cluster.level));
  const kinds = new Set(run.clusters.flatMap((cluster) => cluster.kinds));
  const outlets = [...new Set(run.clusters.flatMap((cluster) => [...cluster.outlets]))].sort();
  const sources = [...new Set([...run.clusters.map(sourceOf).filter(Boolean), ...run.flows.map(([source]) => source)])].sort();
  const form = h(
    "form",
    { class: "filters", role: "search", "aria-label": "Clusters" },
    field("q", "Search", "search", filters, { placeholder: "title, outlet, file", autocomplete: "off" }),
    choice("level", "Level", present(levels, ["copy", "derived", "related"]), filters),
    choice("kind", "Kind", present(kinds, KINDS), filters, (kind) => KIND_WORDS[kind]),
    choice("outlet", "Outlet", outlets, filters, plain),
    choice("source", "Text of", sources, filters, plain),
    field("from", "From", "date", filters),
    field("to", "To", "date", filters),
    h("button", { type: "reset", class: "quiet" }, "Clear"),
  );
  const tell = () => changed(new URLSearchParams(FILTERS.map((name) => [name, form.elements[name].value]).filter(([, value]) => value)));
  form.addEventListener("input", tell);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const element of form.elements) if (element.name) element.value = "";
    tell();
  });
  return form;
}
