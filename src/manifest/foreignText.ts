/**
 * Texts that are not manifests but get pasted as such: what kubectl prints for people, compose files, workflow files,
 * parts of a Helm chart. Naming the cause helps more than the first syntax error in it.
 */
import { isFields, type Fields } from '../kubernetes/reading';
import { excerpt, type ProblemCode, type Severity } from './problem';

export interface Foreign {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
}

const tableHeader = /^(?:NAMESPACE\s{2,})?NAME\s{2,}(?:READY|STATUS|TYPE|DESIRED|COMPLETIONS|SCHEDULE|AGE|CLUSTER-IP|DATA|CAPACITY|VOLUME|CLASS|HOSTS|CPU|SECRETS|UP-TO-DATE|REFERENCE|VALUE|ROLES|CREATED|LABELS|POD|RESTARTS|MIN)\b/;
/** Other tables: events, usage, and what container tools print. */
const otherTable = /^(?:(?:NAMESPACE\s{2,})?LAST SEEN\s{2,}TYPE|NAME\s{2,}CPU\(cores\)|POD ID\s{2,}CREATED|CONTAINER(?: ID)?\s{2,}IMAGE|NAME\s{2,}NAMESPACE\s{2,}REVISION)/;
/** What kubectl says when it has nothing to print. */
const complaint = /^(?:Error from server|The connection to the server|Unable to connect to the server|No resources found|error: )/;
const describeLine = /^(?:Name|Namespace|Priority|Priority Class Name|Service Account|Node|Start Time|Labels|Annotations|Status|IP|IPs|Controlled By|Controllers?|Init Containers|Containers|Conditions|Volumes|QoS Class|QoS Tier|Node-Selectors|Tolerations|Events|Selector|Replicas|StrategyType|Pod Template|Pod Status|Pods Status|CreationTimestamp|Roles|Taints|Addresses|Capacity|Allocatable|System Info|Image\(s\)|Desired Number of Nodes Scheduled|Type|Endpoints|Session Affinity):(?:\s|$)/;

/** What kubectl prints for people, told by the first lines. `text` is one part of the paste. */
export function kubectlOutput(text: string): Foreign | undefined {
  const lines = text.slice(0, 20_000).split('\n').filter((line) => line.trim() !== '');
  const head = lines.find((line) => !/^[$#>]/.test(line)) ?? '';
  if (tableHeader.test(head)) {
    return {
      code: 'kubectlOutput', severity: 'error', message: 'This is the table that kubectl get prints',
      detail: 'It names the objects and holds none of their fields.', hint: 'Paste the output of the same command with -o yaml.',
    };
  }
  if (otherTable.test(head)) {
    return {
      code: 'kubectlOutput', severity: 'error', message: 'This is a table that a tool prints for people', detail: 'It names things and holds none of their fields.',
      hint: 'Paste the output of kubectl get … -o yaml.',
    };
  }
  if (complaint.test(head)) {
    return {
      code: 'kubectlOutput', severity: 'error', message: 'This is a message of kubectl, not what it was asked for', detail: excerpt(head, 120),
      hint: 'Ask again once the command succeeds, with -o yaml.',
    };
  }
  const described = lines.filter((line) => describeLine.test(line)).length;
  if (/^Name:\s+\S/.test(lines.slice(0, 3).find((line) => line.startsWith('Name:')) ?? '') && described >= 4) {
    return {
      code: 'kubectlOutput', severity: 'error', message: 'This is what kubectl describe prints',
      detail: 'It is a report for people, not a manifest: annotations, owners and defaults are cut or missing.',
      hint: 'Paste the output of kubectl get … -o yaml.',
    };
  }
  return undefined;
}

const looksLikeService = (value: unknown): boolean =>
  isFields(value) && ['image', 'build', 'ports', 'depends_on', 'environment', 'container_name'].some((key) => key in value);

/** Files of other tools, told by their top-level keys. Only for objects without a kind. */
export function foreignObject(value: Fields): Foreign {
  const has = (key: string): boolean => Object.hasOwn(value, key);
  const services = value['services'];
  if (isFields(services) && Object.values(services).some(looksLikeService)) {
    return {
      code: 'composeFile', severity: 'warning', message: 'This is a Compose file', detail: 'Its services are containers for Docker, not pods.',
      hint: 'kompose convert makes Deployments and Services of it.',
    };
  }
  const jobs = value['jobs'];
  if (isFields(jobs) && Object.values(jobs).some((job) => isFields(job) && ('steps' in job || 'runs-on' in job || 'uses' in job))) {
    return {
      code: 'workflowFile', severity: 'warning', message: 'This is a workflow file of a build service', detail: 'Its jobs are no Kubernetes Jobs.',
      hint: 'Paste the manifests that the workflow applies.',
    };
  }
  if (has('apiVersion') && has('name') && has('version') && !has('metadata')) {
    return {
      code: 'helmFile', severity: 'warning', message: 'This is the Chart.yaml of a Helm chart', detail: 'The objects stand in the chart’s templates.',
      hint: 'Paste the output of helm template.',
    };
  }
  const image = value['image'];
  if ((has('replicaCount') || (isFields(image) && 'repository' in image)) && !has('apiVersion')) {
    return {
      code: 'helmFile', severity: 'warning', message: 'This looks like the values of a Helm chart', detail: 'Values become objects only when the chart is rendered.',
      hint: 'Paste the output of helm template.',
    };
  }
  return {
    code: 'notKubernetes', severity: 'warning', message: 'This is not a Kubernetes object: it has no kind',
    detail: "Kubernetes: Object 'Kind' is missing.", hint: 'A manifest begins with apiVersion and kind.',
  };
}
