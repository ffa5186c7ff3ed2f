/** What is packed into the page: base64 of gzip, in an element that is no script. */

/** The bytes of an element, unpacked as they are read. */
export function packed(element: HTMLElement): ReadableStream<Uint8Array> {
  const text = atob(element.textContent!.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}

/** The JSON in the element of an id. */
export async function packedJson(id: string): Promise<unknown> {
  return JSON.parse(await new Response(packed(document.getElementById(id)!)).text());
}
