// What the page holds: the run as tables, and texts and passages in parcels that are opened when they are needed.

const opened = new Map();

/** A promise of what is in a parcel, read once. */
function parcel(name) {
  if (!opened.has(name)) opened.set(name, unpack(document.getElementById(name)));
  return opened.get(name);
}

async function unpack(element) {
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const stream = new Blob([bytesOf(element.textContent)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let place = 0; place < bytes.length; place++) bytes[place] = characters.charCodeAt(place);
  return bytes;
}

function objects({ columns, rows }) {
  return rows.map((row) => {
    const found = {};
    for (let place = 0; place < columns.length; place++) found[columns[place]] = row[place];
    return found;
  });
}

/** The run: its articles, clusters and links know each other as objects, not as numbers. */
async function openRun() {
  const raw = await parcel("run");
  const articles = objects(raw.articles);
  const links = objects(raw.links);
  const run = { ...raw, articles, links, clusters: raw.clusters, linksOf: new Map() };
  articles.forEach((article, place) => {
    article.place = place;
    article.outlet = article.outlet < 0 ? null : raw.outlets[article.outlet];
  });
  run.clusters.forEach((cluster, place) => readCluster(run, cluster, place));
  links.forEach((link, place) => readLink(run, link, place));
  for (const article of articles) article.cluster = run.clusters[article.cluster] ?? null;
  return run;
}

function readCluster(run, cluster, place) {
  const at = (number) => (number === null || number < 0 ? null : run.articles[number]);
  cluster.place = place;
  cluster.representative = at(cluster.id);
  cluster.members = cluster.members.map(at);
  cluster.origin.article = at(cluster.origin.article);
  cluster.origin.evidence = cluster.origin.evidence.map(([kind, text, article, weight]) => ({ kind, text, article: at(article), weight }));
  cluster.origin.chances = cluster.origin.chances.map(([article, probability]) => ({ article: at(article), probability }));
  cluster.descent = new Map(
    cluster.descent.map(([parent, outside, how, sure, copied, sources], member) => [
      cluster.members[member],
      { parent: at(parent), outside: Boolean(outside), how, sure, copied, sources: sources.map(([other, part]) => ({ article: at(other), share: part })) },
    ]),
  );
  cluster.lead = cluster.origin.article ?? cluster.representative;
  const times = cluster.members.map((article) => article.time).filter((time) => time !== null);
  cluster.first = times.length ? times.reduce((a, b) => Math.min(a, b)) : null;
  cluster.last = times.length ? times.reduce((a, b) => Math.max(a, b)) : null;
  cluster.outlets = new Set(cluster.members.map((article) => article.outlet).filter(Boolean));
}

function readLink(run, link, place) {
  link.place = place;
  link.a = run.articles[link.a];
  link.b = run.articles[link.b];
  for (const article of [link.a, link.b]) {
    if (!run.linksOf.has(article)) run.linksOf.set(article, []);
    run.linksOf.get(article).push(link);
  }
}

/** The link of two articles as the run has it, or nothing. */
function linkOf(run, a, b) {
  return run.linksOf.get(a)?.find((link) => (link.a === a ? link.b : link.a) === b);
}

/** A promise of an article's text, cut by code points; null where the page leaves it out. */
async function textOf(article) {
  if (article.parcel < 0) return null;
  const { first, items } = await parcel(`texts-${article.parcel}`);
  return new Text(items[article.place - first]);
}

/** A text whose offsets are code points, as the result counts them. */
class Text {
  constructor(text) {
    this.whole = text;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
    this.length = this.points.length;
  }

  slice(start, end) {
    const part = this.points.slice(start, end);
    return typeof part === "string" ? part : part.join("");
  }
}

const CHANGES = ["kept", "changed", "added", "dropped"];
const MIRRORED = { kept: "kept", changed: "changed", added: "dropped", dropped: "added" };

/** A promise of a link's passages, seen from `a`, each with its changes or without. */
async function passagesOf(link, a) {
  const { first, items } = await parcel(`links-${link.parcel}`);
  const [rows, changes] = items[link.place - first];
  const found = rows.map(([aStart, aEnd, bStart, bEnd, kind, score, identical, matched, ordered, quoted, boilerplate], place) => ({
    a: [aStart, aEnd],
    b: [bStart, bEnd],
    kind,
    score,
    identical,
    matched,
    ordered,
    quoted,
    boilerplate: Boolean(boilerplate),
    changes: changes === null ? null : stepsOf(changes[place], aStart, bStart),
  }));
  if (link.a !== a) found.forEach(mirror);
  return found.sort((one, other) => one.a[0] - other.a[0] || one.b[0] - other.b[0]);
}

function stepsOf(numbers, a, b) {
  const steps = [];
  for (let place = 0; place < numbers.length; place += 3) {
    const [kind, left, right] = numbers.slice(place, place + 3);
    steps.push({ kind: CHANGES[kind], a: [a, a + left], b: [b, b + right] });
    a += left;
    b += right;
  }
  return steps;
}

function mirror(passage) {
  [passage.a, passage.b] = [passage.b, passage.a];
  for (const step of passage.changes ?? []) {
    [step.a, step.b] = [step.b, step.a];
    step.kind = MIRRORED[step.kind];
  }
}
