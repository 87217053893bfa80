import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { visibleTo } from "db/scope.server";
import S3rver from "s3rver";
import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FILE_BYTES_MOST } from "~/domain/file";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const sha256Of = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

interface Place {
  code: string;
  deliverable: string;
}

/** Everything that lies in a folder, as paths below it. */
function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** A server with somebody signed in who may bring evidence, and what they may bring it of. */
class Site {
  cookie = "";
  own: Place = { code: "", deliverable: "" };
  foreign: Place = { code: "", deliverable: "" };

  constructor(readonly server: RunningServer) {}

  async signIn(role: "lead" | "client"): Promise<void> {
    const { db } = this.server.database;
    const email = `${role}@demo.phaseline.test`;
    this.cookie = cookieHeader(await sessionOf(this.server.database, email));
    const person = await db
      .selectFrom("person")
      .select(["id", "name", "email", "role"])
      .where("email", "=", email)
      .executeTakeFirstOrThrow();
    const rows = await db
      .selectFrom("deliverable")
      .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
      .select(["engagement.code", "deliverable.id as deliverable", "deliverable.is_visible"])
      .where("engagement.stage", "=", "active")
      .where("deliverable.is_visible", "=", 1)
      .execute();
    const seen = await db
      .selectFrom("engagement")
      .select("code")
      .where(visibleTo({ ...person, companyIds: [] }))
      .execute();
    const codes = new Set(seen.map((row) => row.code));
    this.own = rows.find((row) => codes.has(row.code)) ?? this.own;
    this.foreign = rows.find((row) => !codes.has(row.code)) ?? this.foreign;
  }

  get filesFolder(): string {
    return join(this.server.dataDir, "files");
  }

  pathOf({ code, deliverable }: Place): string {
    return `/engagements/${code}/deliverables/${deliverable}`;
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.server.origin, ...init.headers };
    return fetch(`${this.server.origin}${path}`, { redirect: "manual", ...init, headers });
  }

  post(files: readonly File[], fields: Record<string, string> = {}, place = this.own): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries({ intent: "add_evidence", ...fields }))
      body.append(name, value);
    for (const file of files) body.append("file", file);
    return this.ask(this.pathOf(place), { method: "POST", body });
  }

  /** Posts a file whose name is written into the request as it is. */
  postNamed(name: Buffer | string, content: Buffer | string): Promise<Response> {
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="intent"\r\n\r\nadd_evidence\r\n'),
      Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="'),
      Buffer.from(name),
      Buffer.from('"\r\nContent-Type: text/html\r\n\r\n'),
      Buffer.from(content),
      Buffer.from("\r\n--b--\r\n"),
    ]);
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    return this.ask(this.pathOf(this.own), { method: "POST", body, headers });
  }

  /** The files that the last post brought, the latest first. */
  async latest(count = 1) {
    return this.server.database.db
      .selectFrom("evidence")
      .innerJoin("file", "file.id", "evidence.file_id")
      .select(["evidence.id", "file.name", "file.type", "file.sha256", "file.size"])
      .orderBy("evidence.id", "desc")
      .limit(count)
      .execute();
  }

  async count(): Promise<number> {
    const { db } = this.server.database;
    const row = await db
      .selectFrom("file")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  get(id: string, query = "", place = this.own): Promise<Response> {
    return this.ask(`/engagements/${place.code}/evidence/${id}${query}`);
  }
}

