const DECODINGS = 4;

/** What a browser drops or reads as something else: control and format characters, and the backslash. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u;

/** Whether the path stays on this site however a browser or a proxy reads it. */
function isOwnPath(path: string): boolean {
  if (!path.startsWith("/") || HIDDEN.test(path) || path.includes("//")) return false;
  const base = "http://phaseline.invalid";
  if (!URL.canParse(path, base)) return false;
  const url = new URL(path, base);
  return url.origin === base && !url.pathname.startsWith("//");
}

/** Every reading of a path that was percent-encoded once or more; undefined when it cannot be decoded. */
function readings(path: string): string[] | undefined {
  const all = [path];
  for (let round = 0; round < DECODINGS; round++) {
    const last = all.at(-1) ?? "";
    let next: string;
    try {
      next = decodeURIComponent(last);
    } catch {
      return undefined;
    }
    if (next === last) return all;
    all.push(next);
  }
  return undefined;
}

/** The address to go on to when it is a path of this site, else the fallback. Refuses what is merely doubtful. */
export function safeRedirect(to: unknown, fallback: string): string {
  if (typeof to !== "string" || to.length > 2000 || HIDDEN.test(to)) return fallback;
  const path = to.split(/[?#]/, 1)[0] ?? "";
  const all = readings(path);
  return all?.every(isOwnPath) ? to : fallback;
}
