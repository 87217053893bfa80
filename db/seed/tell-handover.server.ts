import { addDays, addWorkingDays, workingDayOnOrAfter } from "~/domain/calendar";
import { ARTEFACTS, type Artefact } from "~/domain/deliverable";
import { CHECK_DAYS, type CheckDay, type CheckResult, checkDueOn } from "~/domain/handover-check";
import { acceptArtefact, saveArtefact } from "../artefacts.server";
import { saveClosing } from "../closings.server";
import { readArtefacts } from "../gate-facts.server";
import { findHandoverOn, listToLookAt, recordCheck, type ToLookAt } from "../handover-checks.server";
import { ARTEFACT_TEXTS, CLOSINGS, MISSING_TEXTS } from "./handover-content";
import type { Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";

/** Calendar days. */
const LATELY = 30;

/** A chance of its own, so that nothing else of the story depends on it. */
const chanceOf = (scene: Scene, what: string) => seededRandom(`${what} of ${scene.code}`);

/** The lead fills the register before the last gate is asked for; what was verified before stays as it is. */
export async function verifyRegister(scene: Scene): Promise<void> {
  const random = chanceOf(scene, "register");
  const { domain, slug } = scene.place;
  const named = (text: string) => text.replaceAll("{domain}", domain).replaceAll("{slug}", slug);
  const left = random() < 0.2 ? MISSING_TEXTS[Math.floor(random() * MISSING_TEXTS.length)] : undefined;
  const known = await readArtefacts(scene.db, { engagementId: scene.engagementId });
  for (const kind of ARTEFACTS) {
    const texts = ARTEFACT_TEXTS[kind];
    const text = texts[Math.floor(random() * texts.length)];
    const row = known.find((one) => one.kind === kind);
    if (!text || row?.verified_on || row?.missing_reason) continue;
    const isLeft = left?.artefact === kind;
    await saveArtefact(scene.db, scene.clock.actAfter(scene.lead, 3), scene.code, {
      kind,
      place: isLeft ? "" : named(text.place),
      ownerAfter: isLeft ? "" : text.owner,
      howVerified: isLeft ? "" : text.how,
      verifiedOn: isLeft ? null : scene.clock.today,
      missingReason: isLeft ? left.reason : null,
      version: row?.version ?? 0,
    });
  }
}

/** The client takes over what was verified, on the day on which they signed; now and then one is still to be read. */
export async function acceptRegister(scene: Scene): Promise<void> {
  const random = chanceOf(scene, "acceptance");
  for (const row of await readArtefacts(scene.db, { engagementId: scene.engagementId })) {
    if (!row.verified_on || random() < 0.08) continue;
    const act = scene.clock.actAfter(scene.contact, 2);
    await acceptArtefact(scene.db, act, scene.code, { kind: row.kind, version: row.version });
  }
}

/** What comes after the hand-over: how it ended in words, and the looks back that have been due. */
export async function tellAfterHandover(scene: Scene, title: string): Promise<void> {
  const handedOverOn = await findHandoverOn(scene.db, scene.engagementId);
  if (!handedOverOn) return;
  const random = chanceOf(scene, "after");
  const closing = CLOSINGS[title];
  const closedOn = addWorkingDays(handedOverOn, 4 + Math.floor(random() * 8), scene.calendar);
  if (closing && closedOn < scene.untilOn) {
    scene.clock.begin(closedOn);
    await saveClosing(scene.db, scene.clock.act(scene.lead), scene.code, { ...closing, version: 0 });
  }
  for (const day of CHECK_DAYS) {
    const dueOn = checkDueOn(handedOverOn, day);
    const on = workingDayOnOrAfter(addDays(dueOn, Math.floor(random() * 9)), scene.calendar);
    // One that fell due lately is still to be done.
    if (addDays(dueOn, LATELY) >= scene.untilOn || on >= scene.untilOn) return;
    scene.clock.begin(on);
    await lookBack(scene, day, random);
  }
}

async function lookBack(scene: Scene, day: CheckDay, random: () => number): Promise<void> {
  const act = scene.clock.act(scene.lead);
  const places = await listToLookAt(scene.db, act, scene.code, day);
  const gone = random() < 0.3 ? pick(places, random)?.artefact : undefined;
  const broken = random() < 0.2 ? pick(places, random)?.artefact : undefined;
  await recordCheck(scene.db, act, scene.code, day, foundAt(places, gone, broken));
}

const pick = <T>(from: readonly T[], random: () => number): T | undefined =>
  from[Math.floor(random() * from.length)];

function foundAt(
  places: readonly ToLookAt[],
  gone: Artefact | undefined,
  broken: Artefact | undefined,
): CheckResult {
  return {
    links: places.map(({ artefact, place }) => {
      if (!place.startsWith("https:")) return { artefact, place, state: "unlooked", what: "" };
      if (artefact === broken) return { artefact, place, state: "fails", what: "answered 404" };
      if (artefact === "api_schema") return { artefact, place, state: "resolves", what: "answered 200" };
      return { artefact, place, state: "guarded", what: "answered 401" };
    }),
    schema:
      broken === "api_schema"
        ? { state: "unlooked", what: "Its address answered 404." }
        : { state: "parses", what: "OpenAPI 3.1" },
    owners: places.map(({ artefact, owner }) => ({
      artefact,
      owner,
      answer: artefact === gone ? "no" : "yes",
    })),
  };
}
