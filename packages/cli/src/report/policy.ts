/** Forbids everything from outside, and every script: what a report promises, the browser holds it to. */
export const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
