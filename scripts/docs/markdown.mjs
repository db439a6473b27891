// @ts-check
/**
 * @typedef {{ language: string, words: string[], body: string, line: number }} Fence  `line` is that of its first line of code, from 1
 */

const opening = /^(\s*)(`{3,}|~{3,})\s*([^`]*)$/;

/**
 * The fenced blocks of a document, and the rest of its text with every line in its place.
 *
 * @param {string} text
 * @returns {{ fences: Fence[], prose: string }}
 */
export function splitFences(text) {
  /** @type {Fence[]} */
  const fences = [];
  /** @type {string[]} */
  const prose = [];
  /** @type {{ mark: string, indent: number, fence: Fence, body: string[] } | null} */
  let open = null;
  for (const [k, line] of text.split("\n").entries()) {
    const [, indent, mark, info] = opening.exec(line) ?? [];
    if (open === null && mark !== undefined) {
      const [language = "", ...words] = info.trim().split(/\s+/);
      open = { mark, indent: indent.length, fence: { language, words, body: "", line: k + 2 }, body: [] };
      prose.push("");
    } else if (open !== null) {
      if (mark?.startsWith(open.mark) && info.trim() === "") {
        fences.push({ ...open.fence, body: open.body.join("\n") });
        open = null;
      } else open.body.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
      prose.push("");
    } else prose.push(line);
  }
  if (open !== null) throw new Error(`line ${open.fence.line - 1}: this fence is never closed`);
  return { fences, prose: prose.join("\n") };
}

/**
 * Targets of links and pictures: `[a](target "title")`, `[a]: target`, and `src`, `srcset` or `href` in HTML.
 *
 * @param {string} prose
 * @returns {{ target: string, line: number }[]}
 */
export function linksOf(prose) {
  const forms = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)/g,
    /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g,
    /\s(?:src|srcset|href)=["']([^"'\s]+)/g,
  ];
  return prose.split("\n").flatMap((line, k) => {
    const spoken = line.replace(/`[^`]*`/g, "");
    return forms.flatMap((form) => [...spoken.matchAll(form)].map(([, target]) => ({ target, line: k + 1 })));
  });
}

/**
 * The anchors of a document as Git hosts make them from headings (a repeated heading gets -1, -2, ...), and explicit ids.
 *
 * @param {string} prose
 * @returns {Set<string>}
 */
export function anchorsOf(prose) {
  const anchors = new Set();
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const [, heading] of prose.matchAll(/^#{1,6} +(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, id] of prose.matchAll(/\s(?:id|name)=["']([^"']+)["']/g)) anchors.add(id);
  return anchors;
}
