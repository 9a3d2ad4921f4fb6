// Any two articles: pick them, and see what the run says of them and why it is not more.

const MOST_OPTIONS = 30;

async function compareView(run, a, b) {
  const picks = picker(run, a, b);
  if (!a || !b || a === b) {
    return [h("h1", { tabindex: -1 }, "Compare two articles"), picks, h("p", { class: "note" }, a && a === b ? "These are one article. Pick another." : "Pick any two articles to see what they share, or why they are not linked.")];
  }
  const link = linkOf(run, a, b);
  const { box, texts } = await sideBySide(link, a, b);
  return [
    h("h1", { tabindex: -1 }, pairTitle(link)),
    picks,
    h("details", { class: "why", open: !link || link.kind === "none" || link.kind === "related" }, h("summary", {}, link && link.kind !== "none" && link.kind !== "related" ? "Why they are linked" : "Why not more"), whyBlock(run, link, a, b, texts)),
    box,
  ];
}

function pairTitle(link) {
  if (!link) return "Not linked";
  if (link.kind === "none") return "Boilerplate only";
  const level = link.kind[0].toUpperCase() + link.kind.slice(1);
  return [level, link.how ? [", mostly ", h("span", { class: `ink k-${link.how}` }, KIND_WORDS[link.how])] : ""];
}

/** The measures of the run beside what would make them a link of each level. */
function whyBlock(run, link, a, b, texts) {
  const { settings } = run;
  if (!link) return notLinked(run, a, b, texts);
  const counted = link.kind === "none" ? 0 : link.passages;
  const derived = link.strength >= settings.derived && link.how !== "quote";
  const rows = [
    ["Copy", "word shingles that are the same", percent(link.jaccard), `at least ${percent(settings.threshold)}`, link.kind === "copy"],
    ["Derived", "words of one that the other says too, quotations aside", percent(link.strength), `at least ${percent(settings.derived)}`, derived || link.kind === "copy"],
    ["Related", "passages that count", settings.level === "copy" ? "not looked for" : number(counted), "at least 1", link.kind !== "none"],
  ];
  return [
    h("table", { class: "measures" }, h("thead", {}, h("tr", {}, ["Level", "What is measured", "Here", "Needed", "Reached"].map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows.map(([level, what, here, needed, reached]) => h("tr", {}, h("th", { scope: "row" }, level), h("td", {}, what), h("td", { class: "figure" }, here), h("td", { class: "figure" }, needed), h("td", { class: reached ? "yes" : "no" }, reached ? "yes" : "no"))))),
    link.how === "quote" ? h("p", {}, "What they share is nearly all quoted: somebody said it to both, and that makes neither derived from the other.") : null,
    link.kind === "none" ? h("p", {}, "What they share frames many articles of its source: it is shown, and counts for nothing.") : null,
    counted ? h("p", { class: "quiet" }, `Score of the surest passage: ${link.score.toFixed(2)}.`) : null,
  ];
}

function notLinked(run, a, b, texts) {
  const through = run.linksOf.get(a)?.find((link) => link.kind !== "none" && linkOf(run, link.a === a ? link.b : link.a, b));
  const between = through && (through.a === a ? through.b : through.a);
  return [
    h("p", {}, run.settings.level === "copy" ? "At level copy nothing but copies is looked for, and these are none." : "This page has no passage that they share: the run found none, or did not compare them."),
    a.cluster && a.cluster === b.cluster ? h("p", {}, "They are in one cluster all the same: of many articles with one text, not all pairs are compared.") : null,
    between ? h("p", {}, "Both are linked with ", h("a", { href: pairAddress(a, between) }, foreign(between.name)), ".") : null,
    texts[0] && texts[1] ? inCommon(...texts) : null,
    h("p", { class: "quiet" }, h("code", {}, "syndet compare A B"), " compares the two anew and says which stretches come closest."),
  ];
}

/** The form that picks two articles by their ids, titles or outlets. */
function picker(run, a, b) {
  const form = h(
    "form",
    { class: "picker", "aria-label": "Articles to compare" },
    pick(run, "a", "First article", a),
    pick(run, "b", "Second article", b),
    h("button", { type: "submit" }, "Compare"),
    a && b ? h("a", { class: "quiet", href: pairAddress(b, a) }, "Exchange sides") : null,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = ["a", "b"].map((name) => found(run, form.elements[name]));
    if (chosen.every(Boolean)) location.hash = pairAddress(...chosen);
    else say("Pick both articles from the lists.");
  });
  return form;
}

function pick(run, name, label, article) {
  const list = h("datalist", { id: `options-${name}` });
  const input = h("input", { name, list: `options-${name}`, value: article?.id ?? "", autocomplete: "off", placeholder: "title, outlet or file", required: true });
  const fill = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren(...matching(run, words).map((one) => h("option", { value: one.id, label: plain(`${one.name} · ${called(one)}`) })));
  };
  input.addEventListener("input", () => {
    input.setCustomValidity("");
    fill();
  });
  input.addEventListener("focus", fill);
  return h("label", {}, h("span", {}, label), input, list);
}

function matching(run, words) {
  const some = [];
  for (const article of run.articles) {
    article.folded ??= folded(`${article.name}\n${article.id}\n${article.outlet ?? ""}`);
    if (words.every((word) => article.folded.includes(word)) && some.push(article) === MOST_OPTIONS) break;
  }
  return some;
}

/** The article that an input names: by its id, or as the only one that its words find. */
function found(run, input) {
  const exact = run.articles.find((article) => article.id === input.value);
  const some = exact ? [exact] : matching(run, folded(input.value).split(/\s+/).filter(Boolean));
  input.setCustomValidity(some.length === 1 ? "" : "Pick one from the list.");
  if (some.length !== 1) input.reportValidity();
  return some.length === 1 ? some[0] : null;
}
