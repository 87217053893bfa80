import { Link, useLocation, useSearchParams } from "@remix-run/react";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { shortDate, weekday } from "~/domain/calendar";
import type { Holder } from "~/domain/clock";
import { type EngagementHead, nextActOf } from "~/domain/engagement-head";
import { may } from "~/domain/permissions";
import { isPhaseKind, PHASE_LABEL } from "~/domain/phase";
import { CLIENT_STAGES, STAGE_LABEL } from "~/domain/stage";
import { Badge } from "./badge";
import { ButtonLink } from "./button";
import { ExpectedLine } from "./expected-line";
import { HealthBadge } from "./health-badge";
import { PageHeader } from "./page-header";
import { PhaseRail, RailDefs } from "./phase-rail";
import { type Tab, Tabs } from "./tabs";

export interface EngagementHeaderProps {
  head: EngagementHead;
  /** The acts of this screen, in place of those of the engagement. */
  actions?: ReactNode;
}

/** Client, code, badges, title, main acts, the phase rail and the tabs: the head of every screen of an engagement. */
export function EngagementHeader({ head, actions }: EngagementHeaderProps) {
  return (
    <>
      <BackToGate code={head.code} />
      <PageHeader
        title={head.title}
        above={<Above head={head} />}
        lead={head.reasons.length > 0 && <Reasons reasons={head.reasons} />}
        actions={actions ?? <MainActs head={head} />}
      />
      <div className="mb-4 rounded-card border border-line bg-surface px-3 py-3 sm:px-5">
        <RailDefs />
        <ExpectedLine head={head} />
        <PhaseRail input={head.rail} size="head" />
      </div>
      <Tabs label={`Views of ${head.code}`} tabs={tabsOf(head)} />
    </>
  );
}

/** Leads back to the gate from where something that it lacks is mended. */
export function BackToGate({ code }: { code: string }) {
  const phase = useSearchParams()[0].get("gate") ?? "";
  if (!isPhaseKind(phase)) return null;
  return (
    <Link
      to={`/engagements/${code}/gates/${phase}`}
      className="inline-flex min-h-9 items-center gap-1.5 text-muted text-sm hover:text-ink pointer-coarse:min-h-11"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      Back to the {PHASE_LABEL[phase]} gate
    </Link>
  );
}

function Above({ head }: { head: EngagementHead }) {
  const today = head.rail.todayOn;
  return (
    <>
      {may(head.relation, "see_clients") ? (
        <Link to={`/clients/${head.company.id}`} className="underline-offset-2 hover:underline">
          {head.company.name}
        </Link>
      ) : (
        <span>{head.company.name}</span>
      )}
      <span>{head.code}</span>
      {head.stage === "active" ? (
        head.health && !head.pause && <HealthBadge health={head.health} />
      ) : (
        <Badge>{STAGE_LABEL[head.stage]}</Badge>
      )}
      {head.pause && <Badge>Paused since {shortDate(head.pause.since, today)}</Badge>}
      {head.ball && (
        <Badge tone={head.ball.holder === "us" ? "neutral" : "waiting"}>
          Ball with {holderText(head.ball.holder, head.company.name)} since{" "}
          {sinceText(head.ball.since, today)}
        </Badge>
      )}
    </>
  );
}

/** Why it needs someone, the strongest two; the rest can be seen below. */
function Reasons({ reasons }: { reasons: readonly string[] }) {
  return <p className="text-base text-muted">{reasons.slice(0, 2).join(" ")}</p>;
}

function holderText(holder: Holder, company: string): string {
  if (holder === "us") return "us";
  return holder === "client" ? company : "a third party";
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `today`, `Tue` within the last days, else the date. */
function sinceText(on: string, today: string): string {
  if (on === today) return "today";
  const days = (Date.parse(today) - Date.parse(on)) / 86_400_000;
  return days > 0 && days < 7 ? (WEEKDAYS[weekday(on)] ?? "") : shortDate(on, today);
}

function MainActs({ head }: { head: EngagementHead }) {
  const base = `/engagements/${head.code}`;
  const next = nextActOf(head);
  const runs = may(head.relation, "run_engagement");
  const { pathname } = useLocation();
  const to = next.kind === "start" || next.kind === "resume" ? `${base}#next` : `${base}/gates/${next.phase}`;
  return (
    <>
      {CLIENT_STAGES.includes(head.stage) && (
        <ButtonLink to={`/portal/${head.code}`}>View as client</ButtonLink>
      )}
      {runs && head.stage === "active" && <ButtonLink to={`${base}/dates`}>Move a date</ButtonLink>}
      {next.kind !== "none" && to !== pathname && (runs || next.kind === "answer") && (
        <ButtonLink to={to} tone={runs && next.kind !== "answer" ? "primary" : "secondary"}>
          {next.label}
        </ButtonLink>
      )}
    </>
  );
}

function tabsOf(head: EngagementHead): Tab[] {
  const base = `/engagements/${head.code}`;
  return [
    { to: base, label: "Plan" },
    ...(CLIENT_STAGES.includes(head.stage) ? [] : [{ to: `${base}/audit`, label: "Audit" }]),
    ...(may(head.relation, "run_engagement") ? [{ to: `${base}/dates`, label: "Dates" }] : []),
    { to: `${base}/findings`, label: "Findings", hasPagesBelow: true, also: [`${base}/measures`] },
    { to: `${base}/decisions`, label: "Decisions", hasPagesBelow: true, also: [`${base}/standards`] },
    { to: `${base}/asks`, label: "Asks" },
    { to: `${base}/updates`, label: "Updates", hasPagesBelow: true },
    { to: `${base}/comments`, label: "Comments" },
    { to: `${base}/ledger`, label: "Ledger" },
    { to: `${base}/handover`, label: "Hand-over", hasPagesBelow: true },
    { to: `${base}/activity`, label: "Activity" },
    { to: `${base}/profile`, label: "Profile", also: [`${base}/team`] },
  ];
}
