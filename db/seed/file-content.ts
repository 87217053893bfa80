import { crc32, deflateSync } from "node:zlib";
import type { PhaseKind } from "~/domain/phase";

/** A file that somebody of the sample firm put up, and when in which phase. */
export interface FileText {
  code: string;
  kind: PhaseKind;
  /** Working day of the phase, from 1. */
  day: number;
  name: string;
  type: string;
  note: string;
  isVisible: boolean;
  bytes: () => Uint8Array;
}

const text = (lines: readonly string[]) => () => new TextEncoder().encode(`${lines.join("\n")}\n`);

const RUNBOOK = text([
  "# Runbook: bookings are slow",
  "",
  "For whoever is on call. Written so that nobody has to know the service by heart.",
  "",
  "## How you notice",
  "",
  "- The alert *bookings p95 over 800 ms* has fired, or",
  "- the depot team says that the slot picker spins.",
  "",
  "## First five minutes",
  "",
  "1. Open the dashboard *Bookings, golden signals*. Is it all endpoints, or only `GET /slots`?",
  "2. Only slots: look at the panel *carrier feed age*. Over ten minutes means that the feed is late, not we.",
  "3. All endpoints: look at *connections in use*. At 40 the pool is empty: restart one worker at a time.",
  "",
  "| What you see | What it is | What to do |",
  "| --- | --- | --- |",
  "| Feed age over 10 min | Carrier is late | Tell the depot, wait |",
  "| Pool at 40 | A query holds connections | Restart workers, keep the trace |",
  "| Neither | Something new | Call the second line |",
  "",
  "## Afterwards",
  "",
  "Write two lines into the incident log, also when it went away by itself.",
]);

const OPENAPI = text([
  "openapi: 3.0.3",
  "info:",
  "  title: Depot bookings",
  "  version: 1.4.0",
  "  description: Slots at the depots, and who has booked them.",
  "paths:",
  "  /slots:",
  "    get:",
  "      summary: Free slots of a depot on a day",
  "      parameters:",
  "        - { name: depot, in: query, required: true, schema: { type: string } }",
  "        - { name: day, in: query, required: true, schema: { type: string, format: date } }",
  "      responses:",
  '        "200": { description: The slots that are free }',
  "  /bookings:",
  "    get:",
  "      summary: Bookings of a carrier, the latest first",
  "      responses:",
  '        "200": { description: A page of bookings }',
  "    post:",
  "      summary: Book a slot",
  "      responses:",
  '        "201": { description: Booked }',
  '        "409": { description: Somebody else was faster }',
  "  /bookings/{id}:",
  "    parameters:",
  "      - { name: id, in: path, required: true, schema: { type: string } }",
  "    get:",
  "      summary: One booking",
  "      responses:",
  '        "200": { description: The booking }',
  "    delete:",
  "      summary: Give a slot back",
  "      responses:",
  '        "204": { description: The slot is free again }',
]);

const ENDPOINTS = text([
  "endpoint,calls a day,p95 in ms,errors in 1000",
  "GET /slots,41200,910,3",
  "GET /bookings,18800,340,1",
  "POST /bookings,6400,620,14",
  "GET /bookings/{id},5900,120,0",
  "DELETE /bookings/{id},310,180,2",
  "POST /carriers/import,24,8400,41",
]);

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A picture of bars, drawn here so that it is nobody else's: dark before the fix, light after it. */
function barChart(heights: readonly number[], fixedFrom: number): Uint8Array {
  const [width, height, step] = [heights.length * 16 + 16, 120, 16];
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(width + 1);
    for (const [index, bar] of heights.entries()) {
      const isInside = height - 8 - y <= bar && y < height - 8;
      if (isInside) row.fill(index < fixedFrom ? 1 : 2, 1 + 12 + index * step, 1 + 12 + index * step + 10);
    }
    if (y === height - 8) row.fill(3, 1 + 8, 1 + width - 8);
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from("ffffff4a3f8c8fb8a8333333", "hex")),
    // Not packed: the same bytes whatever the library that packs.
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 0 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const LATENCY = () => barChart([72, 80, 66, 91, 88, 95, 84, 99, 41, 38, 33, 36, 30, 28], 8);

const TYPES = {
  runbook: { name: "runbook-slow-bookings.md", type: "text/markdown", bytes: RUNBOOK },
  openApi: { name: "depot-bookings.openapi.yaml", type: "application/vnd.oai.openapi", bytes: OPENAPI },
  endpoints: { name: "endpoints-one-day.csv", type: "text/plain", bytes: ENDPOINTS },
  latency: { name: "p95-two-weeks.png", type: "image/png", bytes: LATENCY },
} as const;

/** What was put up as evidence in the sample firm, on three of its engagements. */
export const FILES: readonly FileText[] = [
  {
    ...TYPES.endpoints,
    code: "ENG-0042",
    kind: "read",
    day: 2,
    note: "One day of traffic, counted at the gateway",
    isVisible: false,
  },
  {
    ...TYPES.openApi,
    code: "ENG-0042",
    kind: "stabilise",
    day: 4,
    note: "The schema as it is served, not as it was meant",
    isVisible: true,
  },
  {
    ...TYPES.latency,
    code: "ENG-0042",
    kind: "stabilise",
    day: 7,
    note: "p95 of bookings, two weeks: the fix went out on the ninth day",
    isVisible: true,
  },
  { ...TYPES.runbook, code: "ENG-0042", kind: "extend", day: 5, note: "", isVisible: true },
  {
    ...TYPES.latency,
    code: "ENG-0044",
    kind: "stabilise",
    day: 6,
    note: "p95 of the search, two weeks, before and after the index",
    isVisible: true,
  },
  {
    ...TYPES.latency,
    code: "ENG-0045",
    kind: "stabilise",
    day: 6,
    note: "Seconds behind the newest event, two weeks",
    isVisible: false,
  },
];