describe("files on this machine", () => {
  let site: Site;
  beforeAll(async () => {
    site = new Site(await startServer());
    await site.signIn("lead");
  });
  afterAll(() => site?.server.stop());

  it("go up several at once, are kept once however often they come, and come down as they were", async () => {
    const answer = await site.post([
      new File([PNG], "picture.png", { type: "text/html" }),
      new File(["# Runbook"], "runbook.md"),
      new File([PNG], "again.png"),
    ]);
    expect(answer.status).toBe(303);
    const files = await site.latest(3);
    expect(files.map((file) => file.name).sort()).toEqual(["again.png", "picture.png", "runbook.md"]);
    const stored = filesIn(site.filesFolder);
    for (const bytes of [PNG, "# Runbook"]) {
      expect(stored.filter((name) => name === sha256Of(bytes))).toHaveLength(1);
    }
    expect(filesIn(join(site.filesFolder, "incoming"))).toEqual([]);
    const picture = files.find((file) => file.name === "picture.png");
    const down = await site.get(picture?.id ?? "");
    expect(Buffer.from(await down.arrayBuffer()).equals(PNG)).toBe(true);
    expect(Object.fromEntries(down.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(PNG.length),
      "content-disposition": "attachment; filename=\"picture.png\"; filename*=UTF-8''picture.png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "cache-control": "private, no-cache, no-transform",
      etag: `"${sha256Of(PNG)}"`,
    });
    const again = await site.ask(`/engagements/${site.own.code}/evidence/${picture?.id}`, {
      headers: { "if-none-match": `"${sha256Of(PNG)}"` },
    });
    expect(again.status).toBe(304);
    const shown = await site.get(picture?.id ?? "", "?preview=1");
    expect(shown.headers.get("content-disposition")).toMatch(/^inline/);
    await shown.body?.cancel();
    const markdown = files.find((file) => file.name === "runbook.md");
    const text = await site.get(markdown?.id ?? "", "?preview=1");
    expect(text.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await text.text()).toBe("# Runbook");
    const page = await site.get(`${markdown?.id}/view`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<h2>Runbook</h2>");
  });

  it.each([
    ["a page", "x.html", "<!doctype html><script>alert(1)</script>"],
    ["a drawing", "x.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ["a drawing with a prologue", "x.svg", '<?xml version="1.0"?><svg onload="alert(1)"/>'],
    [
      "a picture that is a page too",
      "x.html",
      Buffer.concat([PNG, Buffer.from("<script>alert(1)</script>")]),
    ],
    ["a script", "x.js", "alert(1)"],
    ["a program", "x.png", Buffer.from("4d5a90000300000004000000ffff0000", "hex")],
    ["bytes", "x.svg", Buffer.from([0, 1, 2, 3, 254, 255])],
  ])("that are active elsewhere are not here: %s", async (_, name, content) => {
    expect((await site.post([new File([content], name)])).status).toBe(303);
    const [file] = await site.latest();
    for (const query of ["", "?preview=1"]) {
      const answer = await site.get(file?.id ?? "", query);
      const type = answer.headers.get("content-type") ?? "";
      expect(type).toMatch(/^(text\/plain; charset=utf-8|application\/octet-stream|image\/png)$/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
      const disposition = query && type === "image/png" ? /^inline/ : /^attachment/;
      expect(answer.headers.get("content-disposition")).toMatch(disposition);
      await answer.body?.cancel();
    }
  });

  it.each([
    ["../../../etc/passwd", "passwd"],
    ["..\\..\\boot.ini", "boot.ini"],
    ["a%0D%0ASet-Cookie: stolen=1%0D%0A.txt", "aSet-Cookie_ stolen=1.txt"],
    ["say %22hello%22.txt", "say _hello_.txt"],
    ["annex\u202Egnp.exe", "annexgnp.exe"],
    ["semi;colon=1.txt", "semi;colon=1.txt"],
    [".htaccess", "htaccess"],
  ])("by the name of %s are kept as %s", async (name, kept) => {
    expect((await site.postNamed(name, "x")).status).toBe(303);
    const [file] = await site.latest();
    expect(file?.name).toBe(kept);
    const answer = await site.get(file?.id ?? "");
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''\S+$/,
    );
    for (const stored of filesIn(site.filesFolder)) expect(stored).toMatch(/^[0-9a-f]{64}$/);
  });

  it("of the largest size go up, and one byte more is refused beside its field with nothing left", async () => {
    const largest = Buffer.alloc(FILE_BYTES_MOST, 7);
    expect((await site.post([new File([largest], "largest.bin")])).status).toBe(303);
    const before = { rows: await site.count(), files: filesIn(site.filesFolder).sort() };
    expect(before.files).toContain(sha256Of(largest));
    const larger = new File([Buffer.alloc(FILE_BYTES_MOST + 1, 8)], "larger.bin");
    const refused = await site.post([new File(["fine"], "fine.txt"), larger], { note: "Both of them" });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("“larger.bin” is larger than 25 MB");
    expect(page).toContain('value="Both of them"');
    expect(await site.count()).toBe(before.rows);
    expect(filesIn(site.filesFolder).sort()).toEqual(before.files);
  });

  it("more than a form takes are refused at once", async () => {
    const path = site.pathOf(site.own);
    const { hostname, port } = new URL(site.server.origin);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${site.server.origin}\r\ncookie: ${site.cookie}\r\n` +
            "content-type: multipart/form-data; boundary=b\r\ncontent-length: 900000000\r\n\r\n",
        );
      });
      socket.once("data", (chunk) => {
        resolve(chunk.toString());
        socket.destroy();
      });
      socket.once("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it("that break off leave nothing", async () => {
    const rows = await site.count();
    const before = filesIn(site.filesFolder).sort();
    const { hostname, port } = new URL(site.server.origin);
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST ${site.pathOf(site.own)} HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${site.server.origin}\r\ncookie: ${site.cookie}\r\n` +
          "content-type: multipart/form-data; boundary=b\r\ncontent-length: 20000000\r\n\r\n" +
          '--b\r\nContent-Disposition: form-data; name="intent"\r\n\r\nadd_evidence\r\n' +
          '--b\r\nContent-Disposition: form-data; name="file"; filename="half.bin"\r\n\r\n',
      );
      socket.write(Buffer.alloc(3_000_000, 1));
    });
    const incoming = join(site.filesFolder, "incoming");
    await expect.poll(() => filesIn(incoming).length, { timeout: 8000 }).toBe(1);
    socket.destroy();
    await expect.poll(() => filesIn(incoming).length, { timeout: 8000 }).toBe(0);
    expect(await site.count()).toBe(rows);
    expect(filesIn(site.filesFolder).sort()).toEqual(before);
  });

  it("of others are not there, neither to read nor to bring", async () => {
    await site.post([new File(["mine"], "mine.txt")]);
    const [mine] = await site.latest();
    const unknown = await site.get("00000000-0000-7000-8000-000000000000");
    const through = await site.get(mine?.id ?? "", "", site.foreign);
    const nowhere = await site.get(mine?.id ?? "", "", { code: "ENG-9999", deliverable: "" });
    expect([unknown.status, through.status, nowhere.status]).toEqual([404, 404, 404]);
    expect(await through.text()).toBe(await nowhere.text());
    const rows = await site.count();
    expect((await site.post([new File(["x"], "x.txt")], {}, site.foreign)).status).toBe(404);
    expect(await site.count()).toBe(rows);
    const signedOut = await fetch(`${site.server.origin}/engagements/${site.own.code}/evidence/${mine?.id}`, {
      redirect: "manual",
    });
    expect(signedOut.status).toBe(302);
  });

  it("are the client's to see only where they are shown", async () => {
    const client = new Site(site.server);
    await client.signIn("client");
    const of = client.own;
    const admin = new Site(site.server);
    admin.cookie = cookieHeader(await sessionOf(site.server.database, "admin@demo.phaseline.test"));
    await admin.post([new File(["shown"], "shown.txt")], { is_visible: "on" }, of);
    const [shown] = await admin.latest();
    await admin.post([new File(["ours"], "ours.txt")], {}, of);
    const [ours] = await admin.latest();
    const read = (id = "") => client.ask(`/portal/${of.code}/evidence/${id}`);
    expect(await (await read(shown?.id)).text()).toBe("shown");
    const hidden = await read(ours?.id);
    const unknown = await read("00000000-0000-7000-8000-000000000000");
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    expect(await hidden.text()).toBe(await unknown.text());
    expect((await client.get(shown?.id ?? "", "", of)).status).toBe(404);
    const portal = await (await client.ask(`/portal/${of.code}`)).text();
    expect(portal).toContain(`/portal/${of.code}/evidence/${shown?.id}`);
    expect(portal).not.toContain("ours.txt");
    expect((await client.post([new File(["x"], "x.txt")], {}, of)).status).toBe(404);
  });
});

