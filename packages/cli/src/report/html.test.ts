import { expect, test } from "vitest";
import { html, trusted } from "./html.ts";

test("text is escaped, in elements and in attributes", () => {
  expect(html`<p title="${`"'`}">${"a < b & c > d"}</p>`.text).toBe(
    '<p title="&quot;&#39;">a &lt; b &amp; c &gt; d</p>',
  );
});

test("HTML within HTML is kept", () => {
  expect(html`<b>${html`<i>${"<"}</i>`}</b>${trusted("<hr>")}`.text).toBe("<b><i>&lt;</i></b><hr>");
});

test("lists are joined; null, undefined and false vanish; zero stays", () => {
  expect(html`${[1, "a", html`<b></b>`]}|${null}${undefined}${false}|${0}`.text).toBe("1a<b></b>||0");
});
