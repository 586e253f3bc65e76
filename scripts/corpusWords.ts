// The corpus labels its objections with short codes; these are the words in which Kubernetes says each of them.
import type { AnalysedPod, ManifestAnalysis } from '../src/manifest/analyse';
import type { ManifestDocument } from '../src/manifest/parse';
import { podObjections } from '../src/manifest/refusals';

/** Code → upstream's message (pkg/apis/core/validation/validation.go). */
const upstreamWords: Readonly<Record<string, RegExp>> = {
  'no-name': /metadata\.name: Required value: name or generateName is required$/,
  'container-without-name': /ontainers\[\d+\]\.name: Required value$/,
  'container-without-image': /ontainers\[\d+\]\.image: Required value$/,
  'duplicate-container-name': /ontainers\[\d+\]\.name: Duplicate value: ".*"$/,
  'no-containers': /spec\.containers: Required value$/,
  'ephemeral-containers-on-create': /spec\.ephemeralContainers: Forbidden: cannot be set on create$/,
  'mount-of-undeclared-volume': /\.volumeMounts\[\d+\]\.name: Not found: ".*"$/,
  'duplicate-volume-name': /\.volumes\[\d+\]\.name: Duplicate value: ".*"$/,
  'hostProcess-without-hostNetwork': /hostNetwork: Invalid value: (?:true|false): hostNetwork must be true if pod contains any hostProcess containers$/,
  'hostProcess-mixed': /If pod contains any hostProcess containers then all containers must be HostProcess containers$/,
  'shareProcessNamespace-with-hostPID': /ShareProcessNamespace and HostPID cannot both be enabled$/,
};

/** The codes of a label that the analysis does not object to in upstream's words, and at a line of the document. */
export function missingRefusals(codes: readonly string[], doc: ManifestDocument, pod: AnalysedPod): readonly string[] {
  const objections = podObjections(doc, pod);
  return codes.filter((code) => {
    const words = upstreamWords[code];
    return !objections.some(({ text, line }) => line >= doc.startLine && line <= doc.endLine && (words === undefined || words.test(text)));
  });
}

/** Is an error or a warning of Kubernetes' own readers told, word for word, with the line that they count? The label joins what its two readers say with a bar. */
export function toldAsUpstream({ problems }: ManifestAnalysis, message: string): boolean {
  const wanted = message.split(' | ').map((each) => each.replace(/^json: /, ''));
  return problems.some(({ kubernetes }) => kubernetes?.split('; ').some((told) => wanted.includes(told)));
}
