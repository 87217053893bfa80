import type { Act } from "db/act";
import { addDeliverable, removeDeliverable } from "db/checklist.server";
import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { editDeliverable } from "db/deliverables.server";
import { addEvidence } from "db/evidence.server";
import { declineGate, requestGate, signGate } from "db/gates.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { type PortalPage, readPortal } from "db/portal.server";
import { readPortalAsOf } from "db/portal-as-of.server";
import { movePromisedDate, undoMove } from "db/promises.server";
import { setStatus } from "db/status.server";
import { completeChecklist, deliverablesOf, openGate, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";
import { addDays, type CalendarDate, daysBetween, shortDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";

const DAY = 86_400_000;

/** What was to be seen, without what depends on who looked before. */
const seen = ({ stage, answer, phases, moves, rail }: PortalPage) => ({
  stage,
  answer,
  moves,
  // The day is named where it is not today.
  rail: { ...rail, title: "", dayLabel: undefined },
  phases: phases.map((phase) => ({
    ...phase,
    deliverables: [...phase.deliverables]
      .map(({ id: _id, ...rest }) => rest)
      .sort((a, b) => a.title.localeCompare(b.title)),
  })),
});

describeEachDatabase("the portal as of a past day", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  it("is what was to be seen on each day of an engagement with everything in it", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    let day: CalendarDate = TODAY;
    let moment = 0;
    const by = (actor: Actor): Act => actBy(actor, day, AT + daysBetween(TODAY, day) * DAY + ++moment * 1000);
    const row = async (index: number) => {
      const found = (await deliverablesOf(db, code, "read"))[index];
      if (!found) throw new Error("The template has no such deliverable.");
      return found;
    };
    const put = async (index: number, to: "done" | "doing" | "todo") => {
      const { id, status } = await row(index);
      const evidence = { kind: "note" as const, url: null, note: "Seen.", isVisible: true };
      await setStatus(db, by(lead), code, { id, to, from: status, reason: null, evidence });
    };
    const shown = async (index: number, isVisible: boolean, title?: string) => {
      const it = await row(index);
      await editDeliverable(db, by(lead), code, it.id, {
        title: title ?? it.title,
        notes: it.notes,
        ownerId: null,
        dueOn: it.due_on,
        isVisible,
        requiresEvidence: it.requires_evidence === 1,
        version: it.version,
      });
    };
    const move = (kind: "read" | "document", toOn: string) =>
      movePromisedDate(db, by(lead), code, {
        kind,
        edge: "finish",
        toOn,
        cause: "discovery",
        sentence: "More was found than we knew.",
        seq: null,
      });
    let added = "";
    const days: (() => Promise<unknown>)[] = [
      async () => startPhase(db, by(lead), code, { kind: "read", startOn: day }),
      async () => {
        await put(0, "done");
        await shown(1, false);
        added = await addDeliverable(db, by(lead), code, "read", {
          title: "Carrier sandbox looked at",
          notes: "",
          ownerId: null,
          dueOn: day,
          isVisible: true,
          requiresEvidence: false,
        });
      },
      async () => {
        await handClock(db, by(lead), code, { holder: "client", why: "Access is with your security team." });
        await move("read", addDays(TODAY, 7));
      },
      async () => {
        await handClock(db, by(lead), code, { holder: "us", why: "Access is there." });
        await shown(1, true, "Another title");
        await removeDeliverable(db, by(lead), code, added);
        await undoMove(db, by(lead), code, await move("document", "2026-06-12"));
        await move("document", "2026-05-29");
        await addEvidence(
          db,
          by(lead),
          code,
          { of: "deliverable", id: (await row(0)).id },
          {
            kind: "note",
            url: null,
            note: "A second proof",
            isVisible: true,
          },
        );
      },
      async () => pauseEngagement(db, by(lead), code, "Your team moves offices."),
      async () => resumeEngagement(db, by(lead), code, { shift: null }),
      async () => {
        await put(0, "doing");
        await completeChecklist(db, by(lead), code, "read");
        await requestGate(db, by(lead), code, "read");
      },
      async () => {
        const { requestId } = await openGate(db, code, AT);
        await declineGate(db, by(client), code, {
          kind: "read",
          requestId,
          reason: "The archive is missing.",
        });
      },
      async () => requestGate(db, by(lead), code, "read"),
      async () => {
        const act = by(client);
        await signGate(db, act, code, { kind: "read", ...(await openGate(db, code, act.at)), name: "Dana" });
      },
      async () => startPhase(db, by(lead), code, { kind: "stabilise", startOn: day }),
    ];
    const kept: { on: CalendarDate; page: ReturnType<typeof seen> }[] = [];
    for (const tell of days) {
      await tell();
      const at = AT + daysBetween(TODAY, day) * DAY + 12 * 3_600_000;
      kept.push({
        on: day,
        page: seen(await readPortal(db, client, code, { at, today: day, isNoted: false })),
      });
      day = addDays(day, 1);
    }
    for (const { on, page } of kept) {
      const then = await readPortalAsOf(db, client, code, on);
      expect({ on, ...seen(then) }).toEqual({ on, ...page });
      expect(then.rail.dayLabel).toBe(shortDate(on));
    }
  });

  it("shows no day on which the client could see nothing yet", async () => {
    const { db } = database;
    const { code, client } = await anEngagement(db);
    const before = readPortalAsOf(db, client, code, addDays(TODAY, -1));
    expect(await refusalOf(before)).toMatchObject({ kind: "invalid", field: "on" });
    expect((await readPortalAsOf(db, client, code, TODAY)).frame.code).toBe(code);
  });

  it("shows nothing that was ours alone then, and is hidden from who may not see the portal", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    const [first] = await deliverablesOf(db, code, "read");
    if (!first) throw new Error("The template is empty.");
    const fields = { notes: "", ownerId: null, dueOn: null, requiresEvidence: false };
    const id = await addDeliverable(db, actBy(lead), code, "read", {
      ...fields,
      title: "internal-marker",
      isVisible: false,
    });
    await editDeliverable(db, actBy(lead, addDays(TODAY, 1), AT + DAY), code, id, {
      ...fields,
      title: "For everybody",
      isVisible: true,
      version: 1,
    });
    expect(JSON.stringify(await readPortalAsOf(db, client, code, TODAY))).not.toContain("internal-marker");
    expect(JSON.stringify(await readPortalAsOf(db, client, code, TODAY))).not.toContain("For everybody");
    const stranger = await aPerson(db, "client");
    expect(await refusalOf(readPortalAsOf(db, stranger, code, TODAY))).toMatchObject({ kind: "not_found" });
  });
});
