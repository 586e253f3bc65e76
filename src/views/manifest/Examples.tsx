/** What stands beside an empty editor: the ways to begin, and manifests to begin with, each with what it teaches. */
import { manifestExamples } from '../../manifest/examples';
import { Icon } from '../shared/icons';

export function Examples({ onTake }: { readonly onTake: (text: string) => void }) {
  return (
    <section aria-label="Ways to begin" className="flex flex-col gap-3">
      <p className="text-ink-2">
        Paste a manifest, a Helm chart’s output or <code className="whitespace-nowrap">kubectl get pods -A -o yaml</code>. Or drop a file anywhere, also a large dump. It is read in this tab: <b>nothing is sent anywhere.</b>
      </p>
      <h3 className="font-bold">Or begin with an example</h3>
      <ul className="grid gap-2 @min-[1100px]:grid-cols-2">
        {manifestExamples.map(({ id, title, teaches, text }) => (
          <li key={id}>
            <button type="button" className="flex size-full flex-col gap-0.5 rounded-card border border-line-strong px-3 py-2 text-left hover:border-ink hover:bg-sunken" onClick={() => onTake(text)}>
              <span className="flex w-full items-center gap-2 font-semibold">{title} <Icon name="right" size={14} className="ml-auto text-muted" /></span>
              <span className="text-sm text-muted">{teaches}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
