import { type Actor, homeOf, may, type Permission } from "~/domain/permissions";

type Entry = { to: string; label: string };

/** What `AppShell` needs to know about who looks at the page: a loader answers it, the screen spreads it. */
export interface Shell {
  person: { name: string; email: string };
  nav: Entry[];
  menu: Entry[];
}

const NAV: readonly (Entry & { needs: Permission })[] = [
  { to: "/pipeline", label: "Pipeline", needs: "see_pipeline" },
  { to: "/review", label: "Review", needs: "review_engagement" },
  { to: "/today", label: "Today", needs: "see_pipeline" },
  { to: "/engagements", label: "Engagements", needs: "see_pipeline" },
  { to: "/updates", label: "Updates", needs: "acknowledge_update" },
  { to: "/capacity", label: "Capacity", needs: "see_capacity" },
  { to: "/reports", label: "Reports", needs: "see_reports" },
  { to: "/clients", label: "Clients", needs: "see_clients" },
];

const MENU: readonly (Entry & { needs: Permission })[] = [
  { to: "/people", label: "People", needs: "administer" },
  { to: "/templates", label: "Templates", needs: "administer" },
  { to: "/settings", label: "Settings", needs: "administer" },
  { to: "/import", label: "Import engagements", needs: "create_engagement" },
  { to: "/outbox", label: "Outbox", needs: "administer" },
  { to: "/audit", label: "Audit log", needs: "administer" },
];

/** The frame for one of the firm's people: their home first, and nothing that they may not open. */
export function shellOf(actor: Actor): Shell {
  const mine = (entries: readonly (Entry & { needs: Permission })[]) =>
    entries.filter(({ needs }) => may(actor.role, needs)).map(({ to, label }) => ({ to, label }));
  const home = homeOf(actor.role);
  const nav = mine(NAV);
  return {
    person: { name: actor.name, email: actor.email },
    nav: [...nav.filter(({ to }) => to === home), ...nav.filter(({ to }) => to !== home)],
    menu: [{ to: "/account", label: "Account" }, ...mine(MENU)],
  };
}
