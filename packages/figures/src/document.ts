let made: Document | undefined;

/**
 * The document that charts are drawn in: the page's own in a browser; in Node one of happy-dom, made at the first
 * call and kept.
 */
export function chartDocument(): Document {
  if (typeof document !== "undefined") return document;
  made ??= makeDocument();
  return made;
}

function makeDocument(): Document {
  // Not an import: happy-dom takes 0.3 s to load, which a program that draws nothing should not pay, and a bundler
  // for browsers must not find it. `require` keeps the charts synchronous.
  const { createRequire } = process.getBuiltinModule("node:module");
  const { Window } = createRequire(import.meta.url)("happy-dom") as typeof import("happy-dom");
  return new Window().document as unknown as Document;
}
