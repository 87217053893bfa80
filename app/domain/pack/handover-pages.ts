import { ARTEFACT_HINT, artefactState, registerSummary } from "../artefact";
import { longDate } from "../calendar";
import { ARTEFACT_LABEL, DELIVERABLE_STATUS_LABEL } from "../deliverable";
import { GATE_OUTCOME_LABEL, type GateState } from "../gate";
import {
  CHECK_DAYS,
  checkProblems,
  checkState,
  checkVerdict,
  LINK_STATE_LABEL,
  OWNER_ANSWER_LABEL,
  type OwnerLook,
  SCHEMA_STATE_LABEL,
} from "../handover-check";
import { boughtBack, hoursText } from "../hotspot";
import { PHASE_KINDS, PHASE_LABEL, PHASE_STATUS_LABEL } from "../phase";
import type { PackArtefact, PackCheck, PackContents, PackGate } from "./contents";
import { evidenceList, type PackTools, sizeText } from "./evidence-list";
import { facts, type Html, html, placeText, table } from "./html";
import { decisionPath, filePath, filesOfPack, gatePath } from "./paths";

const dateText = (on: string | null): string => (on ? longDate(on) : "");

const GATE_TEXT: Record<GateState, string> = {
  none: "",
  requested: "With the client",
  declined: "Declined",
  signed: "Signed",
  waived: "Waived",
};

/** The first page: what this is, how it stands, and where everything lies. `rail` is the picture of the phases. */
export function frontPage(contents: PackContents, tools: PackTools, rail: Html | null): Html {
  const { engagement, phases, register, closing, findings } = contents;
  const back = boughtBack(findings.flatMap((finding) => (finding.hotspot ? [finding.hotspot] : [])));
  const missing = register.filter((entry) => artefactState(entry) === "missing");
  const open = register.filter((entry) => artefactState(entry) === "open");
  return html`<p class="lead">${howFar(engagement)} ${registerSummary(register)}.</p>
<section>
<h2>What is in your hands</h2>
<ul>${register.map(
    (entry) =>
      html`<li><a href="register.html#${entry.kind}">${ARTEFACT_LABEL[entry.kind]}</a>: ${stateText(entry)}</li>`,
  )}</ul>
${missing.map((entry) => html`<p><strong>Missing: ${ARTEFACT_LABEL[entry.kind]}.</strong> ${entry.missingReason}</p>`)}
${open.length > 0 && html`<p>Open: ${open.map((entry) => ARTEFACT_LABEL[entry.kind]).join("; ")}.</p>`}
</section>
${rail && html`<section><h2>How it ran</h2><div class="rail rail-ink">${rail}</div></section>`}
<section>
<h2>Phases</h2>
${table(
  "Promised and actual dates of each phase",
  ["Phase", "State", "First promised", "Promised at last", "Began", "Ended", "Gate"],
  phases.map((phase) => [
    PHASE_LABEL[phase.kind],
    PHASE_STATUS_LABEL[phase.status],
    dateText(phase.firstFinishOn),
    dateText(phase.plannedFinishOn),
    dateText(phase.actualStartOn),
    dateText(phase.actualFinishOn),
    phase.gate === "none" ? "" : html`<a href="gates.html#${phase.kind}">${GATE_TEXT[phase.gate]}</a>`,
  ]),
)}
</section>
${
  back.measured > 0 &&
  html`<section><h2>Hours bought back</h2><p class="lead">${hoursText(back.minutes)} a week.</p><p>${back.words} <a href="findings.html">Where they were found</a>.</p></section>`
}
${
  closing &&
  html`<section><h2>How it ended</h2>${tools.markdown(closing.outcome)}<p class="quiet">${closing.by}, ${longDate(closing.on)}</p></section>`
}
<section>
<h2>How to check this pack</h2>
<p>The file SHA256SUMS holds the fingerprint of every other file. In the folder of this pack run
<code>sha256sum -c SHA256SUMS</code> (on a Mac <code>shasum -a 256 -c SHA256SUMS</code>).</p>
<p>What was signed at a gate lies in <code>gates/</code> byte for byte as it was signed; its fingerprint is the one on
the receipt. Every table is also in <code>data/</code> as JSON and as CSV, and every decision as a Markdown record in
<code>decisions/</code>.</p>
</section>
`;
}

