import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookBack } from "~/jobs/handover-check.server";

describe("a look back at addresses", () => {
  const schema = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Quotes", version: "1" },
    paths: {},
    components: {},
  });
  const server = createServer((request, response) => {
    const [status, body] = (
      {
        "/openapi.json": [200, schema],
        "/broken.json": [200, `{"openapi": "3.1.0", "paths": 7}`],
        "/page": [200, "<html>openapi</html>"],
        "/login": [401, ""],
      } as Record<string, [number, string]>
    )[request.url ?? ""] ?? [404, ""];
    response.writeHead(status).end(body);
  });
  let base = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    base = `http://register.example.test:${typeof address === "object" && address ? address.port : 0}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const network = { resolve: async () => ["127.0.0.1"], isAllowed: () => true };
  const look = (schemaAt: string) =>
    lookBack(
      [
        { artefact: "api_schema", place: schemaAt, owner: "API guild" },
        { artefact: "observability", place: `${base}/login`, owner: "Ops" },
        { artefact: "automated_tests", place: `${base}/gone`, owner: "Backend" },
        { artefact: "secrets_access", place: "a safe", owner: "Security" },
      ],
      new Map([["observability", "yes" as const]]),
      network,
    );

  it("tells what answers from what asks to sign in, is gone, or is no address", async () => {
    const { links, schema: found, owners } = await look(`${base}/openapi.json`);
    expect(links.map((link) => link.state)).toEqual(["resolves", "guarded", "fails", "unlooked"]);
    expect(found).toEqual({ state: "parses", what: "OpenAPI 3.1.0" });
    expect(owners.map((one) => one.answer)).toEqual(["unknown", "yes", "unknown", "unknown"]);
    expect((await look(`${base}/broken.json`)).schema.state).toBe("broken");
    expect((await look(`${base}/page`)).schema.state).toBe("unlooked");
    expect((await look("a drawer")).schema.state).toBe("unlooked");
  });
});
