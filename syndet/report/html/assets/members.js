// The members of a cluster as a list, each with a bar of where its text came from.

/** The parts of a member's text: what it has from whom, and what is its own. */
function parts(cluster, article) {
  const { sources, copied, outside } = cluster.descent.get(article);
  const found = sources.map(({ article: other, share }, place) => ({ share, name: called(other), tone: other === cluster.origin.article ? "origin" : Math.min(place + 1, 4) }));
  const rest = copied - found.reduce((sum, part) => sum + part.share, 0);
  if (rest > 0.005) found.push({ share: rest, name: outside ? (cluster.origin.name ?? "outside") : "others here", tone: 4 });
  return { found, own: Math.max(0, 1 - copied) };
}

/** "94 % from Meridian Wire, 6 % its own" as pieces of text. */
function partWords(cluster, article) {
  const { found, own } = parts(cluster, article);
  const pieces = found.map(({ share, name }) => [`${percent(share)} from `, foreign(name)]);
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
    found.map((part) => piece(part.share, part.tone)),
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
    bar(cluster, article),
    h("p", { class: "parts" }, partWords(cluster, article)),
    h("p", { class: "file" }, foreign(article.id)),
  );
}
