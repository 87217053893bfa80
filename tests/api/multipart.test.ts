import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FILES } from "db/seed/file-content";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  FILE_BYTES_MOST,
  isOpenApi,
  MARKDOWN_TYPE,
  OPENAPI_JSON_TYPE,
  OPENAPI_YAML_TYPE,
} from "~/domain/file";
import { boundaryOf, MalformedForm, readMultipart } from "~/files/multipart.server";
import { readOpenApi } from "~/files/openapi.server";
import { withReceivedForm } from "~/files/receive.server";
import { sniffType } from "~/files/sniff.server";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "phaseline-receive-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function partsOf(bytes: Uint8Array, boundary: string, sizes: readonly number[] = [64 * 1024]) {
  const parts: { name: string; fileName: string | null; bytes: Buffer }[] = [];
  for await (const { name, fileName, data } of readMultipart(inPieces(bytes, sizes), boundary)) {
    const chunks: Buffer[] = [];
    for await (const chunk of data) chunks.push(Buffer.from(chunk));
    parts.push({ name, fileName, bytes: Buffer.concat(chunks) });
  }
  return parts;
}

describe("a form of several parts", () => {
  test("is read as it was written, wherever the network cut it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.uint8Array({ maxLength: 300 })), {
          maxLength: 4,
        }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (files, sizes) => {
          const form = new FormData();
          form.append("intent", "add_evidence");
          for (const [name, bytes] of files) form.append("file", new File([bytes.slice()], name));
          const request = new Request("http://localhost/", { method: "POST", body: form });
          const boundary = boundaryOf(request.headers.get("content-type") ?? "") ?? "";
          const body = new Uint8Array(await request.arrayBuffer());
          const read = await partsOf(body, boundary, sizes);
          expect(read.map((part) => part.bytes.toString("hex"))).toEqual([
            Buffer.from("add_evidence").toString("hex"),
            ...files.map(([, bytes]) => Buffer.from(bytes).toString("hex")),
          ]);
        },
      ),
      { numRuns: 150 },
    );
  });

  const one = (disposition: string) =>
    Buffer.from(
      `--b\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/html\r\n\r\nhello\r\n--b--\r\n`,
    );

  test.each([
    ['form-data; name="file"; filename="a;b=c.png"', "a;b=c.png"],
    ['form-data; name="file"; filename="../../etc/passwd"', "../../etc/passwd"],
    ['form-data; name="file"; filename="say %22hello%22.txt"', 'say "hello".txt'],
    ['form-data; name="file"; filename="say \\"hello\\".txt"', 'say "hello".txt'],
    ['form-data; name="file"; filename="a%0D%0Ab.txt"', "a\r\nb.txt"],
    ['form-data; name="file"; filename="ends with \\"', "ends with \\"],
    ["form-data; name=file; filename=plain.txt", "plain.txt"],
    ['form-data; name="file"; filename="日本語.png"', "日本語.png"],
    ['form-data; name="file"; filename=""', ""],
    ['form-data; name="file"', null],
  ])("%s names the file %j", async (disposition, fileName) => {
    expect(await partsOf(one(disposition), "b")).toMatchObject([{ name: "file", fileName }]);
  });

  test.each([
    ["nothing", ""],
    ["no boundary", "hello"],
    ["an end before the end", '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nhel'],
    ["a part without a name", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"],
    ["a part without a head", "--b\r\n\r\nx\r\n--b--"],
    ["something behind a boundary", "--bx\r\n\r\n--b--"],
    ["a head without an end", `--b\r\n${"x".repeat(20_000)}`],
  ])("%s is refused", async (_, text) => {
    await expect(partsOf(Buffer.from(text), "b")).rejects.toThrow(MalformedForm);
  });
});

