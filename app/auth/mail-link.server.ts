import type { LoaderFunctionArgs } from "@remix-run/node";
import { data } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import { type FoundLink, findLink } from "db/mail-links.server";
import type { LinkPurpose } from "~/domain/mail-link";
import { Refusal } from "~/domain/refusal";
import type { FormErrors } from "~/ui/field";

export interface LinkPage {
  firm: string | null;
  /** `unknown` as well when its person is disabled. */
  state: FoundLink["state"] | "unknown";
  /** Whose link it is, while it can be used. */
  holder: { name: string; email: string; isClient: boolean } | null;
}

const STATUS = { usable: 200, used: 410, expired: 410, unknown: 404 };

/** What the page behind a mailed link shows. Looking uses nothing up: mail scanners look too. */
export async function readLinkPage({ params, context }: LoaderFunctionArgs, purpose: LinkPurpose) {
  const [firm, link] = await Promise.all([
    findFirm(context.db),
    findLink(context.db, params.token ?? "", purpose, context.now()),
  ]);
  const state = link?.state ?? "unknown";
  const page: LinkPage = {
    firm: firm?.name ?? null,
    state,
    holder:
      link?.state === "usable"
        ? { name: link.name, email: link.email, isClient: link.role === "client" }
        : null,
  };
  return data(page, { status: STATUS[state] });
}

/**
 * Runs the act behind a mailed link. One that was used, has run out or never was answers 410, so that the page says
 * what became of it, as it does to whoever opens it then.
 */
export async function answerDeadLink<T>(body: () => Promise<T>) {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "not_found") throw error;
    const errors: FormErrors = { "": ["This link cannot be used any more."] };
    return data({ errors, values: {} }, { status: 410 });
  }
}
