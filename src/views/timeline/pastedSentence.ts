/** The sentence that leads while somebody pastes: what the text makes, and what that means. Pure. */
import type { StartedBy } from '../../kubernetes/classification';
import type { PageState } from '../../state/store';

type Pasting = Pick<PageState, 'paste' | 'pasted' | 'pastedCounts' | 'pastedFault'>;

export interface ToldPaste {
  /** Who does it; null while nobody has done anything yet. */
  readonly subject: 'you' | null;
  readonly sentence: string;
}

const INVITES = 'Paste a manifest, drop a file, or take an example. **Nothing leaves this tab.**';

export function pastedSentence({ paste: { text, file, view }, pasted, pastedCounts, pastedFault }: Pasting): ToldPaste {
  if (file) return you(`edit ${file.path === '' ? 'a new file' : `\`${file.path.slice(file.path.lastIndexOf('/') + 1)}\``} on **${file.node}**. When it is saved, **the kubelet there reads it**, and nobody has to tell it.`);
  if (pastedCounts && pastedCounts.A > 1) return you(many(pastedCounts));
  if (pasted) return you(one(pasted.name, pasted.classification.startedBy.kind));
  if (text.trim() === '') return view === 'text' ? { subject: null, sentence: INVITES } : you('brought more than the editor holds. It is read here, in this tab: **what is known already can be looked at.**');
  if (pastedFault !== null) return you(`pasted a text that makes no pod. **${pastedFault}.**`);
  return you('pasted a text. The verdict says what pods it makes, **or what is wrong and where.**');
}

const you = (sentence: string): ToldPaste => ({ subject: 'you', sentence });

/** `title` is the object that holds the pod: 'Pod hello', 'Deployment shop'. */
function one(title: string, kind: StartedBy['kind']): string {
  const isPod = title.startsWith('Pod ') || title === 'Pod';
  switch (kind) {
    case 'undecided':
      return 'pasted a pod. A manifest does not say who will start it: **the place you put it does.**';
    case 'workload':
      return isPod
        ? 'pasted a pod that a controller made. It came through the API server: **a workload pod.**'
        : `pasted **${title}**. It is no pod itself: a controller makes pods from its template, **and all of them are workload pods.**`;
    case 'bare':
      return 'pasted a pod that came through the API server without a controller: **when it is deleted, nothing makes it again.**';
    case 'static':
      return 'pasted a static pod. A kubelet runs it from a file, **without asking anyone.**';
    case 'mirror':
      return 'pasted a mirror pod: what the API server shows of a static pod. **Deleting it stops nothing.**';
    default:
      return 'pasted a text that makes no pod. **There is nothing to classify.**';
  }
}

function many({ A: all, B: workload, C: fromFiles }: NonNullable<PageState['pastedCounts']>): string {
  const open = all - workload - fromFiles;
  const parts = [fromFiles > 0 ? `${told(fromFiles)} static` : '', workload > 0 ? `${told(workload)} workload` : ''].filter(Boolean);
  const sum = `pasted ${told(all)} pods or templates${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
  if (open > 0) return `${sum} Who starts ${open === all ? 'them' : open === 1 ? 'the other one' : `the other ${told(open)}`}, **the text alone cannot say.**`;
  if (fromFiles > 0) return `${sum} The static ${fromFiles === 1 ? 'one was' : 'ones were'} placed **by no scheduler.**`;
  return `${sum} **All of them come through the API server.**`;
}

const told = (number: number): string => number.toLocaleString('en');
