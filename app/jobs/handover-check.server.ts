import type { ToLookAt } from "db/handover-checks.server";
import type { CheckResult, LinkLook, OwnerAnswer, SchemaLook } from "~/domain/handover-check";
import { OPENAPI_BYTES_MOST, readOpenApi } from "~/files/openapi.server";
import { FetchRefusal, type Network, safeFetch } from "./safe-fetch.server";

const LINK_LIMITS = { timeoutMs: 5000, bytesMost: 64_000 };
const SCHEMA_LIMITS = { timeoutMs: 5000, bytesMost: OPENAPI_BYTES_MOST + 1 };
const GUARDED = [401, 403, 407];

async function lookAtLink(one: ToLookAt, network?: Network): Promise<LinkLook> {
  const { artefact, place } = one;
  if (!/^https?:\/\//i.test(place)) return { artefact, place, state: "unlooked", what: "" };
  try {
    const { status } = await safeFetch(place, LINK_LIMITS, network);
    const state = status < 400 ? "resolves" : GUARDED.includes(status) ? "guarded" : "fails";
    return { artefact, place, state, what: `answered ${status}` };
  } catch (error) {
    if (!(error instanceof FetchRefusal)) throw error;
    return { artefact, place, state: "fails", what: error.message };
  }
}

async function lookAtSchema(places: readonly ToLookAt[], network?: Network): Promise<SchemaLook> {
  const place = places.find((one) => one.artefact === "api_schema")?.place ?? "";
  if (!/^https?:\/\//i.test(place))
    return { state: "unlooked", what: "The register gives no address of it." };
  try {
    const { status, body, isCut } = await safeFetch(place, SCHEMA_LIMITS, network);
    if (GUARDED.includes(status)) return { state: "unlooked", what: "Its address asks to sign in." };
    if (status >= 400) return { state: "unlooked", what: `Its address answered ${status}.` };
    if (isCut) return { state: "unlooked", what: "It is too large to be read here." };
    return await parse(body.toString("utf8"));
  } catch (error) {
    if (!(error instanceof FetchRefusal)) throw error;
    return { state: "unlooked", what: `Its address could not be read: ${error.message}.` };
  }
}

/** What is no schema at all, such as a page about one, is left to a person. */
async function parse(text: string): Promise<SchemaLook> {
  if (/^\s*</.test(text) || !/\b(openapi|swagger)\b/.test(text)) {
    return { state: "unlooked", what: "Its address leads to a page, not to the schema itself." };
  }
  const { format, problems, problemCount } = await readOpenApi(text);
  const [first] = problems;
  if (!first) return { state: "parses", what: `OpenAPI ${format}` };
  const where = first.line === null ? "" : `line ${first.line}: `;
  const more = problemCount > 1 ? `; ${problemCount - 1} more` : "";
  return { state: "broken", what: `${where}${first.message}${more}` };
}

/** Looks at everything that was handed over; what only people know is given by them. `network` is for tests. */
export async function lookBack(
  places: readonly ToLookAt[],
  owners: ReadonlyMap<string, OwnerAnswer>,
  network?: Network,
): Promise<CheckResult> {
  const [schema, ...links] = await Promise.all([
    lookAtSchema(places, network),
    ...places.map((one) => lookAtLink(one, network)),
  ]);
  return {
    links,
    schema,
    owners: places.map(({ artefact, owner }) => ({
      artefact,
      owner,
      answer: owners.get(artefact) ?? "unknown",
    })),
  };
}
