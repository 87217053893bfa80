import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isArchive, pack, unpack } from "~/domain/import/archive";
import { readDecisionFiles, textsOf } from "~/domain/import/decision-files";
import { Refusal } from "~/domain/refusal";

const RECORD = "# 1. Outbox\n\nDate: 2026-03-02\n\n## Status\n\nAccepted\n\n## Decision\n\nAn outbox.\n";
const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("an archive", () => {
  it("comes out as it went in, and the same files give the same bytes", () => {
    const files = [
      { name: "0001-outbox.md", text: RECORD },
      { name: "0002-naïve.md", text: "Ünïcödé\n" },
    ];
    const packed = pack(files);
    expect(pack(files)).toEqual(packed);
    expect(isArchive(packed)).toBe(true);
    const out = unpack("a.zip", packed).map(({ name, bytes }) => ({
      name,
      text: new TextDecoder().decode(bytes),
    }));
    expect(out).toEqual(files);
  });

  it("leaves out folders and what systems put beside the files", () => {
    const packed = zip({ "a/": "", "a/1.md": "x", "__MACOSX/a/._1.md": "x", "a/.DS_Store": "x" });
    expect(unpack("a.zip", packed).map((file) => file.name)).toEqual(["a/1.md"]);
  });

  it("that would be too much when unpacked is refused while it unpacks", () => {
    const bomb = zip({ "zeros.md": "0".repeat(21 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(refusal(() => unpack("bomb.zip", bomb))).toContain("more than 20 MB");
    // An archive that lies about the size of what it holds is noticed all the same.
    const liar = Uint8Array.from(bomb);
    const view = new DataView(liar.buffer);
    view.setUint32(22, 10, true);
    expect(refusal(() => unpack("liar.zip", liar))).toContain("more than 20 MB");
    const many = zip(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`${at}.md`, "x"])));
    expect(refusal(() => unpack("many.zip", many))).toContain("more than 500 files");
  });

  it("that is cut off or damaged is refused in words", () => {
    const packed = zip({ "1.md": RECORD.repeat(500) });
    expect(refusal(() => unpack("cut.zip", packed.subarray(0, 60)))).toContain("could not be unpacked");
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, 40, 60);
    expect(refusal(() => unpack("broken.zip", broken))).toContain("could not be unpacked");
  });
});

describe("files given as decision records", () => {
  it("are labelled without a way out of their folder, whatever the archive says", () => {
    const bytes = zip({ "../../etc/0001-outbox.md": RECORD, "..\\0002-outbox.md": RECORD });
    expect(textsOf([{ name: "up.zip", bytes }]).map((file) => file.name)).toEqual([
      "0002-outbox.md",
      "etc/0001-outbox.md",
    ]);
  });

  it("have the same names in an archive, a folder, or by themselves", () => {
    const alone = textsOf([{ name: "0001-outbox.md", bytes: strToU8(RECORD) }]);
    const within = textsOf([{ name: "a.zip", bytes: zip({ "docs/adr/0001-outbox.md": RECORD }) }]);
    expect(within).toEqual(alone);
  });

  it("are refused one by one when they are none", () => {
    const picture = { name: "drawing.png", bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) };
    const files = readDecisionFiles(
      textsOf([
        picture,
        { name: "0001.md", bytes: strToU8(RECORD) },
        { name: "README.md", bytes: strToU8("# Hi\n") },
      ]),
    );
    expect(files.map((file) => [file.name, file.fault === null])).toEqual([
      ["0001.md", true],
      ["README.md", false],
      ["drawing.png", false],
    ]);
    expect(files[2]?.fault).toBe("It is no Markdown file.");
  });
});
