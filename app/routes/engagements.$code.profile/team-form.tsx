import { Form, Link } from "@remix-run/react";
import type { EngagementProfile } from "db/profile.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Checkbox, type FormErrors as Errors, type FormValues, Select } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Theirs } from "./theirs";

type Person = { id: string; name: string };
type Props = {
  seq: number;
  team: EngagementProfile["team"];
  leads: readonly Person[];
  /** To whom it can be handed; null for who may not hand it over. */
  managers: readonly Person[] | null;
  people: readonly Person[];
  errors?: Errors;
  values?: FormValues;
  current?: Record<string, string>;
};

const LABELS = { lead: "Lead", manager: "Manager", members: "Members" };

/** Who has it stays on the list, so that saving the rest of the team never hands it over. */
function withCurrent(managers: readonly Person[], { managerId, managerName }: EngagementProfile["team"]) {
  if (managerId === null || managers.some(({ id }) => id === managerId)) return managers;
  return [...managers, { id: managerId, name: managerName ?? "" }];
}

/** Who leads it, who answers for it, and who works on it and so may see it. */
export function TeamForm({ seq, team, leads, managers, people, errors, values, current }: Props) {
  const members = new Set(team.members.map((member) => member.id));
  // Somebody who was disabled since stays on the list until they are taken off.
  const listed = [...people, ...team.members.filter((member) => !people.some(({ id }) => id === member.id))];
  return (
    <Card id="team" title="Team">
      <Form method="post" className="grid gap-4" preventScrollReset>
        <FormErrors errors={errors} idPrefix="team" />
        <Theirs current={current} values={undefined} labels={LABELS} />
        <input type="hidden" name="seq" value={seq} />
        <input type="hidden" name="intent" value="team" />
        <Select
          name="lead_id"
          label="Lead"
          idPrefix="team"
          emptyLabel="Nobody yet"
          options={leads.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={team.leadId ?? ""}
          errors={errors}
          values={values}
        />
        {managers && (
          <Select
            name="manager_id"
            label="Manager"
            hint="Who answers for it and hears of its gates."
            idPrefix="team"
            {...(team.managerId ? {} : { emptyLabel: "Nobody yet" })}
            options={withCurrent(managers, team).map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={team.managerId ?? ""}
            errors={errors}
            values={values}
          />
        )}
        <fieldset>
          <legend className="mb-1 font-semibold text-sm">Members</legend>
          <div className="grid max-h-64 gap-1 overflow-y-auto rounded-control border border-line p-2">
            {listed.map(({ id, name }) => (
              <Checkbox
                key={id}
                name="member_ids"
                value={id}
                label={name}
                idPrefix="team"
                defaultChecked={members.has(id)}
              />
            ))}
          </div>
        </fieldset>
        <div>
          <Button>Save the team</Button>
        </div>
      </Form>
      <p className="mt-3">
        <Link
          to="../team"
          relative="path"
          className="inline-flex min-h-6 items-center underline underline-offset-2"
        >
          How much of each, and when
        </Link>
      </p>
    </Card>
  );
}
