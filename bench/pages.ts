import { Agent, request as httpRequest } from "node:http";
import type { Filled } from "./fill";
import { inTurns, median, printRatio, printSample, type Sample } from "./measure";
import { startBareHttp } from "./servers";

const PAGE_GOAL = 1.25;
const GROWTH_GOAL = 1.3;
const CONFIRM_GOAL = 5;

interface Answer {
  status: number;
  body: Buffer;
  etag: string | undefined;
}

export const agent = new Agent({ keepAlive: true });

function get(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, host: "127.0.0.1", port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks),
          etag: response.headers.etag,
        }),
      );
    });
    request.on("error", reject).end();
  });
}

export const PAGES = {
  pipeline: (filled: Filled) => ({ path: "/pipeline", cookie: filled.manager }),
  board: (filled: Filled) => ({ path: "/pipeline?view=board", cookie: filled.manager }),
  timeline: (filled: Filled) => ({ path: "/pipeline?view=timeline", cookie: filled.manager }),
  list: (filled: Filled) => ({ path: "/engagements", cookie: filled.manager }),
  review: (filled: Filled) => ({ path: "/review", cookie: filled.manager }),
  engagement: (filled: Filled) => ({ path: `/engagements/${filled.scaled.code}`, cookie: filled.manager }),
  portal: (filled: Filled) => ({ path: `/portal/${filled.scaled.code}`, cookie: filled.client }),
};
export type PageName = keyof typeof PAGES;

/** The pages that are to come near to the floor; the others are told beside it. */
const HELD: readonly PageName[] = ["pipeline", "engagement", "portal"];

const medianOf = (samples: readonly Sample[], name: string) =>
  median(samples.find((sample) => sample.name === name)?.times ?? []);

/** A page at every size beside its two floors: Remix alone rendering the same, and node:http sending the same bytes. */
export async function benchPage(name: PageName, fills: readonly Filled[], turns: number): Promise<void> {
  console.log(`\n${name}`);
  const work: Record<string, () => Promise<unknown>> = {};
  const bare: { close(): void }[] = [];
  for (const filled of fills) {
    const { path, cookie } = PAGES[name](filled);
    const headers = { cookie, accept: "text/html" };
    const whole = await get(filled.port, path, headers);
    const floor = await get(filled.bareRemixPort, path, headers);
    if (whole.status !== 200 || floor.status !== 200) {
      throw new Error(`${path} answered ${whole.status}, its floor ${floor.status}`);
    }
    const bytes = await startBareHttp(whole.body);
    bare.push(bytes);
    console.log(`  at ${filled.size}: ${(whole.body.length / 1024).toFixed(1)} KiB of HTML`);
    work[`page at ${filled.size}`] = () => get(filled.port, path, headers);
    work[`bare Remix page at ${filled.size}`] = () => get(filled.bareRemixPort, path, headers);
    work[`bare node:http, same bytes, at ${filled.size}`] = () => get(bytes.port, path, headers);
  }
  const samples = await inTurns(turns, work);
  for (const sample of samples) printSample(sample);
  for (const { size } of fills) {
    const ratio = medianOf(samples, `page at ${size}`) / medianOf(samples, `bare Remix page at ${size}`);
    const goal = { goal: `≤ ${PAGE_GOAL}`, isReached: ratio <= PAGE_GOAL };
    printRatio(`page ÷ bare Remix page at ${size}`, ratio, HELD.includes(name) ? goal : undefined);
  }
  const [least, most] = [fills[0], fills.at(-1)];
  if (least && most && least !== most) {
    const growth = medianOf(samples, `page at ${most.size}`) / medianOf(samples, `page at ${least.size}`);
    const goal = { goal: `≤ ${GROWTH_GOAL}`, isReached: growth <= GROWTH_GOAL };
    printRatio(`page at ${most.size} ÷ at ${least.size}`, growth, goal);
  }
  for (const server of bare) server.close();
}

/** Client navigation: the loader's answer made anew, beside an unchanged one confirmed by 304. */
export async function benchConfirmation(name: PageName, filled: Filled, turns: number): Promise<void> {
  console.log(`\n${name}, client navigation (.data) at ${filled.size}`);
  const { path, cookie } = PAGES[name](filled);
  const address = `${path}.data`;
  const { status, etag } = await get(filled.port, address, { cookie });
  if (status !== 200 || !etag) throw new Error(`${address} answered ${status} without an ETag`);
  const again = await get(filled.port, address, { cookie, "if-none-match": etag });
  if (again.status !== 304) throw new Error(`${address}, unchanged, answered ${again.status}`);
  const samples = await inTurns(turns, {
    whole: () => get(filled.port, address, { cookie }),
    "confirmed by 304": () => get(filled.port, address, { cookie, "if-none-match": etag }),
  });
  for (const sample of samples) printSample(sample);
  const ratio = medianOf(samples, "whole") / medianOf(samples, "confirmed by 304");
  printRatio("whole ÷ confirmed", ratio, { goal: `≥ ${CONFIRM_GOAL}`, isReached: ratio >= CONFIRM_GOAL });
}
