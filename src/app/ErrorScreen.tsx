/** A programmer's error, caught: says which story, seed and step, so that the run can be repeated; the rest stays usable. */
import { Component, type ReactNode } from 'react';
import type { PageStore } from '../state/store';

interface Props {
  readonly store: PageStore;
  readonly children: ReactNode;
}

export class ErrorScreen extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { story, cursor } = this.props.store.getState();
    return (
      <main className="mx-auto flex max-w-2xl flex-col gap-4 p-8 text-ink">
        <h1 className="text-xl font-bold">This part of Podarium broke</h1>
        <p>
          It is a defect of the page, not of what you did. Story <b>{story.title}</b>, seed {story.seed}, step {cursor}.
        </p>
        <pre className="overflow-auto rounded-card border-l-4 border-failed bg-sunken p-4 font-mono text-sm whitespace-pre-wrap">{error instanceof Error ? error.message : JSON.stringify(error)}</pre>
        <p>
          <button type="button" className="rounded-control border border-line-strong px-4 py-2" onClick={() => this.setState({ error: null })}>
            Try again
          </button>
        </p>
      </main>
    );
  }
}
