// @ts-check
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { anchorsOf, linksOf, splitFences } from "./markdown.mjs";

/**
 * Every relative link of a document leads to a file of the repository, and its anchor to a heading.
 *
 * @param {string} root
 * @param {string} name  the document, from the root
 * @returns {{ checked: number, failures: string[] }}
 */
export function checkLinks(root, name) {
  const links = linksOf(splitFences(readFileSync(join(root, name), "utf8")).prose).filter(
    ({ target }) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target),
  );
  const failures = links.flatMap(({ target, line }) => {
    const reason = faultOf(root, name, target);
    return reason === null ? [] : [`${name}:${line}: the link ${target} ${reason}`];
  });
  return { checked: links.length, failures };
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} target
 */
function faultOf(root, name, target) {
  const [path, anchor] = target.split("#").map(decodeURIComponent);
  const file = path === "" ? join(root, name) : join(root, dirname(name), path);
  if (relative(root, file).startsWith("..")) return "leads out of the repository";
  if (!existsSync(file)) return "leads nowhere";
  if (anchor === undefined) return null;
  if (statSync(file).isDirectory() || !file.endsWith(".md")) return "has an anchor, but leads to no document";
  return anchorsOf(splitFences(readFileSync(file, "utf8")).prose).has(anchor) ? null : "has no such heading";
}
