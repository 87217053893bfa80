import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { isPublicAddress, type Network, safeFetch } from "~/jobs/safe-fetch.server";

const LIMITS = { timeoutMs: 2000, bytesMost: 64_000 };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server of the test's own; the network is told that its address is public. */
async function aServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { port };
}

const asked: string[] = [];
const here: Network = {
  resolve: async (host) => {
    asked.push(host);
    return host === "inside.example.test" ? ["10.0.0.7"] : ["127.0.0.1"];
  },
  isAllowed: (address) => address === "127.0.0.1",
};

const why = (address: string, network?: Network) =>
  safeFetch(address, LIMITS, network).then(
    () => "fetched",
    (error: Error) => error.message,
  );

describe("an address that somebody wrote down", () => {
  it("is never one that only the server can reach, however it is spelled", async () => {
    const spellings = [
      "http://127.0.0.1/",
      "http://127.1/",
      "http://0x7f.1/",
      "http://0177.0.0.1/",
      "http://2130706433/",
      "http://0x7f000001/",
      "http://１２７.0.0.1/",
      "http://0/",
      "http://[::1]/",
      "http://[::]/",
      "http://[::ffff:127.0.0.1]/",
      "http://[::ffff:7f00:1]/",
      "http://[::127.0.0.1]/",
      "http://[64:ff9b::7f00:1]/",
      "http://[2002:7f00:1::]/",
      "http://[2001:0:7f00:1::]/",
      "http://[fd00::1]/",
      "http://[fe80::1]/",
      "http://[ff02::1]/",
      "http://10.1.2.3/",
      "http://172.31.255.255/",
      "http://192.168.0.1/",
      "http://100.100.100.200/",
      "http://169.254.169.254/latest/meta-data/",
      "http://[fd00:ec2::254]/",
      "http://198.18.0.1/",
      "http://224.0.0.1/",
      "http://255.255.255.255/",
    ];
    for (const address of spellings)
      expect(`${address} ${await why(address)}`).toContain("no public address");
  });

  it("is a web address without a password", async () => {
    expect(await why("file:///etc/passwd")).toBe("it is no web address");
    expect(await why("ftp://example.org/")).toBe("it is no web address");
    expect(await why("http://me:secret@example.org/")).toBe("it carries a password");
    expect(await why("not an address")).toBe("it is no address");
  });

  it("may not have one public and one private address", async () => {
    const two: Network = { resolve: async () => ["93.184.216.34", "10.0.0.1"], isAllowed: isPublicAddress };
    expect(await why("http://two.example.test/", two)).toBe("it is no public address");
    const none: Network = { resolve: async () => Promise.reject(new Error()), isAllowed: isPublicAddress };
    expect(await why("http://none.example.test/", none)).toBe("its name is not known");
  });

  it("is resolved once and connected to as it was resolved", async () => {
    let host = "";
    const { port } = await aServer((request, response) => {
      host = request.headers.host ?? "";
      response.end("here");
    });
    asked.length = 0;
    const { status, body } = await safeFetch(`http://docs.example.test:${port}/`, LIMITS, here);
    expect([status, body.toString(), host]).toEqual([200, "here", `docs.example.test:${port}`]);
    expect(asked).toEqual(["docs.example.test"]);
  });

  it("is checked again at every redirect, of which there are three at most", async () => {
    const { port } = await aServer((request, response) => {
      const next: Record<string, string> = {
        "/in": "http://inside.example.test/secret",
        "/number": "http://2130706434/",
        "/file": "file:///etc/passwd",
        "/once": "/end",
        "/round": "/round",
      };
      const to = next[request.url ?? ""];
      response.writeHead(to ? 302 : 200, to ? { location: to } : {}).end("end");
    });
    const base = `http://docs.example.test:${port}`;
    expect(await why(`${base}/in`, here)).toBe("it is no public address");
    expect(await why(`${base}/number`, here)).toBe("it is no public address");
    expect(await why(`${base}/file`, here)).toBe("it is no web address");
    expect(await why(`${base}/round`, here)).toBe("more than 3 redirects");
    expect(await why(`${base}/once`, here)).toBe("fetched");
  });

  it("is read no further than asked, and waited for no longer", async () => {
    const { port } = await aServer((request, response) => {
      if (request.url === "/slow") return;
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(10_000)));
        response.once("drain", more);
      };
      more();
    });
    const base = `http://docs.example.test:${port}`;
    const endless = await safeFetch(`${base}/endless`, LIMITS, here);
    expect([endless.body.length, endless.isCut]).toEqual([64_000, true]);
    const slow = safeFetch(`${base}/slow`, { ...LIMITS, timeoutMs: 150 }, here);
    await expect(slow).rejects.toThrow("no answer in time");
  });
});
