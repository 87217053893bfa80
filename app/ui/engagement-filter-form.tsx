import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { HEALTH_LABEL, HEALTHS } from "~/domain/attention";
import { ORIGIN_LABEL, ORIGINS } from "~/domain/engagement";
import { type EngagementFilter, filterParams, isNarrowed, NO_FILTER } from "~/domain/engagement-filter";
import { PHASE_KINDS, PHASE_LABEL } from "~/domain/phase";
import { OUTCOME_LABEL, OUTCOMES, STAGE_LABEL, STAGES, type Stage } from "~/domain/stage";
import { Button, ButtonLink } from "./button";
import { classes } from "./classes";
import { type Option, Select, TextInput } from "./field";

type Choice = { id: string; name: string };

type Props = {
  /** The page that it narrows. */
  to: string;
  filter: EngagementFilter;
  options: { leads: readonly Choice[]; clients: readonly Choice[] | null };
  /** Kept in the address beside the filter: the view, the order. */
  keep?: Readonly<Record<string, string>>;
  /** Whether a stage is chosen here or kept as it is. */
  withStage?: boolean;
  /** What came of it belongs to what is over, or may be. */
  withOutcome?: boolean;
  /** What no chosen stage means. */
  anyStage?: string;
  /** Phase and health belong to work under way. */
  withWork?: boolean;
  /** Whether a narrow screen shows more than the search. */
  isOpen: boolean;
  children?: ReactNode;
};

const HEALTH_OPTIONS: Option[] = [
  ...HEALTHS.map((value) => ({ value, label: HEALTH_LABEL[value] })),
  { value: "paused", label: "Paused" },
];
const PHASE_OPTIONS: Option[] = PHASE_KINDS.map((value) => ({ value, label: PHASE_LABEL[value] }));
const STAGE_OPTIONS: Option[] = STAGES.map((value) => ({ value, label: STAGE_LABEL[value] }));
const ORIGIN_OPTIONS: Option[] = ORIGINS.map((value) => ({ value, label: ORIGIN_LABEL[value] }));
const OUTCOME_OPTIONS: Option[] = OUTCOMES.map((value) => ({ value, label: OUTCOME_LABEL[value] }));

/** The outcomes that engagements of a stage can have; all of them where no stage is chosen. */
function outcomesIn(stage: Stage | null): Option[] {
  if (stage === null) return OUTCOME_OPTIONS;
  if (stage === "proposal") return OUTCOME_OPTIONS.filter(({ value }) => value === "undecided");
  return stage === "lost" ? OUTCOME_OPTIONS.filter(({ value }) => value !== "undecided") : [];
}

const chosen = (choices: readonly Choice[]): Option[] =>
  choices.map(({ id, name }) => ({ value: id, label: name }));

/** Narrows a list of engagements by what stands in the address; a plain form, so it needs no script. */
export function EngagementFilterForm(props: Props) {
  const { to, filter, options, keep = {}, withStage, withWork = true, isOpen, children } = props;
  const { withOutcome = true, anyStage = "Any stage" } = props;
  const outcomes = outcomesIn(withStage ? null : filter.stage);
  const isShown = isOpen || isNarrowed(filter);
  const more = classes("w-full md:w-40", !isShown && "max-md:hidden");
  const leads = [...chosen(options.leads), { value: "none", label: "No lead" }];
  return (
    <search>
      {/* The key fills the fields anew when a link, and not the form, changed the address. */}
      <Form
        key={filterParams(filter, keep)}
        action={to}
        className="mb-3 flex flex-wrap items-end gap-2"
        aria-label="Narrow the list"
      >
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {!withStage && filter.stage && <input type="hidden" name="stage" value={filter.stage} />}
        <TextInput
          name="q"
          type="search"
          label="Find by code, title or client"
          hideLabel
          placeholder="Code, title or client"
          defaultValue={filter.q ?? ""}
          maxLength={100}
          autoComplete="off"
          data-key="/"
          data-key-label="search this list"
          className="min-w-32 flex-1 md:max-w-72"
        />
        {withStage && (
          <Choose
            name="stage"
            label="Stage"
            empty={anyStage}
            options={STAGE_OPTIONS}
            value={filter.stage}
            className={classes(more, props.anyStage && "md:w-48")}
          />
        )}
        <Choose
          name="lead"
          label="Lead"
          empty="Any lead"
          options={leads}
          value={filter.lead}
          className={more}
        />
        {options.clients ? (
          <Choose
            name="client"
            label="Client"
            empty="Any client"
            options={chosen(options.clients)}
            value={filter.client}
            className={more}
          />
        ) : (
          <TextInput
            name="client"
            label="Client"
            hideLabel
            placeholder="Any client"
            defaultValue={filter.client ?? ""}
            maxLength={100}
            autoComplete="off"
            className={more}
          />
        )}
        {withWork && (
          <>
            <Choose
              name="phase"
              label="Phase"
              empty="Any phase"
              options={PHASE_OPTIONS}
              value={filter.phase}
              className={more}
            />
            <Choose
              name="health"
              label="Health"
              empty="Any health"
              options={HEALTH_OPTIONS}
              value={filter.health}
              className={more}
            />
          </>
        )}
        <Choose
          name="origin"
          label="Origin"
          empty="Any origin"
          options={ORIGIN_OPTIONS}
          value={filter.origin}
          className={more}
        />
        {((withOutcome && outcomes.length > 0) || filter.outcome) && (
          <Choose
            name="outcome"
            label="Outcome"
            empty="Any outcome"
            options={outcomes.length > 0 ? outcomes : OUTCOME_OPTIONS}
            value={filter.outcome}
            className={more}
          />
        )}
        {children}
        <Button className="min-h-10">Show</Button>
        {!isShown && (
          <ButtonLink
            to={`${to}${filterParams(filter, { ...keep, filters: "open" })}`}
            className="min-h-10 md:hidden"
            preventScrollReset
          >
            Filters
          </ButtonLink>
        )}
        {isNarrowed(filter) && (
          <Link
            to={`${to}${filterParams(emptied(filter, withStage), keep)}`}
            className="grid min-h-10 place-items-center px-1 text-sm underline underline-offset-2"
          >
            Clear
          </Link>
        )}
      </Form>
    </search>
  );
}

function emptied(filter: EngagementFilter, withStage: boolean | undefined): EngagementFilter {
  return { ...NO_FILTER, stage: withStage ? null : filter.stage };
}

type ChooseProps = {
  name: string;
  label: string;
  empty: string;
  options: readonly Option[];
  value: string | null;
  className: string;
};

function Choose({ name, label, empty, options, value, className }: ChooseProps) {
  return (
    <Select
      name={name}
      label={label}
      hideLabel
      emptyLabel={empty}
      options={options}
      defaultValue={value ?? ""}
      idPrefix="filter"
      className={className}
    />
  );
}
