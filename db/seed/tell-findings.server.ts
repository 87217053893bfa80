import type { Actor } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { listChain } from "../chain.server";
import { type FindingRow, recordFinding, settleFinding } from "../findings.server";
import { acceptHotspot, markHotspot, measureHotspot, writeFix } from "../hotspots.server";
import { addMeasure, listMeasures, takeMeasure } from "../measures.server";
import { addProtectingTest } from "../protecting-tests.server";
import {
  FINDINGS,
  type FindingText,
  FRESH_FINDINGS,
  FRESH_MEASURES,
  HOTSPOTS,
  type HotspotFindingText,
  MEASURES,
  type MeasureText,
} from "./finding-content";
import type { Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";

/** What Read of one engagement finds, and what becomes of it. */
interface Tale {
  hotspots: HotspotFindingText[];
  findings: FindingText[];
  measures: MeasureText[];
  /** The client keeps the cheapest hotspot as it is. */
  isOneAccepted: boolean;
}

const tales = new WeakMap<Scene, Tale>();

function endingOf(language: string): string {
  if (/python/i.test(language)) return "py";
  return /\bgo\b/i.test(language) ? "go" : "ts";
}

async function taleOf(scene: Scene): Promise<Tale> {
  const known = tales.get(scene);
  if (known) return known;
  const { origin, profile } = await scene.db
    .selectFrom("engagement")
    .select(["origin", "profile"])
    .where("id", "=", scene.engagementId)
    .executeTakeFirstOrThrow();
  const ending = endingOf((JSON.parse(profile) as { language?: string }).language ?? "");
  // A chance of its own, so that nothing else of the story depends on it.
  const random = seededRandom(`findings of ${scene.code}`);
  const pick = <T>(from: readonly T[], low: number, high: number): T[] => {
    const rest = [...from];
    const count = low + Math.floor(random() * (high - low + 1));
    return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat();
  };
  const told = <T>(texts: T[]): T[] => JSON.parse(JSON.stringify(texts).replaceAll("{ext}", ending)) as T[];
  const isFresh = origin === "fresh";
  const tale: Tale = {
    hotspots: isFresh ? [] : told(pick(HOTSPOTS, 3, 5)),
    findings: told(isFresh ? pick(FRESH_FINDINGS, 2, 3) : pick(FINDINGS, 2, 3)),
    measures: isFresh ? pick(FRESH_MEASURES, 2, 2) : pick(MEASURES, 2, 4),
    isOneAccepted: random() < 0.25,
  };
  tales.set(scene, tale);
  return tale;
}

const act = (scene: Scene, actor: Actor, minutes = 7) => scene.clock.actAfter(actor, minutes);

async function findingOf(scene: Scene, title: string): Promise<FindingRow | undefined> {
  return scene.db
    .selectFrom("finding")
    .selectAll()
    .where("engagement_id", "=", scene.engagementId)
    .where("title", "=", title)
    .executeTakeFirst();
}

/** Everything that is due by the end of a phase; a hotspot is known by its place in the tale. */
type Work = (scene: Scene, tale: Tale) => Promise<void>;

const record =
  (isMine: (at: number) => boolean): Work =>
  async (scene, tale) => {
    const texts = [...tale.hotspots, ...tale.findings];
    for (const [at, text] of texts.entries()) {
      if (!isMine(at) || (await findingOf(scene, text.title))) continue;
      const { title, severity, area, body, place, isVisible } = text;
      const by = scene.workers[at % scene.workers.length] ?? scene.lead;
      const fields = { title, severity, area, body, place, isVisible };
      await recordFinding(scene.db, act(scene, by), scene.code, fields);
    }
  };

const rank: Work = async (scene, tale) => {
  for (const { title, hotspot } of tale.hotspots) {
    const finding = await findingOf(scene, title);
    if (!finding || (await hotspotOf(scene, title))) continue;
    await markHotspot(scene.db, act(scene, scene.lead, 3), scene.code, finding.id, hotspot.before);
  }
};

const measureBefore: Work = async (scene, tale) => {
  const known = await listMeasures(scene.db, scene.engagementId, { onlyVisible: false });
  for (const { title, unit, better, before, how } of tale.measures) {
    if (known.some((measure) => measure.title === title)) continue;
    const fields = { title, unit, better, isVisible: true };
    const id = await addMeasure(scene.db, act(scene, scene.lead, 2), scene.code, fields);
    const taken = { edge: "before", value: before, on: scene.clock.today, how, version: 1 } as const;
    await takeMeasure(scene.db, act(scene, scene.lead, 12), scene.code, id, taken);
  }
};

const measureAfter: Work = async (scene, tale) => {
  for (const measure of await listMeasures(scene.db, scene.engagementId, { onlyVisible: false })) {
    const text = tale.measures.find(({ title }) => title === measure.title);
    if (!text || !measure.before || measure.after) continue;
    const { after, how } = text;
    const { version } = measure;
    const taken = { edge: "after", value: after, on: scene.clock.today, how, version } as const;
    await takeMeasure(scene.db, act(scene, scene.lead, 12), scene.code, measure.id, taken);
  }
};

async function hotspotOf(scene: Scene, title: string) {
  const chain = await listChain(scene.db, scene.engagementId, { onlyVisible: false });
  return chain.find((row) => row.title === title);
}

const mend =
  (isMine: (at: number) => boolean): Work =>
  async (scene, tale) => {
    const { clock, code, contact, db, lead } = scene;
    for (const [at, { title, hotspot }] of tale.hotspots.entries()) {
      const row = isMine(at) ? await hotspotOf(scene, title) : undefined;
      if (!row || row.fixedOn || row.accepted) continue;
      if (tale.isOneAccepted && at === tale.hotspots.length - 1) {
        const reason = "The part is replaced next year; until then we live with it.";
        const written = { reason, byName: contact.name, on: clock.today, version: row.version };
        await acceptHotspot(db, act(scene, lead), code, row.findingId, written);
        await settle(scene, title, "accepted", reason);
        continue;
      }
      const fix = { fix: hotspot.fix, fixedOn: clock.today, version: row.version };
      await writeFix(db, act(scene, lead), code, row.findingId, fix);
    }
  };

const protect =
  (isMine: (at: number) => boolean): Work =>
  async (scene, tale) => {
    for (const [at, { title, hotspot }] of tale.hotspots.entries()) {
      const row = isMine(at) ? await hotspotOf(scene, title) : undefined;
      if (!row?.fixedOn || row.tests.length > 0) continue;
      await addProtectingTest(scene.db, act(scene, scene.lead), scene.code, row.findingId, hotspot.test);
      await settle(scene, title, "resolved", "Fixed, and held by a test that fails without the fix.");
    }
  };

const measureHours =
  (isMine: (at: number) => boolean): Work =>
  async (scene, tale) => {
    for (const [at, { title, hotspot }] of tale.hotspots.entries()) {
      const row = isMine(at) ? await hotspotOf(scene, title) : undefined;
      if (!row?.fixedOn || row.minutesAfter !== null) continue;
      const measured = { hours: hotspot.after, measuredOn: scene.clock.today, version: row.version };
      await measureHotspot(scene.db, act(scene, scene.lead), scene.code, row.findingId, measured);
    }
  };

async function settle(
  scene: Scene,
  title: string,
  status: "resolved" | "accepted",
  resolution: string,
): Promise<void> {
  const finding = await findingOf(scene, title);
  if (finding?.status !== "open") return;
  const settled = { status, resolution, version: finding.version };
  await settleFinding(scene.db, act(scene, scene.lead, 4), scene.code, finding.id, settled);
}

const settleOthers =
  (isMine: (at: number) => boolean): Work =>
  async (scene, tale) => {
    for (const [at, text] of tale.findings.entries()) {
      if (isMine(at)) {
        await settle(scene, text.title, text.isAccepted ? "accepted" : "resolved", text.resolution);
      }
    }
  };

const all = () => true;

/** The work that has to be there before the gate of a phase is asked for. */
const DUE: Record<PhaseKind, readonly Work[]> = {
  read: [record(all), rank, measureBefore],
  stabilise: [mend(all), protect(all)],
  extend: [settleOthers((at) => at % 2 === 0)],
  document: [measureHours(all), measureAfter, settleOthers(all)],
};

/** What happens to findings and measures on one working day of a phase; `length` is the phase's in working days. */
export async function tellFindings(
  scene: Scene,
  kind: PhaseKind,
  day: number,
  length: number,
): Promise<void> {
  const tale = await taleOf(scene);
  const count = tale.hotspots.length;
  /** Hotspots one after the other over the phase, each on a day of its own. */
  const onItsDay = (late: number) => (at: number) =>
    day === 2 + late + Math.floor((at * Math.max(1, length - 4)) / Math.max(1, count));
  const works: readonly Work[] =
    kind === "read"
      ? day === 1
        ? [record((at) => at % 2 === 0)]
        : day === 2
          ? [record(all), rank, measureBefore]
          : []
      : kind === "stabilise"
        ? [protect(onItsDay(1)), mend(onItsDay(0))]
        : kind === "extend"
          ? [
              ...(day === 4 ? [settleOthers((at) => at % 2 === 0)] : []),
              measureHours((at) => at % 2 === 0 && onItsDay(3)(at)),
            ]
          : day === 3
            ? [measureHours(all), settleOthers(all)]
            : [];
  for (const work of works) await work(scene, tale);
}

/** Does what is still due before the gate of a phase is asked for. */
export async function finishFindings(scene: Scene, kind: PhaseKind): Promise<void> {
  const tale = await taleOf(scene);
  for (const work of DUE[kind]) await work(scene, tale);
}
