import { Form, Link } from "@remix-run/react";
import type { PlanGate } from "db/engagement-page.server";
import type { EngagementHead } from "~/domain/engagement-head";
import { GATE_OUTCOME_LABEL, mendPath } from "~/domain/gate";
import { may } from "~/domain/permissions";
import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DateInput } from "~/ui/field";
import { RequestForm, WaiveForm, WithdrawForm } from "~/ui/gate-acts";
import { GateCriteria } from "~/ui/gate-criteria";
import { formState, type Problem } from "./problem";

type Props = {
  head: EngagementHead;
  gate: PlanGate;
  problem: Problem | null;
  idempotencyKey: string;
};

/** The gate of the phase under way, or the start of the next one: what carries the engagement on. */
export function GateCard({ head, gate, problem, idempotencyKey }: Props) {
  const name = PHASE_LABEL[gate.kind];
  const met = gate.criteria.filter((criterion) => criterion.isMet).length;
  const runs = may(head.relation, "run_engagement") && !head.pause;
  const base = `/engagements/${head.code}`;
  const page = `${base}/gates/${gate.kind}`;
  const request = gate.attempts.find((attempt) => attempt.outcome === null);
  const declined = gate.attempts.find((attempt) => attempt.outcome === "declined");
  const id = head.pause ? "gate" : "next";
  if (gate.status === "upcoming") {
    return (
      <Card id={id} title={`Start ${name}`}>
        <StartForm head={head} gate={gate} canRun={runs} problem={problem} />
      </Card>
    );
  }
  return (
    <Card
      id={id}
      title={`Gate: ${name}`}
      aside={`${met} of ${gate.criteria.length} criteria`}
      tone={request ? "waiting" : "plain"}
      actions={
        <Link to={page} className="text-sm underline underline-offset-2">
          Open
        </Link>
      }
    >
      <GateCriteria
        criteria={gate.criteria}
        hrefOf={(mend) =>
          mend.room === "checklist" ? `#d-${mend.id}` : mendPath(head.code, gate.kind, mend)
        }
      />
      {request && (
        <p className="mt-3 text-sm">
          With {head.company.name} since <DateText on={request.requestedOn} />, asked by {request.requestedBy}
          .
        </p>
      )}
      {gate.state === "declined" && declined && (
        <p className="mt-3 text-alert-ink text-sm">
          {GATE_OUTCOME_LABEL.declined} by {declined.decidedBy}
          {declined.decidedOn && (
            <>
              {" "}
              on <DateText on={declined.decidedOn} />
            </>
          )}
          : {declined.reason}
        </p>
      )}
      <div className="mt-3 grid gap-3">
        {runs && request && <WithdrawForm page={page} />}
        {runs && !request && (
          <RequestForm page={page} whyNot={gate.whyNot} idempotencyKey={`${idempotencyKey}.gate`} />
        )}
        {may(head.relation, "waive_gate") && !head.pause && <WaiveForm page={page} />}
      </div>
    </Card>
  );
}

type StartProps = { head: EngagementHead; gate: PlanGate; canRun: boolean; problem: Problem | null };

function StartForm({ head, gate, canRun, problem }: StartProps) {
  const state = formState(problem, "start_phase");
  const today = head.rail.todayOn;
  const planned = (
    <p className="text-sm">
      Planned to start on <DateText on={gate.plannedStartOn} />.
    </p>
  );
  if (!canRun || gate.whyNotStart) {
    return (
      <>
        {planned}
        {gate.whyNotStart && <p className="text-muted text-sm">{gate.whyNotStart}</p>}
      </>
    );
  }
  return (
    <>
      {planned}
      <Form method="post" action={`/engagements/${head.code}`} className="mt-3 grid gap-3" preventScrollReset>
        <input type="hidden" name="intent" value="start_phase" />
        <input type="hidden" name="phase" value={gate.kind} />
        <DateInput
          {...state}
          idPrefix="start"
          name="start_on"
          label="Started on"
          defaultValue={today}
          max={today}
          required
        />
        <Button tone="primary" className="justify-self-start">
          Start {PHASE_LABEL[gate.kind]}
        </Button>
      </Form>
    </>
  );
}
