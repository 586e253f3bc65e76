/**
 * The address, versioned: story, the user's own actions, cursor, selection and what is shown. Everything else is computed
 * again from these. Pure; url.ts connects it with the browser.
 *
 * `#v=1&k8s=1.36&story=power-on&at=cp-1/kubelet/RunPodSandbox/etcd-cp-1&sel=pod:kube-system/etcd-cp-1`
 */
import type { UserAction } from '../simulation/actions';
import type { SharedInput } from './session';
import { formatSelection, parseSelection, type Selection } from './selection';
import type { PanelName } from './store';
import type { Theme } from './theme';

export const ADDRESS_VERSION = 1;

export interface Address {
  readonly story: string;
  /** Key of the step at the cursor; '' at the start. */
  readonly at: string;
  readonly selection: Selection | null;
  /** The packed actions (see {@link packInputs}); '' for none. */
  readonly packedInputs: string;
  /** Embeds: the only panels to show. */
  readonly only: readonly PanelName[];
  readonly theme: Theme;
}

const PANELS: readonly PanelName[] = ['what', 'where', 'inside', 'when'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

/** Slashes and colons stay readable in a fragment. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%2C', ',');

/** The fragment, without the leading `#`. */
export function formatAddress(address: Address): string {
  const parts = [`v=${ADDRESS_VERSION}`, 'k8s=1.36', `story=${encode(address.story)}`];
  if (address.at) parts.push(`at=${encode(address.at)}`);
  if (address.selection) parts.push(`sel=${encode(formatSelection(address.selection))}`);
  if (address.packedInputs) parts.push(`in=${address.packedInputs}`);
  if (address.only.length > 0) parts.push(`only=${address.only.join(',')}`);
  if (address.theme !== 'system') parts.push(`theme=${address.theme}`);
  return parts.join('&');
}

/** Reads a fragment; null when it is empty or of a version that is not known. Unknown parts are passed over. */
export function parseAddress(fragment: string): Address | null {
  const values = new Map<string, string>();
  for (const part of fragment.replace(/^#/, '').split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) values.set(part.slice(0, equals), decode(part.slice(equals + 1)));
  }
  if (values.get('v') !== String(ADDRESS_VERSION)) return null;
  const only = (values.get('only') ?? '').split(',');
  const theme = values.get('theme');
  return {
    story: values.get('story') ?? '',
    at: values.get('at') ?? '',
    selection: parseSelection(values.get('sel') ?? ''),
    packedInputs: values.get('in') ?? '',
    only: PANELS.filter((panel) => only.includes(panel)),
    theme: THEMES.find((one) => one === theme) ?? 'system',
  };
}

/** A part as it was, or '' when its escapes are broken. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const ACTIONS = new Set<string>([
  'apply', 'patch', 'delete', 'scale', 'setImage', 'rolloutUndo', 'cordon', 'uncordon', 'taint', 'drain', 'debug', 'writeFile', 'removeFile',
  'renameFile', 'startKubelet', 'stopKubelet', 'stopNode', 'startNode', 'exitContainer', 'killContainer', 'setUsage', 'setImageExists',
] satisfies readonly UserAction['do'][]);

/** Most actions that a link may carry. */
const MOST_INPUTS = 200;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const formatInputs = (inputs: readonly SharedInput[]): string => JSON.stringify(inputs);

/** The actions in a text from a link, or null when it is none of ours. Each is checked as far as its kind goes. */
export function parseInputs(text: string): readonly SharedInput[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length > MOST_INPUTS) return null;
  const inputs: SharedInput[] = [];
  for (const one of value) {
    if (!isRecord(one) || typeof one['at'] !== 'string' || !isRecord(one['action'])) return null;
    const action = one['action'];
    if (typeof action['do'] !== 'string' || !ACTIONS.has(action['do'])) return null;
    // The simulated kubectl treats what is inside as user input and refuses it in its own words.
    inputs.push({ at: one['at'], action: action as unknown as UserAction });
  }
  return inputs;
}
