import type { LoaderFunctionArgs } from "@remix-run/node";
import { type Found, findByText } from "db/find.server";
import { requireActor } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { type Access, type Actor, may, ROUTES } from "~/domain/permissions";
import { CLIENT_STAGES, STAGE_LABEL } from "~/domain/stage";

export interface FoundItem {
  label: string;
  /** What tells it from others of the same label. */
  hint: string;
  to: string;
}

export interface FoundGroup {
  heading: string;
  items: FoundItem[];
}

const LONGEST_QUESTION = 100;

/** What the asker may open and do, narrowed to what they type; for the palette alone. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requireActor(args);
  const asked = new URL(args.request.url).searchParams.get("q") ?? "";
  const q = asked.trim().slice(0, LONGEST_QUESTION);
  const found = await findByText(args.context.db, actor, q);
  const groups: FoundGroup[] = [
    { heading: "Engagements", items: engagementItems(actor, found) },
    { heading: "Of this engagement", items: q === "" ? [] : partsOf(actor, found) },
    {
      heading: "Clients",
      items: found.clients.map(({ id, name }) => ({ label: name, hint: "", to: `/clients/${id}` })),
    },
    { heading: "Go to and do", items: pagesFor(actor, q) },
  ];
  return Response.json({ groups: groups.filter((group) => group.items.length > 0) });
}

const isClient = (actor: Actor) => actor.role === "client";

function engagementItems(actor: Actor, { engagements }: Found): FoundItem[] {
  return engagements.map(({ code, title, client, stage }) => ({
    label: title,
    hint: isClient(actor)
      ? code
      : [code, client, stage === "active" ? "" : STAGE_LABEL[stage]].filter(Boolean).join(" · "),
    to: isClient(actor) ? `/portal/${code}` : `/engagements/${code}`,
  }));
}

/** Once a single engagement is left, its pages and acts. */
function partsOf(actor: Actor, { engagements }: Found): FoundItem[] {
  const [only] = engagements;
  if (!only || engagements.length > 1 || isClient(actor)) return [];
  const at = (page: string, label: string): FoundItem => ({
    label,
    hint: only.code,
    to: `/engagements/${only.code}/${page}`,
  });
  return [
    ...(only.mayRun ? [at("dates", "Move a date")] : []),
    at("ledger", "Promise ledger"),
    at("updates", "Updates"),
    at("activity", "Activity"),
    at("profile", "Profile, terms and team"),
    ...(CLIENT_STAGES.includes(only.stage)
      ? [{ label: "View as client", hint: only.code, to: `/portal/${only.code}` }]
      : []),
  ];
}

const ACTS: readonly FoundItem[] = [
  { label: "New engagement", hint: "", to: "/engagements/new" },
  { label: "Pipeline as a board", hint: "", to: "/pipeline?view=board" },
  { label: "Export engagements", hint: "CSV", to: "/engagements.csv" },
  { label: "Firm’s weekend and holidays", hint: "", to: "/settings/calendar" },
  { label: "Portal", hint: "", to: "/portal" },
];

/** Pages and acts that the role may open, whose words begin like what is typed. */
function pagesFor(actor: Actor, q: string): FoundItem[] {
  const shell = shellOf(actor);
  const all = [...shell.nav, ...shell.menu].map(({ to, label }) => ({ label, hint: "", to }));
  const typed = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label }: FoundItem) => {
    const words = label.toLowerCase().split(/\s+/);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  };
  return [...ACTS, ...all].filter((item) => mayOpen(actor, item.to) && fits(item));
}

function mayOpen(actor: Actor, to: string): boolean {
  const access: Access | undefined = ROUTES[to.split("?")[0] ?? ""]?.read;
  if (!access) return false;
  return access === "anyone" || access === "signed_in" || may(actor.role, access);
}