describe("files in an S3-compatible store", () => {
  let folder: string;
  let store: S3rver;
  let site: Site;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "phaseline-s3-"));
    store = new S3rver({
      port: 0,
      address: "127.0.0.1",
      silent: true,
      directory: folder,
      configureBuckets: [{ name: "evidence", configs: [] }],
    });
    const { port } = await store.run();
    const server = await startServer({
      FILES_URL: `s3://evidence/phaseline?endpoint=http://127.0.0.1:${port}&region=eu-west-2`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
    });
    site = new Site(server);
    await site.signIn("lead");
  });
  afterAll(async () => {
    await site?.server.stop();
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("go up, come down, and are missed where they are gone", async () => {
    expect((await site.post([new File([PNG], "a.png"), new File(["text"], "b.txt")])).status).toBe(303);
    const files = await site.latest(2);
    const stored = readdirSync(folder, { recursive: true }).map(String);
    expect(
      stored.some((path) => path.includes(`phaseline/${sha256Of(PNG).slice(0, 2)}/${sha256Of(PNG)}`)),
    ).toBe(true);
    expect(filesIn(site.filesFolder)).toEqual([]);
    for (const file of files) {
      const answer = await site.get(file.id);
      expect(answer.status).toBe(200);
      expect(sha256Of(Buffer.from(await answer.arrayBuffer()))).toBe(file.sha256);
    }
    rmSync(join(folder, "evidence", "phaseline"), { recursive: true });
    expect((await site.get(files[0]?.id ?? "")).status).toBe(404);
  });
});
