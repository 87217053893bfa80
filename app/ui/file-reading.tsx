import { type FileReading, type OpenApiProblem, type OpenApiReading, operationsText } from "~/domain/openapi";
import { Card } from "./card";
import { Markdown } from "./markdown";

/** A Markdown or OpenAPI file as what it is. */
export function FileReadingShown({ reading }: { reading: FileReading }) {
  if (reading.kind === "markdown") {
    return (
      <Card>
        <Markdown html={reading.html} />
      </Card>
    );
  }
  if (reading.kind === "openapi") return <OpenApiShown openApi={reading.openApi} />;
  return (
    <Card>
      <p>The file is too long to be shown on a page. Download it to read it.</p>
    </Card>
  );
}

function OpenApiShown({ openApi }: { openApi: OpenApiReading }) {
  const facts = [
    { name: "Title", value: openApi.title },
    { name: "Version", value: openApi.version },
    { name: "Written in", value: openApi.format && `OpenAPI ${openApi.format}` },
    { name: "Describes", value: operationsText(openApi) },
  ].filter(({ value }) => value !== "");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Card id="described" title="What it describes">
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)]">
          {facts.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Problems problems={openApi.problems} count={openApi.problemCount} />
      {openApi.operations.length > 0 && <Operations openApi={openApi} />}
    </div>
  );
}

function Problems({ problems, count }: { problems: readonly OpenApiProblem[]; count: number }) {
  return (
    <Card
      flush
      id="problems"
      title={count === 0 ? "No problems found" : count === 1 ? "One problem" : `${count} problems`}
      tone={count === 0 ? "plain" : "waiting"}
    >
      {count === 0 ? (
        <p className="px-4 py-3 text-muted">It is what the specification of OpenAPI asks for.</p>
      ) : (
        <ol className="divide-y divide-line">
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column} ${problem.message}`} className="px-4 py-2.5">
              <p>{problem.message}</p>
              <p className="text-muted text-sm">
                {problem.line !== null && `Line ${problem.line}, column ${problem.column}`}
                {problem.where !== "" && `${problem.line !== null ? ": " : ""}${problem.where}`}
              </p>
            </li>
          ))}
        </ol>
      )}
      {problems.length < count && (
        <p className="border-t px-4 py-2.5 text-muted text-sm">The first {problems.length} are shown.</p>
      )}
    </Card>
  );
}

function Operations({ openApi: { operations, operationCount } }: { openApi: OpenApiReading }) {
  return (
    <Card flush id="operations" title="Operations">
      <ul className="divide-y divide-line">
        {operations.map(({ method, path, summary, isDeprecated, line }) => (
          <li key={`${method} ${path}`} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
            <span className="w-16 shrink-0 font-semibold text-sm">{method.toUpperCase()}</span>
            <span className="min-w-0 break-all font-mono text-sm">{path}</span>
            {isDeprecated && <span className="text-muted text-sm">deprecated</span>}
            <span className="ml-auto text-muted text-sm">line {line}</span>
            {summary && <span className="w-full text-muted text-sm">{summary}</span>}
          </li>
        ))}
      </ul>
      {operations.length < operationCount && (
        <p className="border-t px-4 py-2.5 text-muted text-sm">The first {operations.length} are shown.</p>
      )}
    </Card>
  );
}
