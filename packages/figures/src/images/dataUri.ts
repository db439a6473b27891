/** The bytes of a PNG file as a data URI. */
export function dataUri(png: Uint8Array): string {
  let text = "";
  // In pieces: a call takes only some ten thousand arguments.
  for (let i = 0; i < png.length; i += 8192) text += String.fromCharCode(...png.subarray(i, i + 8192));
  return `data:image/png;base64,${btoa(text)}`;
}
