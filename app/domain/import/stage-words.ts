import { addDays } from "../calendar";
import type { PhaseKind } from "../phase";
import type { LostAs, Stage } from "../stage";
import { foldText } from "./text";

/**
 * What a word for the state of a project or an opportunity says. `won` and `closed` are decided with the rest of the
 * row: a contract that was won long ago is history, and `closed` ends an offer in one list and a project in another.
 */
export type Standing = Stage | "won" | "closed";

export interface StageWord {
  standing: Standing;
  /** Where the word names a place on the way from discovery to live. */
  phase: PhaseKind | null;
  isPaused: boolean;
  /** How it was lost; null unless it was. */
  lostAs: LostAs | null;
}

const word = (standing: Standing, phase: PhaseKind | null = null, isPaused = false): StageWord => ({
  standing,
  phase,
  isPaused,
  lostAs: null,
});
const lost = (lostAs: LostAs): StageWord => ({ ...word("lost"), lostAs });

/** The first pattern that fits decides, so what is narrower stands before what is wider. */
const WORDS: readonly [RegExp, StageWord][] = [
  [/^not awarded\b/, lost("lost")],
  [
    /^closed[ /-]*won$|^won\b|\bawarded\b|^award$|^signed\b|^contracted|^ordered|^accepted$|^successful$/,
    word("won"),
  ],
  [
    /\bcancel+ed\b|\bcancel+ation\b|^withdrawn?\b|^abandon|^dead$|^terminated|^called off\b/,
    lost("cancelled"),
  ],
  [/^no[ -]?bid\b|^disqualified|^declined by us\b|^not pursued\b/, lost("declined")],
  [/^closed[ /-]*lost$|^lost\b|\bunsuccessful\b|^reject|^declin/, lost("lost")],
  [
    /^hand(?:ed)?[ -]?(?:over|off)|^end(?:ed)?$|^complet|^finish|^done$|^delivered|^retired|^decommission|^sunset|^archived|^inactive|^past$/,
    word("handed_over"),
  ],
  [/^closed\b|^expired$|^evaluation closed/, word("closed")],
  [/^on[ -]?hold\b|^paus|^suspend|^dormant/, word("active", null, true)],
  [/^(?:pre[ -]?)?discovery\b|^inception|^read$|^explor|^research\b/, word("active", "read")],
  [/^alpha\b|^prototyp|^stabili[sz]|^mvp\b/, word("active", "stabilise")],
  [/^(?:private |public )?beta\b|^build\b|^extend|^development|^developing|^pilot/, word("active", "extend")],
  [/^live\b|^launched|^released|^production\b|^document|^support\b|^maintenance/, word("active", "document")],
  [/^audit|^assess|^qualif|^scoping|^diagnos/, word("audit")],
  [
    /^propos|^submitted|^bid\b|^bidding|^quot|^offer|^negotiat|^evaluat|^shortlist|^tender|^await|^pending|^decision|^contract(?:ing| sent)?$|^sent$|^under review|^in review/,
    word("proposal"),
  ],
  [
    /^lead\b|^new\b|^prospect|^open\b|^publish|^identified|^contacted|^opportunity|^inbound|^draft|^planned|^pipeline|^idea|^backlog|^potential|^enquiry|^inquiry/,
    word("lead"),
  ],
  [
    /^active\b|^in[ _-]?progress|^ongoing|^on[ -]?going|^current\b|^started|^running|^under ?way|^in flight|^delivery|^in delivery|^at risk|^on track|^off track|^doing$|^working/,
    word("active"),
  ],
];

/** What a word says; null when we do not know it. */
export function readStageWord(text: string): StageWord | null {
  const folded = foldText(text).replace(/_/g, " ");
  if (folded === "") return null;
  return WORDS.find(([pattern]) => pattern.test(folded))?.[1] ?? null;
}

/** What two words of one row say together, such as a phase in one column and `active` in another. */
export function combineWords(words: readonly StageWord[]): StageWord | null {
  const phase = words.find((each) => each.phase !== null)?.phase ?? null;
  const isPaused = words.some((each) => each.isPaused);
  const strongest: readonly Standing[] = [
    "lost",
    "handed_over",
    "won",
    "closed",
    "active",
    "proposal",
    "audit",
    "lead",
  ];
  const standing = strongest.find((each) => words.some((own) => own.standing === each));
  const lostAs = standing === "lost" ? (words.find((each) => each.lostAs)?.lostAs ?? "lost") : null;
  return standing ? { standing, phase, isPaused, lostAs } : null;
}

export interface StageContext {
  /** The list holds offers: outcomes such as awarded or cancelled stand in it, or dates until which offers are taken. */
  isOfList: "offers" | "projects";
  startsOn: string | null;
  weeks: number | null;
  createdOn: string | null;
  today: string;
  /** A milestone in the past says that it was handed over. */
  wasHandedOver: boolean;
}

/** How long after its start a contract of unknown length counts as history, in days. */
const HISTORY_DAYS = 365;

/**
 * The stage in the pipeline. What was won is handed over when its start and length ended before today, or when it began
 * over a year ago and its length is unknown; else it is active.
 */
export function stageOf(standing: Standing, context: StageContext): Stage {
  if (standing === "closed") return context.isOfList === "offers" ? "proposal" : "handed_over";
  if (standing === "active" && context.wasHandedOver) return "handed_over";
  if (standing !== "won") return standing;
  const began = context.startsOn ?? context.createdOn;
  if (!began) return "active";
  const isLengthKnown = context.startsOn !== null && context.weeks !== null;
  const end = addDays(began, isLengthKnown ? (context.weeks ?? 0) * 7 : HISTORY_DAYS);
  return end < context.today ? "handed_over" : "active";
}
