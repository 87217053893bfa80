import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** IPv4 that is private, loopback, link-local (cloud metadata lives there), shared, documentation, or not one host. */
const CLOSED_V4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** What is not to be reached within the global part of IPv6: tunnels that hide an IPv4 address, and documentation. */
const CLOSED_V6: readonly [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [net, bits] of CLOSED_V4) closed.addSubnet(net, bits, "ipv4");
for (const [net, bits] of CLOSED_V6) closed.addSubnet(net, bits, "ipv6");
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** Whether an address belongs to the public internet; IPv4 dressed as IPv6 does not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  return family === 6 && globalV6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

export interface Fetched {
  status: number;
  /** At most as many bytes as were asked for. */
  body: Buffer;
  isCut: boolean;
}

/** Why an address was not fetched, in words for who gave it. */
export class FetchRefusal extends Error {
  override name = "FetchRefusal";
}

export interface FetchLimits {
  /** Milliseconds for the whole way, redirects included. */
  timeoutMs: number;
  /** Bytes of the body. */
  bytesMost: number;
}

/** How names become addresses, and which of these may be asked; tests bring their own. */
export interface Network {
  resolve(host: string): Promise<readonly string[]>;
  isAllowed(address: string): boolean;
}

const PUBLIC: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  isAllowed: isPublicAddress,
};

const REDIRECTS_MOST = 3;

/**
 * Asks a web address that somebody wrote down, from the server, without letting it reach what only the server can:
 * the name is resolved once, every address it has is checked, and the connection goes to the one that was checked.
 * A redirect is a new address and is checked like the first.
 * @throws FetchRefusal with the reason in words
 */
export async function safeFetch(
  address: string,
  limits: FetchLimits,
  network: Network = PUBLIC,
): Promise<Fetched> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const tooLate = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new FetchRefusal("no answer in time")), { once: true });
  });
  const asked = follow(address, limits, network, signal);
  // Whichever loses the race has nobody else who listens to it.
  asked.catch(() => undefined);
  return Promise.race([asked, tooLate]);
}

async function follow(
  address: string,
  limits: FetchLimits,
  network: Network,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = requireWebAddress(address);
  for (let redirects = 0; ; redirects += 1) {
    const pinned = await requireAllowed(url, network);
    const answer = await ask(url, pinned, signal);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status < 300 || status >= 400 || !location) return readBody(answer, status, limits.bytesMost);
    answer.destroy();
    if (redirects >= REDIRECTS_MOST) throw new FetchRefusal(`more than ${REDIRECTS_MOST} redirects`);
    if (!URL.canParse(location, url)) throw new FetchRefusal("it leads to no address");
    url = requireWebAddress(new URL(location, url).href);
  }
}

function requireWebAddress(address: string): URL {
  if (!URL.canParse(address)) throw new FetchRefusal("it is no address");
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new FetchRefusal("it is no web address");
  if (url.username || url.password) throw new FetchRefusal("it carries a password");
  return url;
}

/** The address to connect to. Numbers in any spelling are dotted by now: the parser of addresses has seen to that. */
async function requireAllowed(url: URL, network: Network): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [host] : await network.resolve(host).catch(() => []);
  const [first] = addresses;
  if (!first) throw new FetchRefusal("its name is not known");
  if (!addresses.every((one) => network.isAllowed(one))) throw new FetchRefusal("it is no public address");
  return first;
}

function ask(url: URL, pinned: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(pinned);
  const toPinned: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [{ address: pinned, family }]);
    else done(null, pinned, family);
  };
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      agent: false,
      lookup: toPinned,
      signal,
      headers: { "user-agent": "Phaseline", accept: "*/*", "accept-encoding": "identity" },
    });
    request.once("response", resolve);
    request.once("error", (error) => reject(new FetchRefusal(wordsOf(error))));
    request.end();
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection broke off",
  ETIMEDOUT: "no answer in time",
  ABORT_ERR: "no answer in time",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is its own",
};

function wordsOf(error: NodeJS.ErrnoException): string {
  return WORDS[error.code ?? ""] ?? "it could not be reached";
}

async function readBody(answer: IncomingMessage, status: number, most: number): Promise<Fetched> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= most) break;
    }
  } catch {
    throw new FetchRefusal("the connection broke off");
  } finally {
    answer.destroy();
  }
  return { status, body: Buffer.concat(chunks).subarray(0, most), isCut: length >= most };
}
