import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readCapacity } from "db/capacity.server";
import { listAssignable } from "db/people.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { freeDays } from "~/domain/capacity";
import { may, reach } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { LoadLegend, LoadTable } from "~/ui/load-weeks";
import loadWeeks from "~/ui/load-weeks.css?url";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";
import { AbsenceForm } from "./absence-form";
import { actOnAbsences } from "./acts.server";
import { addressOf, askedOf, stepsOf } from "./address";
import { FilterForm } from "./filter-form";
import { PersonRows } from "./person-rows";

export const meta: MetaFunction = () => [{ title: "Capacity · Phaseline" }];
export const links: LinksFunction = () => [{ rel: "stylesheet", href: loadWeeks }];

const DONE: Record<string, string> = {
  added: "The days away are noted.",
  removed: "The days away are taken back.",
};

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_capacity");
  const { db } = args.context;
  const { today } = await actOf(args, actor);
  const asked = askedOf(args.request, today);
  const isOfAll = reach(actor.role, "see_capacity") === "all";
  return readOrRefuse(async () => {
    const page = await readCapacity(db, actor, asked, today);
    const at = (number: number) => addressOf({ ...asked, page: number }, today);
    return {
      shell: shellOf(actor),
      asked,
      isOfAll,
      mayStart: may(actor.role, "run_engagement"),
      page,
      steps: stepsOf(asked, today),
      previous: asked.page > 1 ? at(asked.page - 1) : null,
      next: asked.page * page.perPage < page.total ? at(asked.page + 1) : null,
      people: isOfAll ? (await listAssignable(db, actor)).map(({ id, name }) => ({ id, name })) : null,
      done: DONE[new URL(args.request.url).searchParams.get("done") ?? ""] ?? null,
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnAbsences(args);

export default function Capacity() {
  const data = useLoaderData<typeof loader>();
  const { shell, asked, isOfAll, page, steps, done } = data;
  const refused = useActionData<typeof action>();
  const isWhole = page.total <= page.perPage;
  return (
    <AppShell {...shell} wide>
      <PageHeader
        title="Capacity"
        lead={leadOf(page.people)}
        actions={
          data.mayStart && (
            <ButtonLink tone="primary" to="/capacity/start">
              When can we start?
            </ButtonLink>
          )
        }
      />
      {done && !refused && <DoneNotice>{done}</DoneNotice>}
      <FilterForm asked={asked} isNow={steps.now === null} canNarrow={isOfAll} />
      <Steps
        steps={steps}
        first={page.mondays[0] ?? asked.fromOn}
        last={page.mondays.at(-1) ?? asked.fromOn}
      />
      {page.people.length === 0 ? (
        <EmptyState
          title={asked.search === "" && asked.role === null ? "Nobody to plan for yet" : "Nobody fits"}
        >
          {asked.search === "" && asked.role === null
            ? "Leads and members stand here with their weeks, and managers who work on an engagement, as soon as they are invited."
            : "Try another name or role, or clear what narrows the picture."}
        </EmptyState>
      ) : (
        <Card className="px-2! py-3 sm:px-4!">
          <LoadTable mondays={page.mondays}>
            {page.people.map((person) => (
              <PersonRows key={person.id} person={person} mondays={page.mondays} />
            ))}
            {isWhole && page.people.length > 1 && <FreeRow people={page.people} mondays={page.mondays} />}
          </LoadTable>
          <LoadLegend />
          {page.holidays.length > 0 && (
            <p className="mt-1 text-muted text-sm">
              Closed for everybody:{" "}
              {page.holidays.map((on, at) => (
                <span key={on}>
                  {at > 0 && ", "}
                  <DateText on={on} />
                </span>
              ))}
            </p>
          )}
        </Card>
      )}
      {!isWhole && <Pagination summary={`${page.total} people`} previous={data.previous} next={data.next} />}
      <div className="mt-4">
        <AbsenceForm
          people={data.people}
          idempotencyKey={data.idempotencyKey}
          refused={refused?.values.intent === "add_absence" ? refused : undefined}
        />
      </div>
    </AppShell>
  );
}

type People = ReturnType<typeof useLoaderData<typeof loader>>["page"]["people"];

/** Who is planned for more than there is of them. */
function leadOf(people: People): string | undefined {
  if (people.length === 0) return undefined;
  const over = people.filter(({ weeks }) => weeks.some(({ state }) => state === "over"));
  const names = over.map(({ name }) => name);
  if (names.length === 0) return "Nobody is planned for more than there is of them.";
  const [last, ...rest] = [...names.slice(0, 3)].reverse();
  const told =
    names.length > 3
      ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`
      : rest.length > 0
        ? `${rest.reverse().join(", ")} and ${last}`
        : last;
  return `${told} ${names.length === 1 ? "is" : "are"} planned for more than there is of them.`;
}

function Steps({ steps, first, last }: { steps: ReturnType<typeof stepsOf>; first: string; last: string }) {
  return (
    <nav aria-label="Weeks" className="mb-3 flex flex-wrap items-center gap-2">
      <ButtonLink size="small" to={steps.earlier} preventScrollReset>
        Four weeks earlier
      </ButtonLink>
      {steps.now && (
        <ButtonLink size="small" to={steps.now} preventScrollReset>
          This week
        </ButtonLink>
      )}
      <ButtonLink size="small" to={steps.later} preventScrollReset>
        Four weeks later
      </ButtonLink>
      <span className="text-muted text-sm">
        Twelve weeks, from <DateText on={first} short /> to the week of <DateText on={last} short />
      </span>
    </nav>
  );
}

/** Working days that are free, over everybody shown. */
function FreeRow({ people, mondays }: { people: People; mondays: readonly string[] }) {
  return (
    <tfoot>
      <tr className="lg:hidden">
        <th scope="rowgroup" colSpan={mondays.length} className="pt-3 text-left text-sm">
          Free days of everybody together
        </th>
      </tr>
      <tr>
        <th scope="row" className="hidden pr-3 text-left text-sm lg:table-cell">
          Free days of everybody together
        </th>
        {mondays.map((monday, week) => (
          <td key={monday} className="pt-1 text-center text-xs">
            {freeDays(people.flatMap(({ weeks }) => weeks[week] ?? []))}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
