import { keptReport, readKept } from "db/reports.server";
import { PHASE_KINDS } from "~/domain/phase";
import { auditAnswer, countOutcomes } from "~/domain/report-audits";
import { forecastAnswer, heldOf, ofPhases } from "~/domain/report-forecasts";
import { hoursAnswer, sumHours } from "~/domain/report-hours";
import { durationsOf, ofKind, phaseAnswer } from "~/domain/report-phases";
import { dotColumns } from "~/domain/report-picture";
import { isKept, promiseAnswer } from "~/domain/report-promises";
import { auditReport } from "../reports.audits._index/report.server";
import { forecastCounts } from "../reports.forecasts._index/report.server";
import { hoursReport } from "../reports.hours._index/report.server";
import { phaseReport } from "../reports.phases._index/report.server";
import type { ReportAsk } from "./request.server";

/** The answer of every report, with what its small picture needs. */
export async function answers(ask: ReportAsk<string>) {
  return {
    promises: await promises(ask),
    forecasts: await forecasts(ask),
    phases: await phases(ask),
    hours: await hours(ask),
    audits: await audits(ask),
  };
}

async function promises({ actor, database, period }: ReportAsk<string>) {
  const kept = await keptReport(database, "kept", period, (db) => readKept(db, actor, period));
  const count = kept.length;
  const answer = promiseAnswer({ count, keptFirst: kept.filter(isKept).length }, false);
  return {
    count,
    answer,
    dots: dotColumns(
      kept.map(({ slip }) => slip),
      [0],
    ),
  };
}

async function forecasts(ask: ReportAsk<string>) {
  const held = heldOf(ofPhases(await forecastCounts(ask)), 80);
  return { held, answer: forecastAnswer(held) };
}

async function phases(ask: ReportAsk<string>) {
  const facts = await phaseReport(ask);
  return {
    count: facts.length,
    answer: phaseAnswer(durationsOf(facts)),
    kinds: PHASE_KINDS.map((kind) => {
      const { planned, actual } = durationsOf(ofKind(facts, kind));
      return { kind, planned, actual };
    }),
  };
}

async function hours(ask: ReportAsk<string>) {
  const sum = sumHours(await hoursReport(ask));
  return { sum, answer: hoursAnswer(sum) };
}

async function audits(ask: ReportAsk<string>) {
  const { facts } = await auditReport(ask);
  return { count: facts.length, counts: countOutcomes(facts), answer: auditAnswer(facts) };
}
