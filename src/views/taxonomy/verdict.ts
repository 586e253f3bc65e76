/**
 * A classification as a card can say it: at most three lines that decide or that one might take for evidence, and,
 * while it is open, what the ways are and what would settle it. Chooses and orders; the reasons themselves are
 * kubernetes/classify's.
 */
import type { Classification, Evidence } from '../../kubernetes/classification';
import type { IconName } from '../shared/icons';
import { origins, roles, type Origin, type Role } from '../shared/kinds';

export interface VerdictLine {
  /** False for what does not count, and for a mere sign while the question is open. */
  readonly proves: boolean;
  /** What it speaks for: 'Static'. */
  readonly lead?: string;
  readonly text: string;
  readonly evidence: Evidence;
}

/** One way that is still open. */
export interface OpenWay {
  readonly icon: IconName;
  readonly lead: string;
  readonly text: string;
}

export interface Verdict {
  readonly name: string;
  readonly origin?: Origin;
  readonly role?: Role;
  readonly lines: readonly VerdictLine[];
  /** The evidence for which three lines had no room. */
  readonly more: readonly VerdictLine[];
  /** How many paths through the chart are possible; 0 when there is no pod. */
  readonly paths: number;
  readonly ways: readonly OpenWay[];
  readonly settle: readonly string[];
}

const originOf: Readonly<Record<Classification['class'], Origin | undefined>> = {
  static: 'static', mirror: 'static', workload: 'workload', unknown: undefined,
};
const roleOf: Readonly<Record<Classification['system'], Role | undefined>> = {
  system: 'system', 'non-system': 'nonSystem', unsure: undefined,
};

/** A sentence that follows a colon begins small, unless its first word is a name. */
function afterColon(sentence: string): string {
  const small = /^(?:It|Its|A|An|The|There|This|No|Nothing|In|Neither|Only|As|All) /.test(sentence) || /^(?:It's) /.test(sentence);
  return small ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function line(evidence: Evidence, origin: Origin | undefined, role: Role | undefined): VerdictLine {
  const lead = evidence.about === 'origin' ? origin && origins[origin].label : role && roles[role].label;
  const proves = evidence.verdict !== 'does-not-count' && lead !== undefined;
  return proves
    ? { proves, lead, text: afterColon(evidence.because), evidence }
    : { proves: false, text: evidence.because, evidence };
}

const strength: Readonly<Record<Evidence['verdict'], number>> = { proves: 0, leans: 1, 'does-not-count': 2 };

/** The best reason for the origin, the best for the role, then the best of the rest: three in all. */
function chosen(evidence: readonly Evidence[]): readonly Evidence[] {
  const byStrength = evidence.toSorted((a, b) => strength[a.verdict] - strength[b.verdict]);
  const first = (about: Evidence['about']): readonly Evidence[] => byStrength.filter((each) => each.about === about && each.verdict !== 'does-not-count').slice(0, 1);
  const best = [...first('origin'), ...first('role')];
  const rest = byStrength.filter((each) => !best.includes(each));
  // What looks like evidence and is none teaches more than a second proof.
  const third = rest.find((each) => each.verdict === 'does-not-count') ?? rest[0];
  return third === undefined ? best : [...best, third];
}

function openWays(origin: Origin | undefined, role: Role | undefined): readonly OpenWay[] {
  const ways: OpenWay[] = [];
  if (origin === undefined) {
    ways.push({ icon: 'static', lead: 'Static', text: 'once the text is a file in a folder that a kubelet reads.' });
    ways.push({ icon: 'workload', lead: 'Workload', text: 'once the API server has accepted it.' });
  }
  if (role === undefined) {
    ways.push({ icon: 'system', lead: 'System', text: 'if the cluster needs it to run.' });
    ways.push({ icon: 'nonSystem', lead: 'Non-System', text: 'if only its users do.' });
  }
  return ways;
}

/** What the card under the chart says of `name`. */
export function verdictOf(name: string, classification: Classification): Verdict {
  const none = classification.startedBy.kind === 'none';
  const origin = none ? undefined : originOf[classification.class];
  const role = none ? undefined : roleOf[classification.system];
  const best = chosen(classification.evidence);
  const rest = classification.evidence.filter((each) => !best.includes(each));
  return {
    name,
    ...(origin === undefined ? {} : { origin }),
    ...(role === undefined ? {} : { role }),
    lines: best.map((each) => line(each, origin, role)),
    more: rest.map((each) => line(each, origin, role)),
    paths: classification.paths.length,
    ways: none ? [] : openWays(origin, role),
    settle: classification.settle ?? [],
  };
}
