import { type PipelineView, viewParams } from "~/domain/pipeline-view";

/** What else stands in the address, kept by a form that changes some of it. */
export function HiddenView({ view }: { view: PipelineView }) {
  return [...new URLSearchParams(viewParams(view))].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
