/**
 * Texts that are not manifests but get pasted as such: what kubectl prints for people, compose files, workflow files,
 * parts of a Helm chart. Naming the cause helps more than the first syntax error in it.
 */
import { isFields, type Fields } from '../kubernetes/reading';
import { excerpt, type ProblemCode, type Severity } from './problem';
import { fieldsOfType } from './schema';

export interface Foreign {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
}

const tableHeader = /^(?:NAMESPACE\s{2,})?NAME\s{2,}(?:READY|STATUS|TYPE|DESIRED|COMPLETIONS|SCHEDULE|AGE|CLUSTER-IP|DATA|CAPACITY|VOLUME|CLASS|HOSTS|CPU|SECRETS|UP-TO-DATE|REFERENCE|VALUE|ROLES|CREATED|LABELS|POD|RESTARTS|MIN)\b/;
/** Other tables: events, usage, and what container tools print. */
const otherTable = /^(?:(?:NAMESPACE\s{2,})?LAST SEEN\s{2,}TYPE|NAME\s{2,}CPU\(cores\)|POD ID\s{2,}CREATED|CONTAINER(?: ID)?\s{2,}IMAGE|NAME\s{2,}NAMESPACE\s{2,}REVISION|[A-Z][A-Z_()-]*(?:\s{2,}[A-Z][A-Z_()-]*(?: [A-Z][A-Z_()-]*)*){2,}\s*$)/;
/** Rows of such a table without its head. */
const tableRow = /^\S+\s{2,}\d+\/\d+\s{2,}\S+\s{2,}\d+\b/;
/** Only the names of objects, as kubectl get -o name prints them. */
const onlyName = /^(?:pod|node|service|secret|configmap|namespace|[a-z]+\.(?:apps|batch|[a-z0-9.-]+))\/[a-z0-9.-]+$/;
/** The first lines of reports that have a form of their own. */
const reports: readonly (readonly [RegExp, string])[] = [
  [/^(?:GROUP:\s+\S+\n)?KIND:\s+\w+\nVERSION:\s/, 'This is what kubectl explain prints'],
  [/^NAME: \S+\nLAST DEPLOYED: /, 'This is what helm status prints'],
  [/^(?:Waiting for |deployment "|statefulset rolling update|daemon set ")/, 'This is what kubectl rollout status prints'],
];
/** What kubectl reports of a change. */
const report = /^[a-z][a-z0-9.-]*\/\S+ (?:created|configured|unchanged|deleted|patched|labeled|annotated|scaled|restarted|pruned|replaced|serverside-applied)\b/;
/** What kubectl says when it has nothing to print. */
const complaint = /^(?:Error from server|The connection to the server|Unable to connect to the server|No resources found|error: )/;
const describeLine = /^(?:Name|Namespace|Priority|Priority Class Name|Service Account|Node|Start Time|Labels|Annotations|Status|IP|IPs|Controlled By|Controllers?|Init Containers|Containers|Conditions|Volumes|QoS Class|QoS Tier|Node-Selectors|Tolerations|Events|Selector|Replicas|StrategyType|Pod Template|Pod Status|Pods Status|CreationTimestamp|Roles|Taints|Addresses|Capacity|Allocatable|System Info|Image\(s\)|Desired Number of Nodes Scheduled|Type|Endpoints|Session Affinity):(?:\s|$)/;

