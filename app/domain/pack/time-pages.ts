import { HEALTH_LABEL } from "../attention";
import { longDate, workingDaysText } from "../calendar";
import { type ClockLine, HOLDER_LABEL } from "../clock";
import { PHASE_LABEL } from "../phase";
import { CAUSE_LABEL, slipText } from "../promise";
import { FACT_SECTION_LABEL, FACT_SECTIONS } from "../update";
import type { PackAsk, PackContents, PackUpdate } from "./contents";
import { evidenceList, type PackTools } from "./evidence-list";
import { facts, type Html, html, table } from "./html";

/** Every promised date that was made or moved, the newest act first. */
export function ledgerPage({ ledger: { moves, summary } }: PackContents): Html {
  return html`<p class="lead">${
    summary
      ? `First promised for ${longDate(summary.firstFinishOn)}, promised at last for ${longDate(summary.finishOn)}: ${slipText(summary.slip)}.`
      : "Nothing was promised."
  }</p>
${
  summary &&
  summary.byCause.length > 0 &&
  html`<section><h2>Why it moved</h2><ul>${summary.byCause.map(
    ({ cause, workingDays }) => html`<li>${CAUSE_LABEL[cause]}: ${slipText(workingDays)}</li>`,
  )}</ul></section>`
}
${moves.map(
  (move) => html`<article>
<h2>${longDate(move.madeOn)}${move.isUndone && " (taken back)"}</h2>
<p>${move.sentence}</p>
<p class="quiet">${CAUSE_LABEL[move.cause]} · ${move.madeBy}</p>
${table(
  "The dates of this move",
  ["Date", "From", "To", "Moved by"],
  move.rows.map((row) => [
    `${PHASE_LABEL[row.phase]}, ${row.edge}`,
    row.fromOn ? longDate(row.fromOn) : "",
    longDate(row.toOn),
    row.fromOn ? slipText(row.workingDays) : "",
  ]),
)}</article>
`,
)}`;
}

/** What was asked of the client, and whose every working day was. */
export function asksPage({ asks, clock, engagement }: PackContents, tools: PackTools): Html {
  const line = ({ phase, total, days }: ClockLine) => [
    phase ? PHASE_LABEL[phase] : "Together",
    total,
    days.us,
    days.client,
    days.third_party,
    days.paused,
  ];
  return html`<section id="clock"><h2>Whose the days were</h2>
${
  clock.account.length === 0
    ? html`<p>No phase has started.</p>`
    : table(
        "Working days of each phase by who held the ball",
        ["Phase", "All", "Us", engagement.client, "Third party", "Paused"],
        clock.account.map(line),
      )
}
${
  clock.stretches.length > 0 &&
  table(
    "The stretches of the clock",
    ["Since", "Until", "With", "Why"],
    clock.stretches.map((stretch) => [
      longDate(stretch.sinceOn),
      stretch.untilOn ? longDate(stretch.untilOn) : "now",
      stretch.holder === "client" ? engagement.client : HOLDER_LABEL[stretch.holder],
      stretch.why,
    ]),
  )
}
${clock.pauses.map(
  (pause) =>
    html`<p>Paused on ${longDate(pause.pausedOn)}${pause.resumedOn && `, resumed on ${longDate(pause.resumedOn)}`}: ${pause.reason}</p>`,
)}</section>
<h2>What we asked for</h2>
${asks.length === 0 ? html`<section><p>Nothing was asked.</p></section>` : asks.map((ask) => askArticle(ask, tools))}`;
}

const ASK_STATE: Record<PackAsk["status"], string> = {
  open: "Open",
  answered: "Answered",
  withdrawn: "Withdrawn",
};

function askArticle(ask: PackAsk, tools: PackTools): Html {
  return html`<article id="ask-${ask.number}">
<h3>A-${ask.number} ${ask.title}</h3>
${facts([
  ["State", ASK_STATE[ask.status]],
  ["Asked", `${ask.askedBy}, ${longDate(ask.askedOn)}`],
  ["Due on", ask.dueOn && longDate(ask.dueOn)],
  ["Held us up", ask.isBlocking ? "Yes" : null],
  ["Answered", ask.answeredOn && `${ask.answeredBy ?? ""}, ${longDate(ask.answeredOn)}`],
  ["Withdrawn", ask.withdrawnReason],
])}
${ask.body && tools.markdown(ask.body)}
${ask.answer && html`<blockquote>${tools.markdown(ask.answer)}</blockquote>`}
${evidenceList(ask.evidence, tools)}</article>
`;
}

function whoseWeek({ author, reported }: PackUpdate): string {
  if (!reported) return "From before it was kept here";
  const { fromOn, toOn, days } = reported;
  return `${author} · ${longDate(fromOn)} to ${longDate(toOn)} · with us ${workingDaysText(days.us)}, with you ${workingDaysText(days.client)}`;
}

/** The weekly updates as they were published, the newest first. */
export function updatesPage({ updates }: PackContents, tools: PackTools): Html {
  if (updates.length === 0) return html`<section><p>No update was published.</p></section>`;
  return html`${updates.map(
    (update) => html`<article>
<h2>${longDate(update.onDate)}</h2>
<p class="lead">${update.health && html`<strong>${HEALTH_LABEL[update.health]}.</strong> `}${update.sentence}</p>
<p class="quiet">${whoseWeek(update)}</p>
${update.body && tools.markdown(update.body)}
${FACT_SECTIONS.map((section) => {
  const lines = (update.reported?.lines ?? []).filter((line) => line.section === section);
  return (
    lines.length > 0 &&
    html`<h3>${FACT_SECTION_LABEL[section]}</h3><ul>${lines.map((one) => html`<li>${one.title} ${one.rest}</li>`)}</ul>`
  );
})}</article>
`,
  )}`;
}

/** What both sides said, the first first. */
export function commentsPage({ comments }: PackContents, tools: PackTools): Html {
  if (comments.length === 0) return html`<section><p>Nothing was said on these pages.</p></section>`;
  return html`${comments.map(
    (comment) => html`<article>
<h2>${comment.subject}</h2>
<p class="quiet">${comment.by}, ${longDate(comment.on)}</p>
${tools.markdown(comment.body)}</article>
`,
  )}`;
}