function howFar({ stage, handedOverOn }: PackContents["engagement"]): string {
  if (handedOverOn) return `Handed over on ${longDate(handedOverOn)}.`;
  return stage === "handed_over" ? "Handed over." : "Not handed over yet; this is how far it has come.";
}

function stateText(entry: PackArtefact): Html {
  const state = artefactState(entry);
  if (state === "missing") return html`<span class="alert">missing</span>, with the reason`;
  if (state === "open") return html`open`;
  const accepted = entry.acceptedBy ? `, accepted by ${entry.acceptedBy}` : "";
  return html`<span class="good">verified</span> on ${dateText(entry.verifiedOn)}${accepted}`;
}

/** The register: where each of the six lies, who owns it, and how we know. */
export function registerPage(contents: PackContents, tools: PackTools): Html {
  return html`<p class="lead">${registerSummary(contents.register)}.</p>
${contents.register.map((entry) => {
  const carrier = contents.deliverables.find((one) => one.artefact === entry.kind);
  return html`<article id="${entry.kind}">
<h2>${ARTEFACT_LABEL[entry.kind]}</h2>
<p class="quiet">${ARTEFACT_HINT[entry.kind]}</p>
<p>${stateText(entry)}.</p>
${entry.missingReason && html`<p><strong>Why it is missing:</strong> ${entry.missingReason}</p>`}
${facts([
  ["Where it lies", entry.place && placeText(entry.place)],
  ["Owner after us", entry.ownerAfter],
  ["How it was verified", entry.howVerified],
  ["Verified by", entry.verifiedBy],
  ["Last verified on", dateText(entry.verifiedOn)],
  ["Accepted by", entry.acceptedBy && `${entry.acceptedBy}, ${dateText(entry.acceptedOn)}`],
  ["Deliverable", carrier && html`<a href="files.html#d-${carrier.id}">${carrier.title}</a>`],
])}
${evidenceList(entry.evidence, tools)}</article>
`;
})}
${checksSection(contents)}`;
}

/** What was found when we looked back at the hand-over, or when that is due. */
function checksSection({ checks, engagement }: PackContents): Html {
  return html`<section id="checks"><h2>Looking back at the hand-over</h2>
${
  checks.length === 0
    ? html`<p>We look back ${CHECK_DAYS[0]} and ${CHECK_DAYS[1]} days after the hand-over. Not due yet.</p>`
    : checks.map((check) => checkPart(check, engagement.asOf))
}</section>
`;
}

function checkPart(check: PackCheck, asOf: string): Html {
  const { day, dueOn, doneOn, doneBy, result } = check;
  if (!doneOn || !result) {
    const isDue = checkState(check, asOf) === "due";
    return html`<h3 id="check-${day}">After ${day} days</h3>
<p>${isDue ? `Due since ${longDate(dueOn)}, and not done.` : `Not due yet: due on ${longDate(dueOn)}.`}</p>
`;
  }
  const { links, schema, owners } = result;
  return html`<h3 id="check-${day}">After ${day} days: ${checkVerdict(result)}</h3>
<p class="quiet">${doneBy ?? ""}, ${longDate(doneOn)}</p>
${checkProblems(result).map((problem) => html`<p class="alert">${problem}</p>`)}
${table(
  `What was looked at after ${day} days`,
  ["Part", "Address", "Owner"],
  links.map((link) => [
    ARTEFACT_LABEL[link.artefact],
    `${LINK_STATE_LABEL[link.state]}${link.what && ` (${link.what})`}`,
    ownerText(owners.find((look) => look.artefact === link.artefact)),
  ]),
)}
<p>The API schema: ${SCHEMA_STATE_LABEL[schema.state]} <span class="quiet">${schema.what}</span></p>
`;
}