/** What kubectl prints for people, told by the first lines. `text` is one part of the paste. */
export function kubectlOutput(text: string): Foreign | undefined {
  const lines = text.slice(0, 20_000).split('\n').filter((line) => line.trim() !== '');
  const head = lines.find((line) => !/^[$#>]/.test(line)) ?? '';
  if (tableHeader.test(head) || tableRow.test(head)) {
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
  if (report.test(head)) {
    return {
      code: 'kubectlOutput', severity: 'error', message: 'This is what kubectl reports of a change', detail: 'It names the objects and holds none of their fields.',
      hint: 'Paste the manifest that was applied, or the output of kubectl get … -o yaml.',
    };
  }
  const reported = reports.find(([pattern]) => pattern.test(lines.slice(0, 4).join('\n')))?.[1] ?? (lines.every((line) => onlyName.test(line)) ? 'These are only the names of objects' : undefined);
  if (reported !== undefined) {
    return {
      code: 'kubectlOutput', severity: 'error', message: reported, detail: 'It is text for people and holds none of the objects’ fields.',
      hint: 'Paste the output of kubectl get … -o yaml.',
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

interface ForeignKind {
  readonly code: ProblemCode;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
  readonly is: (value: Fields) => boolean;
}

const has = (value: Fields, ...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(value, key));
const anyValue = (value: unknown, test: (each: unknown) => boolean): boolean => isFields(value) && Object.values(value).some(test);
const isImageOfChart = (value: unknown): boolean => isFields(value) && isFields(value['image']) && 'repository' in value['image'];
const chartKeys = new Set(['apiVersion', 'name', 'version', 'appVersion', 'description', 'type', 'dependencies', 'maintainers', 'keywords', 'home', 'icon', 'sources', 'kubeVersion', 'annotations', 'deprecated', 'engine']);
const patchKeys = new Set(['metadata', 'spec', 'status', 'data']);

const areTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
const hasMaps = (value: unknown, ...keys: readonly string[]): boolean => Array.isArray(value) && value.some((each) => isFields(each) && has(each, ...keys));

/** Files of other tools, told by keys that only they have. */
const settings: readonly { readonly what: string; readonly is: (value: Fields) => boolean }[] = [
  { what: 'a template of CloudFormation', is: (value) => has(value, 'AWSTemplateFormatVersion') || anyValue(value['Resources'], (each) => isFields(each) && String(each['Type']).includes('::')) },
  { what: 'a cloud-init file', is: (value) => has(value, 'write_files', 'runcmd', 'cloud_init_modules', 'package_update', 'ssh_authorized_keys') },
  { what: 'the configuration of a machine, for Ignition', is: (value) => has(value, 'variant') && has(value, 'version') || isFields(value['ignition']) },
  { what: 'an inventory of Ansible', is: (value) => isFields(value['all']) && has(value['all'], 'hosts', 'children', 'vars') },
  { what: 'the description of an API', is: (value) => has(value, 'openapi', 'swagger') && has(value, 'info', 'paths') },
  { what: 'a JSON schema', is: (value) => has(value, '$schema', '$id', '$defs', 'definitions') && has(value, 'properties', 'type', 'definitions', '$defs', 'oneOf', '$ref') },
  { what: 'the configuration of Prometheus', is: (value) => has(value, 'scrape_configs') || hasMaps(value['groups'], 'rules') },
  { what: 'the configuration of jobs for Prow', is: (value) => has(value, 'presubmits', 'postsubmits', 'periodics') },
  { what: 'a configuration of Dependabot', is: (value) => has(value, 'version') && hasMaps(value['updates'], 'package-ecosystem') },
  { what: 'a configuration of pre-commit', is: (value) => hasMaps(value['repos'], 'hooks') },
  { what: 'a dashboard of Grafana', is: (value) => has(value, 'panels', 'rows') && has(value, 'schemaVersion', 'templating', 'dashboard') },
  { what: 'the description of a package', is: (value) => has(value, 'name') && has(value, 'dependencies', 'devDependencies', 'scripts') && has(value, 'version', 'private') },
];

/** What stands in the items of a list of tasks for Ansible, besides their name. */
const taskKeys = ['when', 'with_items', 'loop', 'register', 'become', 'notify', 'tags', 'block', 'set_fact', 'include_tasks', 'import_tasks', 'import_playbook', 'include', 'template', 'copy', 'command', 'shell', 'k8s', 'kubernetes.core.k8s', 'kube', 'file', 'debug', 'assert', 'fail', 'apt', 'yum', 'systemd', 'uri', 'stat'];

/** What a list is whose items are no objects of Kubernetes. */
export function foreignList(items: readonly Fields[]): Foreign {
  const [first] = items;
  const words = { code: 'notKubernetes', severity: 'warning' } as const;
  if (first && has(first, 'hosts') && has(first, 'tasks', 'roles', 'gather_facts', 'vars')) {
    return { ...words, message: 'This is a play of Ansible', detail: 'Its tasks may apply manifests; it is none.', hint: 'Paste the manifests that it applies.' };
  }
  if (items.some((item) => has(item, 'name', 'include_tasks', 'import_tasks', 'import_playbook', 'include') && has(item, ...taskKeys))) {
    return { ...words, message: 'This is a list of tasks for Ansible', detail: 'They may apply manifests; they are none.', hint: 'Paste the manifests that they apply.' };
  }
  if (items.length > 0 && items.every((item) => has(item, 'id') && has(item, 'entry', 'language'))) {
    return { ...words, message: 'This is a list of hooks for pre-commit', detail: 'It is read by another tool than Kubernetes.', hint: 'Paste a manifest: it begins with apiVersion and kind.' };
  }
  if (items.length > 0 && items.every((item) => has(item, 'op') && has(item, 'path'))) {
    return { ...words, message: 'This is a JSON patch: a list of changes to an object', detail: 'It says what becomes of an object, and is none.', hint: 'Paste the object that it changes.' };
  }
  return { ...words, message: 'This is a list without any Kubernetes object in it', detail: 'None of its items has a kind.', hint: 'A manifest begins with apiVersion and kind.' };
}

/** In the order in which they are tried. */
const foreignKinds: readonly ForeignKind[] = [
  {
    code: 'composeFile', message: 'This is a Compose file', detail: 'Its services are containers for Docker, not pods.', hint: 'kompose convert makes Deployments and Services of it.',
    is: (value) => anyValue(value['services'], looksLikeService),
  },
  {
    code: 'workflowFile', message: 'This is a workflow file of a build service', detail: 'Its jobs are no Kubernetes Jobs.', hint: 'Paste the manifests that the workflow applies.',
    is: (value) => anyValue(value['jobs'], (job) => isFields(job) && has(job, 'steps', 'runs-on', 'uses')) || has(value, 'stages', 'include') && anyValue(value, (job) => isFields(job) && has(job, 'script')) ||
      isFields(value['runs']) && has(value['runs'], 'using') || has(value, 'pipeline', 'steps', 'pool', 'trigger', 'orbs') && !has(value, 'metadata', 'spec'),
  },
  {
    code: 'helmFile', message: 'This is the Chart.yaml of a Helm chart', detail: 'The objects stand in the chart’s templates.', hint: 'Paste the output of helm template.',
    is: (value) => has(value, 'name') && has(value, 'version') && Object.keys(value).every((key) => chartKeys.has(key)),
  },
  {
    code: 'helmFile', message: 'This looks like the values of a Helm chart', detail: 'Values become objects only when the chart is rendered.', hint: 'Paste the output of helm template.',
    is: (value) => !has(value, 'apiVersion') && (has(value, 'replicaCount') || isImageOfChart(value) || anyValue(value, isImageOfChart)),
  },
  {
    code: 'notKubernetes', message: 'This is a kustomization: it lists files and changes to them', detail: 'The objects stand in the files that it names.', hint: 'Paste the output of kubectl kustomize.',
    is: (value) => !has(value, 'metadata', 'spec') && (['resources', 'bases'].some((key) => areTexts(value[key])) ||
      ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'configMapGenerator', 'secretGenerator'].some((key) => Array.isArray(value[key]))),
  },
  {
    code: 'notKubernetes', message: 'This is what a container runtime says of a container or sandbox', detail: 'It has no manifest of a pod in it.', hint: 'Paste the output of kubectl get pod … -o yaml.',
    is: (value) => (has(value, 'Id') && has(value, 'Config', 'State')) || (has(value, 'info') && isFields(value['status']) && has(value['status'], 'id', 'state')),
  },
  ...settings.map(({ what, is }): ForeignKind => ({
    code: 'notKubernetes', message: `This is ${what}`, detail: 'It is read by another tool than Kubernetes.', hint: 'Paste the manifests that it is about, if there are any.', is,
  })),
  {
    code: 'notKubernetes', message: 'This is a part of an object, perhaps a patch: it has no kind', detail: "Kubernetes: Object 'Kind' is missing.", hint: 'Paste the whole object that it belongs to, from apiVersion on.',
    is: (value) => has(value, 'spec') && Object.keys(value).every((key) => patchKeys.has(key)),
  },
];

/** The fields of a container or of a pod's spec, pasted without what they stand in. */
function partOfPod(value: Fields): string | undefined {
  const keys = Object.keys(value);
  const within = (type: string): boolean => keys.length > 0 && keys.every((key) => fieldsOfType(type)?.has(key) ?? false);
  if (within('PodSpec')) return "of a pod's spec";
  return within('Container') ? 'of a container' : undefined;
}

/** Files of other tools, told by their top-level keys. Only for objects without a kind. */
export function foreignObject(value: Fields): Foreign {
  const found = foreignKinds.find(({ is }) => is(value));
  if (found) {
    const { is: _is, ...words } = found;
    return { ...words, severity: 'warning' };
  }
  const part = partOfPod(value);
  return {
    code: 'notKubernetes', severity: 'warning', message: part === undefined ? 'This is not a Kubernetes object: it has no kind' : `These are fields ${part}, without the object around them`,
    detail: "Kubernetes: Object 'Kind' is missing.", hint: part === undefined ? 'A manifest begins with apiVersion and kind.' : 'Paste the whole object, from apiVersion and kind on.',
  };
}
