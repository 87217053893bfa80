import { longDate } from "../calendar";
import { DECISION_PART_LABEL, DECISION_PARTS, DECISION_STATUS_LABEL } from "../decision";
import { FINDING_STATUS_LABEL, SEVERITY_LABEL, TEST_KIND_LABEL } from "../finding";
import { boughtBack, GAP_LABEL, gapOf, hoursText } from "../hotspot";
import { barShares, measureSentence, valueText } from "../measure";
import type { PackContents, PackFinding, PackHotspot, PackMeasure } from "./contents";
import { evidenceList, type PackTools } from "./evidence-list";
import { facts, type Html, html, placeText } from "./html";
import { decisionPath } from "./paths";

const dateText = (on: string | null): string => (on ? longDate(on) : "");

/** The decisions in full, the first of them first. */
export function decisionsPage({ decisions }: PackContents, tools: PackTools): Html {
  if (decisions.length === 0) return html`<section><p>No decision was recorded.</p></section>`;
  return html`<section><h2>All ${decisions.length}</h2><ol class="files">${decisions.map(
    (one) =>
      html`<li value="${one.number}"><a href="#decision-${one.number}">${one.title}</a> <span class="quiet">${DECISION_STATUS_LABEL[one.status]}</span></li>`,
  )}</ol></section>
${decisions.map((one) => {
  const after = one.supersededBy;
  return html`<article id="decision-${one.number}">
<h2>${one.number}. ${one.title}</h2>
${facts([
  ["Status", DECISION_STATUS_LABEL[one.status]],
  ["Replaced by", after && html`<a href="#decision-${after.number}">${after.number}. ${after.title}</a>`],
  ["Decided on", dateText(one.decidedOn)],
  ["Look again on", dateText(one.revisitOn)],
  ["About", one.links.join("; ")],
  ["As a record", html`<a href="${decisionPath(one)}">${decisionPath(one)}</a>`],
])}
${one.statusNote && tools.markdown(one.statusNote)}
${DECISION_PARTS.map(
  (part) => one[part] && html`<h3>${DECISION_PART_LABEL[part]}</h3>${tools.markdown(one[part])}`,
)}</article>
`;
})}`;
}

/** The chain of every finding: hours before, fix, tests that protect it, hours after. */
export function findingsPage({ findings }: PackContents, tools: PackTools): Html {
  if (findings.length === 0) return html`<section><p>No finding was shared.</p></section>`;
  const back = boughtBack(findings.flatMap((finding) => (finding.hotspot ? [finding.hotspot] : [])));
  return html`${back.measured > 0 && html`<p class="lead">${hoursText(back.minutes)} a week bought back.</p>`}
<p>${back.words}</p>
${findings.map((finding) => findingArticle(finding, tools))}`;
}

function findingArticle(finding: PackFinding, tools: PackTools): Html {
  return html`<article id="finding-${finding.number}">
<h2>F-${finding.number} ${finding.title}</h2>
${facts([
  ["Severity", SEVERITY_LABEL[finding.severity]],
  ["Area", finding.area],
  ["Where", finding.place && placeText(finding.place)],
  [
    "State",
    `${FINDING_STATUS_LABEL[finding.status]}${finding.settledOn ? `, ${longDate(finding.settledOn)}` : ""}`,
  ],
  ["How", finding.resolution],
  ["Found", finding.isUntouched ? "In Read, before anything was touched" : null],
])}
${finding.body && tools.markdown(finding.body)}
${evidenceList(finding.evidence, tools)}${finding.hotspot && hotspotPart(finding.hotspot, tools)}</article>
`;
}

function hotspotPart(hotspot: PackHotspot, tools: PackTools): Html {
  const gap = gapOf({ ...hotspot, testCount: hotspot.tests.length });
  return html`<h3>The fix and what protects it</h3>
${facts([
  ["Before", `${hoursText(hotspot.minutesBefore)} a week`],
  ["Fixed on", dateText(hotspot.fixedOn)],
  [
    "After",
    hotspot.minutesAfter === null
      ? null
      : `${hoursText(hotspot.minutesAfter)} a week, measured on ${dateText(hotspot.measuredOn)}`,
  ],
  [
    "Accepted as it is",
    hotspot.acceptedReason &&
      `${hotspot.acceptedReason} (${hotspot.acceptedBy ?? ""}, ${dateText(hotspot.acceptedOn)})`,
  ],
  ["Still missing", gap && GAP_LABEL[gap]],
])}
${hotspot.fix && tools.markdown(hotspot.fix)}
${
  hotspot.tests.length > 0 &&
  html`<ul>${hotspot.tests.map(
    (test) =>
      html`<li>${test.name} (${TEST_KIND_LABEL[test.kind]}) ${test.place && placeText(test.place)}</li>`,
  )}</ul>`
}
${evidenceList(hotspot.evidence, tools)}`;
}

/** The rules that were agreed on, with what was excepted. */
export function standardsPage({ standards }: PackContents, tools: PackTools): Html {
  if (standards.length === 0) return html`<section><p>No standard was agreed.</p></section>`;
  return html`${standards.map(
    (standard) => html`<article id="standard-${standard.number}">
<h2>S-${standard.number} ${standard.title}</h2>
${facts([
  ["Area", standard.area],
  ["Agreed", `${standard.agreedBy}, ${longDate(standard.agreedOn)}`],
  ["Withdrawn", standard.withdrawn && `${longDate(standard.withdrawn.on)}: ${standard.withdrawn.reason}`],
])}
${tools.markdown(standard.rule)}
${
  standard.exceptions.length > 0 &&
  html`<h3>Excepted</h3><ul>${standard.exceptions.map(({ title, reason }) => html`<li>${title}: ${reason}</li>`)}</ul>`
}</article>
`,
  )}`;
}

/** What was measured before the work and again after it. */
export function measuresPage({ measures }: PackContents): Html {
  if (measures.length === 0) return html`<section><p>Nothing was measured.</p></section>`;
  return html`${measures.map(
    (measure) => html`<article>
<h2>${measure.title}</h2>
<p>${measureSentence(measure)}</p>
${bars(measure)}
${facts([
  ["Before, how", measure.before && `${measure.before.how} (${dateText(measure.before.on || null)})`],
  ["After, how", measure.after && `${measure.after.how} (${dateText(measure.after.on || null)})`],
])}</article>
`,
  )}`;
}

function bars(measure: PackMeasure): Html {
  const shares = barShares(measure);
  const bar = (name: string, share: number | null, value: string) =>
    share !== null &&
    html`<div>${name}: ${value}<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" fill="currentColor" fill-opacity="0.12"/><rect width="${Math.round(share * 1000) / 10}" height="4" fill="currentColor" fill-opacity="0.65"/></svg></div>`;
  const text = (taking: PackMeasure["before"]) => (taking ? valueText(taking.value, measure.unit) : "");
  return html`<div class="bars">${bar("Before", shares.before, text(measure.before))}${bar("After", shares.after, text(measure.after))}</div>
`;
}
