// The members of a cluster as a list, each with a bar of where its text came from.

/** The parts of a member's text: what it has from or with whom, and what is its own. */
function parts(cluster, article) {
  const { sources } = cluster.descent.get(article);
  const known = cluster.origin.article !== null;
  const found = sources.map(({ article: other, share }, place) => ({
    share,
    other,
    name: other ? called(other) : "others here",
    from: known && other === cluster.origin.article,
    tone: place + 1,
  }));
  const taken = found.reduce((sum, part) => sum + part.share, 0);
  return { found, own: Math.max(0, 1 - taken) };
}

/** "94 % from Meridian Wire, 6 % its own" as pieces of text. */
function partWords(cluster, article) {
  const { found, own } = parts(cluster, article);
  if (article === cluster.origin.article) return ["The likely origin: what the others share with it counts as its own."];
  const pieces = found.map(({ share, name, from }) => [`${percent(share)} ${from ? "from" : "shared with"} `, foreign(name)]);
  return [...pieces, [`${percent(own)} its own`]].map((piece, place) => [place ? ", " : "", piece]);
}

function bar(cluster, article) {
  const { found, own } = parts(cluster, article);
  let x = 0;
  const piece = (share, tone) => {
    const part = s("rect", { x: 1000 * x, y: 0, width: Math.max(0, 1000 * share - 3), height: 10, class: `tone-${tone}` });
    x += share;
    return part;
  };
  return s(
    "svg",
    { class: "bar", viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    found.map((part) => piece(part.share, part.from ? "origin" : Math.min(part.tone, 4))),
    own > 0 ? piece(own, "own") : null,
  );
}

function members(cluster) {
  const first = earliest(cluster);
  const byTime = (a, b) => (a.time ?? Infinity) - (b.time ?? Infinity) || a.place - b.place;
  const leads = (article) => (article === cluster.origin.article ? 0 : 1);
  const sorted = [...cluster.members].sort((a, b) => leads(a) - leads(b) || byTime(a, b));
  return growing(sorted, (article) => member(cluster, article, first), { name: "articles", attributes: { class: "members" } });
}

function member(cluster, article, first) {
  const { parent, sources } = cluster.descent.get(article);
  const other = parent ?? sources.find((source) => source.article)?.article ?? (article === cluster.lead ? null : cluster.lead);
  const later = first ? lag(article, first) : "";
  return h(
    "li",
    { class: article === cluster.origin.article ? "member first" : "member" },
    h("h3", {}, other ? h("a", { href: pairAddress(other, article) }, foreign(article.name)) : foreign(article.name)),
    h("p", { class: "about" }, foreign(called(article)), article.words ? ` · ${article.words}` : "", later ? h("span", { class: "lag" }, ` · ${later}`) : null, article.url ? [" · ", outward(article.url)] : null),
    article === cluster.origin.article ? null : bar(cluster, article),
    h("p", { class: "parts" }, partWords(cluster, article)),
    h("p", { class: "file" }, foreign(article.id)),
  );
}