describe("what arrives", () => {
  const post = (form: FormData) => new Request("http://localhost/", { method: "POST", body: form });

  test("lies in a folder until the request is answered, and never longer", async () => {
    const form = new FormData();
    form.append("note", "Three of them");
    form.append("file", new File(["# Runbook"], "../run\u202Ebook.md"));
    form.append("file", new File([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")], "x.html"));
    await withReceivedForm(post(form), folder, async ({ formData, files }) => {
      // The contents of the files tell this form from another, the files themselves stay outside of it.
      expect([...formData.keys()]).toEqual(["note", "received_sha256", "received_sha256"]);
      expect(formData.getAll("received_sha256")).toEqual(files().map(({ sha256 }) => sha256));
      expect(files()).toMatchObject([
        { name: "runbook.md", size: 9, type: MARKDOWN_TYPE },
        { name: "x.html", size: 16, type: "image/png" },
      ]);
      expect(readFileSync(files()[0]?.path ?? "", "utf8")).toBe("# Runbook");
      expect(readdirSync(folder)).toHaveLength(2);
    });
    expect(readdirSync(folder)).toEqual([]);
    const failing = withReceivedForm(post(form), folder, async () => {
      throw new Error("the database is away");
    });
    await expect(failing).rejects.toThrow("the database is away");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is refused by its name when it is a byte too large, and read to its end", async () => {
    const form = new FormData();
    form.append("file", new File([new Uint8Array(FILE_BYTES_MOST + 1)], "large.bin"));
    form.append("note", "after it");
    await withReceivedForm(post(form), folder, async ({ formData, files }) => {
      expect(formData.get("note")).toBe("after it");
      expect(() => files()).toThrow("“large.bin” is larger than 25 MB");
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["does not say where its parts end", "multipart/form-data", "x"],
    ["has a boundary and no body", "multipart/form-data; boundary=b", undefined],
  ])("is malformed, and no fault of ours, in a form that %s", async (_, type, body) => {
    const init: RequestInit = { method: "POST", headers: { "content-type": type } };
    if (body !== undefined) init.body = body;
    const request = new Request("http://localhost/", init);
    await expect(withReceivedForm(request, folder, async () => "run")).rejects.toMatchObject({ status: 400 });
  });

  test("is forgotten when the sender goes away in the middle", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf';
        controller.enqueue(new TextEncoder().encode(head));
      },
      pull(controller) {
        controller.error(new Error("aborted"));
      },
    });
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "multipart/form-data; boundary=b" },
    };
    const receiving = withReceivedForm(new Request("http://localhost/", init), folder, async () => "run");
    await expect(receiving).rejects.toMatchObject({ status: 400 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the files of the sample firm", () => {
  test.each(FILES.slice(0, 4).map((file) => [file.name, file] as const))(
    "%s is what it says",
    async (name, file) => {
      const path = join(folder, "told");
      const bytes = file.bytes();
      writeFileSync(path, bytes);
      expect(await sniffType(path, name, bytes.byteLength)).toBe(file.type);
      rmSync(path);
      if (!isOpenApi(file.type)) return;
      const reading = await readOpenApi(Buffer.from(bytes).toString("utf8"));
      expect(reading).toMatchObject({ title: "Depot bookings", problems: [], operationCount: 5 });
    },
  );
});

describe("the type of a file", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  test.each<[string, string, Buffer | string, string]>([
    ["a picture with the name of a page", "page.html", png, "image/png"],
    ["a page with the name of a picture", "x.png", "<html><script>alert(1)</script>", "text/plain"],
    ["an SVG", "x.svg", '<?xml version="1.0"?><svg onload="alert(1)"/>', "text/plain"],
    ["an SVG without a prologue", "x.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"],
    [
      "a picture that is also a page",
      "x.html",
      Buffer.concat([png, Buffer.from("<script>alert(1)</script>")]),
      "image/png",
    ],
    ["a page that begins like a PDF", "x.html", "%PDF-1.4<script>", "application/pdf"],
    ["Markdown by its name", "notes.MD", "# Notes", MARKDOWN_TYPE],
    [
      "a binary with the name of Markdown",
      "notes.md",
      Buffer.from([0, 1, 2, 0xff]),
      "application/octet-stream",
    ],
    ["text with a NUL", "a.txt", "a\0b", "application/octet-stream"],
    ["text that is not UTF-8", "a.txt", Buffer.from([0x66, 0xfc, 0x72]), "application/octet-stream"],
    ["OpenAPI in YAML", "api.txt", "# ours\nopenapi: 3.1.0\ninfo: {}\n", OPENAPI_YAML_TYPE],
    ["Swagger in YAML", "api", 'swagger: "2.0"\n', OPENAPI_YAML_TYPE],
    ["OpenAPI in JSON", "x.json", '{"info":{},"openapi":"3.0.3"}', OPENAPI_JSON_TYPE],
    ["JSON that only speaks of it", "x.json", '{"a":{"openapi":"3.0.3"}}', "text/plain"],
    ["YAML that only speaks of it", "x.yml", "about:\n  openapi: 3.0.0\n", "text/plain"],
    ["Markdown that shows some", "x.md", "openapi: 3.0.0", MARKDOWN_TYPE],
    ["a table", "x.csv", "a,b\n1,2\n", "text/plain"],
  ])("%s", async (_, name, bytes, type) => {
    const path = join(folder, "sniffed");
    writeFileSync(path, bytes);
    expect(await sniffType(path, name, Buffer.byteLength(bytes))).toBe(type);
    rmSync(path);
  });
});
