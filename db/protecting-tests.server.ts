import type { Kysely } from "kysely";
import { TEST_KINDS, type TestKind } from "~/domain/finding";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { changeOfFinding, type Held, requireHotspot, requireText } from "./hotspot-change.server";
import type { DB } from "./schema";

/** Adds a test that keeps the fix from breaking again. */
export async function addProtectingTest(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  input: { name: string; kind: string; place: string },
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    const name = requireText(input.name, "test_name", "Name the test.", 200);
    const kind = TEST_KINDS.find((known) => known === input.kind);
    if (!kind) throw invalid("test_kind", "Choose what kind of test it is.");
    const place = input.place.trim();
    if (place.length > 500) throw invalid("test_place", "Use at most 500 characters.");
    await insertTest(held, act, row.id, { name, kind, place });
    return [{ kind: "test.added", after: { test: name, kind, place } }];
  });
}

async function insertTest(
  { trx, engagement }: Held,
  act: Act,
  hotspotId: string,
  test: { name: string; kind: TestKind; place: string },
): Promise<void> {
  await trx
    .insertInto("protecting_test")
    .values({
      id: newId(),
      engagement_id: engagement.id,
      hotspot_id: hotspotId,
      ...test,
      added_by: personIdOf(act.actor),
      added_by_name: act.actor.name,
      added_at: act.at,
    })
    .execute();
}

export async function removeProtectingTest(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  testId: string,
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    const removed = await held.trx
      .deleteFrom("protecting_test")
      .where("hotspot_id", "=", row.id)
      .where("id", "=", testId)
      .returning(["name", "kind", "place"])
      .executeTakeFirst();
    if (!removed) throw notFound("test");
    const { name, kind, place } = removed;
    return [{ kind: "test.removed", before: { test: name, kind, place } }];
  });
}
