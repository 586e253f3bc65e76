/** A rule of behaviour: what an actor does, in one sentence, and the upstream function that says so. */
export interface Rule {
  /** The name of the deed, two to five words. */
  readonly title: string;
  /**
   * The rest of a sentence whose subject is the actor: "asks containerd to make a sandbox for **{pod}**.".
   * `{name}` takes a value of the step's `about`; `**…**` is the one conclusion.
   */
  readonly sentence: string;
  /** `path:function` in kubernetes/kubernetes, or in another tree that it names (`containerd:…`). */
  readonly upstream: string;
  /** A page of the public documentation, where there is one. */
  readonly docs?: string;
  /** What the simulation leaves out or fixes by itself. */
  readonly simplification?: string;
  /** How the deed travels, when something is sent: a call, a watch event, a file event, a signal to a process. */
  readonly via?: 'call' | 'watch' | 'file' | 'signal';
  /** The words on the travelling token: an operation's or message's own name. */
  readonly label?: string;
  /** Housekeeping that no lesson is about: not counted as a step of its own on the page. */
  readonly quiet?: true;
  /** A turning point: the beat buttons stop here. */
  readonly beat?: true;
}

export type Rules = Readonly<Record<string, Rule>>;