const ownerText = (look: OwnerLook | undefined): string =>
  look ? `${look.owner}: ${OWNER_ANSWER_LABEL[look.answer].toLowerCase()}` : "";

function gateArticle(gate: PackGate): Html {
  const name = `${PHASE_LABEL[gate.phase]} gate, request ${gate.attempt}`;
  return html`<h3>${name}: ${gate.outcome ? GATE_OUTCOME_LABEL[gate.outcome].toLowerCase() : "not answered yet"}</h3>
${facts([
  ["Asked by", `${gate.requestedBy}, ${longDate(gate.requestedOn)}`],
  [
    gate.outcome ? `${GATE_OUTCOME_LABEL[gate.outcome]} by` : "",
    gate.decidedBy && `${gate.decidedBy}, ${dateText(gate.decidedOn)}`,
  ],
  ["Reason", gate.reason],
  ["Fingerprint (SHA-256)", gate.document && html`<code>${gate.document.hash}</code>`],
  [
    "What was shown",
    gate.document && html`<a href="${gatePath(gate)}">${gatePath(gate)}</a>, byte for byte as it was signed`,
  ],
])}`;
}

/** Every request for a gate with its fingerprint. */
export function gatesPage({ gates }: PackContents): Html {
  return html`<p>Each phase ends with a gate. What you were shown and signed is kept as it was, with its fingerprint.</p>
${PHASE_KINDS.map((kind) => {
  const own = gates.filter((gate) => gate.phase === kind);
  return html`<section id="${kind}"><h2>${PHASE_LABEL[kind]}</h2>
${own.length === 0 ? html`<p>This gate was not asked for.</p>` : own.map(gateArticle)}</section>
`;
})}`;
}

/** What was made, phase by phase, with what proves it, and every file of the pack. */
export function filesPage(contents: PackContents, tools: PackTools): Html {
  const files = [...filesOfPack(contents).values()];
  return html`${PHASE_KINDS.map((kind) => {
    const own = contents.deliverables.filter((row) => row.phase === kind);
    return (
      own.length > 0 &&
      html`<section id="${kind}"><h2>${PHASE_LABEL[kind]}</h2>
${own.map(
  (row) => html`<h3 id="d-${row.id}">${row.title}</h3>
<p class="quiet">${DELIVERABLE_STATUS_LABEL[row.status]}${row.dueOn && `, due on ${longDate(row.dueOn)}`}${
    row.artefact && html` · <a href="register.html#${row.artefact}">in the register</a>`
  }</p>
${evidenceList(row.evidence, tools)}`,
)}</section>
`
    );
  })}<section id="files"><h2>Files</h2>
${
  files.length === 0
    ? html`<p>No file was put up as evidence.</p>`
    : table(
        "Files of this pack with their fingerprints",
        ["File", "Type", "Size", "SHA-256"],
        files.map((file) => [
          tools.hasFile(file.sha256)
            ? html`<a href="${filePath(file)}">${file.name}</a>`
            : html`${file.name} <span class="alert">no longer kept</span>`,
          file.type,
          sizeText(file.size),
          html`<code>${file.sha256}</code>`,
        ]),
      )
}</section>
<section id="data"><h2>The same as data</h2>
<p>${DATA_WORDS}</p>
${contents.decisions.length > 0 && html`<p>Decisions as records: <a href="${decisionPath(contents.decisions[0] ?? { number: 0, title: "" })}">the first of them</a>, and all in <code>decisions/</code>.</p>`}</section>
`;
}

const DATA_WORDS = "Every table lies in data/ twice: as JSON for programs and as CSV for spreadsheets.";
