import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientSubjectPath, emphasiseMentions, mayRemove, mentionsIn, subjectPath } from "~/domain/comment";
import { renderMarkdown } from "~/ui/markdown.server";

const priya = { id: "1", name: "Priya Raman" };
const sam = { id: "2", name: "Sam Ekpo" };
const samToo = { id: "3", name: "Sam Okafor" };
const ann = { id: "4", name: "Ann Lee" };
const annSmith = { id: "5", name: "Ann Lee-Smith" };
const dana = { id: "6", name: "Dana Reyes" };
const everybody = [priya, sam, samToo, ann, annSmith];

describe("mentions", () => {
  const idsIn = (text: string) => mentionsIn(text, everybody).people.map(({ id }) => id);

  it("finds whole names, and first names that only one person has, whatever their case", () => {
    expect(idsIn("@Priya Raman, can you look?")).toEqual(["1"]);
    expect(idsIn("Ask @priya.")).toEqual(["1"]);
    expect(idsIn("(@Sam Ekpo's branch) and @Priya!")).toEqual(["2", "1"]);
    expect(idsIn("@Priya and @Priya Raman again")).toEqual(["1"]);
  });

  it("reads the longest name that stands there", () => {
    expect(idsIn("@Ann Lee-Smith wrote it")).toEqual(["5"]);
    expect(idsIn("@Ann Lee wrote it")).toEqual(["4"]);
  });

  it("leaves alone what is no mention", () => {
    expect(idsIn("dana@priya.test, @priyanka, @ Priya, @nobody, `npm i @scope/x`")).toEqual([]);
  });

  it("says which first name several people share", () => {
    expect(mentionsIn("@Sam, please", everybody)).toMatchObject({ people: [], ambiguous: ["Sam"] });
  });

  it("tells apart who will not read it, and prefers a reader of the same first name", () => {
    expect(mentionsIn("@Dana Reyes and @Priya", [priya], [dana])).toEqual({
      people: [priya],
      ambiguous: [],
      outsiders: [dana],
    });
    const samOutside = { id: "7", name: "Sam Brook" };
    expect(mentionsIn("@Sam", [sam], [samOutside])).toMatchObject({ people: [sam], outsiders: [] });
    expect(mentionsIn("@Sam Brook", [sam], [samOutside])).toMatchObject({
      people: [],
      outsiders: [samOutside],
    });
  });

  it("never answers anybody whose name does not stand in the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...everybody), fc.string(), (before, person, after) => {
        const text = `${before}@${person.name} ${after}`;
        for (const found of mentionsIn(text, everybody).people) {
          expect(text.toLowerCase()).toContain(`@${found.name.toLowerCase().split(" ")[0]}`);
        }
      }),
    );
  });
});

describe("what a comment is shown as", () => {
  it("emphasises mentions outside code, and no names of others", () => {
    const html = renderMarkdown("@Priya and @Dana: see `@Priya` and **@priya raman**.");
    expect(emphasiseMentions(html, [priya])).toBe(
      '<p><strong class="mention">@Priya</strong> and @Dana: see <code>@Priya</code> and <strong><strong class="mention">@priya raman</strong></strong>.</p>',
    );
  });

  it("writes nothing that was not there, whatever was typed", () => {
    const odd = { id: "8", name: "<b>&\"'" };
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const html = renderMarkdown(`${text} @Priya @<b>&"' x`);
        const shown = emphasiseMentions(html, [priya, odd]);
        expect(shown.replaceAll('<strong class="mention">', "").replaceAll(/<\/strong>/g, "")).toBe(
          html.replaceAll(/<\/?strong>/g, (tag) => (tag === "<strong>" ? tag : "")),
        );
      }),
    );
  });

  it("may be removed by its author for a quarter of an hour, and always by who runs the engagement", () => {
    const minute = 60_000;
    expect(mayRemove({ isAuthor: true, runs: false }, 0, 15 * minute)).toBe(true);
    expect(mayRemove({ isAuthor: true, runs: false }, 0, 15 * minute + 1)).toBe(false);
    expect(mayRemove({ isAuthor: false, runs: false }, 0, 0)).toBe(false);
    expect(mayRemove({ isAuthor: false, runs: true }, 0, 1e12)).toBe(true);
  });

  it("leads to what it is about", () => {
    const finding = { about: "finding", subjectId: "f1", title: "A finding", phase: null } as const;
    expect(subjectPath("ENG-0001", finding)).toBe("/engagements/ENG-0001/findings/f1");
    expect(clientSubjectPath("ENG-0001", finding)).toBe("/portal/ENG-0001/findings");
    const gate = { about: "gate", subjectId: "p1", title: "The Read gate", phase: "read" } as const;
    expect(subjectPath("ENG-0001", gate)).toBe("/engagements/ENG-0001/gates/read");
    expect(clientSubjectPath("ENG-0001", gate)).toBe("/portal/ENG-0001/gates/read");
    expect(subjectPath("ENG-0001", { ...finding, title: "" })).toBeNull();
    const whole = { about: "engagement", subjectId: null, title: null, phase: null } as const;
    expect(clientSubjectPath("ENG-0001", whole)).toBeNull();
  });
});
