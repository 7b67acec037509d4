import { kpis } from '../../kpis/index.ts';
import { ANNOTATION_KINDS } from '../../store/kpi-notes.ts';
import { Choice } from '../parts/choice.tsx';
import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

export const AddAnnotation = ({ visit }: { visit: Visit }) => (
  <form method="post" action="/kpis/annotations" class="card stacked narrow">
    <CsrfField visit={visit} />
    <h3>Mark what happened</h3>
    <Choice
      name="kind"
      label="Kind of event"
      chosen="launch"
      options={ANNOTATION_KINDS.map((kind) => [kind, kind])}
    />
    <label class="field">
      <span>What happened</span>
      <input name="text" required maxlength={200} />
    </label>
    <div class="field-pair">
      <label class="field">
        <span>First day</span>
        <input type="date" name="firstDay" required />
      </label>
      <label class="field">
        <span>Last day (when it took longer)</span>
        <input type="date" name="lastDay" />
      </label>
    </div>
    <button type="submit">Mark it</button>
  </form>
);

export const SetTarget = ({ visit }: { visit: Visit }) => (
  <form method="post" action="/kpis/targets" class="card stacked narrow">
    <CsrfField visit={visit} />
    <h3>Set a target</h3>
    <div class="field-pair">
      <KpiChoice title="Number with a target" />
      <Value title="Target" />
    </div>
    <button type="submit">Set the target</button>
  </form>
);

export const AddBenchmark = ({ visit }: { visit: Visit }) => (
  <form method="post" action="/kpis/benchmarks" class="card stacked narrow">
    <CsrfField visit={visit} />
    <h3>Add a benchmark</h3>
    <div class="field-pair">
      <KpiChoice title="Number to compare" />
      <Value title="Figure" />
    </div>
    <label class="field">
      <span>What it is of</span>
      <input name="name" required maxlength={200} />
    </label>
    <label class="field">
      <span>Who published it, where</span>
      <input name="source" required maxlength={200} />
    </label>
    <label class="field">
      <span>Published on</span>
      <input type="date" name="publishedOn" required />
    </label>
    <button type="submit">Add the benchmark</button>
  </form>
);

export const RemoveButton = ({ visit, action, what }: { visit: Visit; action: string; what: string }) => (
  <form method="post" action={action} class="deeds">
    <CsrfField visit={visit} />
    <button type="submit" class="danger small">
      Remove<span class="visually-hidden"> {what}</span>
    </button>
  </form>
);

const KpiChoice = ({ title }: { title: string }) => (
  <Choice name="kpi" label={title} chosen="nps" options={[...kpis].map(([id, { name }]) => [id, name])} />
);

const Value = ({ title }: { title: string }) => (
  <label class="field">
    <span>{title}</span>
    <input name="value" inputmode="decimal" required maxlength={20} />
  </label>
);
