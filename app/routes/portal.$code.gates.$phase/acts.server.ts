import { type ActionFunctionArgs, data } from "@remix-run/node";
import type { Act } from "db/act";
import { countAttempt } from "db/attempts.server";
import { declineGate, signGate } from "db/gates.server";
import { sendSignCode } from "db/sign-codes.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { readSession } from "~/auth/session.server";
import type { PhaseKind } from "~/domain/phase";
import { isFresh, typedCode } from "~/domain/sign-proof";
import { announceGateDecided, announceReceipt, letterHead } from "~/jobs/announce.server";
import { signCodeLetter } from "~/jobs/letters";
import type { FormErrors, FormValues } from "~/ui/field";
import { parseForm, typedValues } from "~/ui/form.server";

interface Gate {
  code: string;
  kind: PhaseKind;
}

const refuse = ({ errors, values }: { errors: FormErrors; values: FormValues }) =>
  data({ errors, values }, { status: 422 });

const requestId = z.string({ error: "Open the gate again." }).max(100);
const signForm = z.object({
  request_id: requestId,
  fingerprint: z.string({ error: "Open the gate again." }).max(64),
  name: lineField("Type your name to sign."),
  code: z.string().max(20, "The code has six digits.").optional(),
  again: z.string().optional(),
});
const declineForm = z.object({
  request_id: requestId,
  reason: z
    .string({ error: "Tell us what is missing, so that we can mend it." })
    .trim()
    .min(1, "Tell us what is missing, so that we can mend it.")
    .max(2000, "Use at most 2,000 characters."),
});

const QUARTER_HOUR = 15 * 60_000;
/** Codes that one person is sent, and wrong ones that they may type, within a quarter of an hour. */
const CODES = 5;
const TRIES = 10;

/** Signs, or answers what the form still lacks; a session that is not fresh is mailed a code first. */
export async function sign(
  { context, request }: ActionFunctionArgs,
  act: Act,
  gate: Gate,
  formData: FormData,
) {
  const form = parseForm(signForm, formData);
  if (!form.ok) return refuse(form);
  const { request_id, fingerprint, name, again } = form.value;
  const session = await readSession(context, request);
  const sessionStartedAt = session?.startedAt ?? 0;
  const code = typedCode(form.value.code ?? "") || null;
  if (!isFresh(sessionStartedAt, act.at)) {
    const { id, email } = act.actor;
    const ask = (text: string) =>
      refuse({ errors: { code: [text] }, values: { ...typedValues(formData), code: "" } });
    if (!code || again) {
      const isWithin = await countAttempt(context.db, `sign_code:${id}`, act.at, CODES, QUARTER_HOUR);
      if (!isWithin)
        return ask("We have sent you several codes. Use the newest, or wait a quarter of an hour.");
      const head = await letterHead(context);
      await sendSignCode(context.db, act, gate.code, gate.kind, (secret, engagement) =>
        signCodeLetter(head, { name: act.actor.name, ...engagement, phase: gate.kind, secret }),
      );
      return ask(`We have mailed a code to ${email}. Type it here, then press the button again.`);
    }
    const isWithin = await countAttempt(context.db, `sign_try:${id}`, act.at, TRIES, QUARTER_HOUR);
    if (!isWithin)
      return ask("That was tried too often. Wait a quarter of an hour, then have a new code sent.");
  }
  const input = {
    kind: gate.kind,
    requestId: request_id,
    fingerprint: fingerprint || null,
    name,
    proof: { sessionStartedAt, code },
  };
  await signGate(context.db, act, gate.code, input, async (trx) => {
    await announceGateDecided({ ...context, db: trx }, act, gate.code, gate.kind);
    await announceReceipt({ ...context, db: trx }, act, gate.code, gate.kind);
  });
  return null;
}

/** Declines with a reason that reaches the lead at once, or answers what the form still lacks. */
export async function decline({ context }: ActionFunctionArgs, act: Act, gate: Gate, formData: FormData) {
  const form = parseForm(declineForm, formData);
  if (!form.ok) return refuse(form);
  const { request_id, reason } = form.value;
  await declineGate(context.db, act, gate.code, { kind: gate.kind, requestId: request_id, reason }, (trx) =>
    announceGateDecided({ ...context, db: trx }, act, gate.code, gate.kind),
  );
  return null;
}
