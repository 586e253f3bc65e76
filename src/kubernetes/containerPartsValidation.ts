/**
 * The API server's objections to the parts of one container: ports, environment, mounts, probes, hooks, restart
 * rules. Stands for the helpers below validateContainerCommon in pkg/apis/core/validation/validation.go. Left out:
 * field references, resource quantities, header names, stop signals.
 */
import { forbidden, invalid, notFound, notSupported, required, tooLong, type FieldError } from './fieldErrors';
import { duplicates } from './metadataValidation';
import { isValidPortName, isValidPortNum } from './nameValidation';
import { fieldsOf, isFields, listOf, textOf, valueAt, type Fields } from './reading';

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** validateContainerPorts. */
export function validatePorts(ports: unknown, field: string): readonly FieldError[] {
  const names = new Set<string>();
  return listOf(ports).flatMap((port, index) => {
    const at = `${field}[${index}]`;
    const errors: FieldError[] = [];
    const name = textOf(port['name']) ?? '';
    if (name !== '') {
      const messages = isValidPortName(name);
      errors.push(...messages.map((message) => invalid(`${at}.name`, name, message)));
      if (messages.length === 0) errors.push(...duplicates([{ key: name, field: `${at}.name` }], names));
    }
    const containerPort = numberOf(port['containerPort']);
    const hostPort = numberOf(port['hostPort']);
    errors.push(...(containerPort === 0
      ? [required(`${at}.containerPort`)]
      : isValidPortNum(containerPort).map((message) => invalid(`${at}.containerPort`, containerPort, message))));
    if (hostPort !== 0) {
      errors.push(...isValidPortNum(hostPort).map((message) => invalid(`${at}.hostPort`, hostPort, message)));
    }
    const protocol = textOf(port['protocol']) ?? '';
    if (protocol === '') errors.push(required(`${at}.protocol`));
    else if (!['TCP', 'UDP', 'SCTP'].includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']));
    }
    return errors;
  });
}

/** Two ports of these containers on one host port (checkHostPortConflicts). */
export function checkHostPortConflicts(containers: readonly Fields[], field: string): readonly FieldError[] {
  return duplicates(
    containers.flatMap((container, index) =>
      listOf(container['ports']).flatMap((port, portIndex) => {
        const hostPort = numberOf(port['hostPort']);
        return hostPort === 0
          ? []
          : [{
              key: `${textOf(port['protocol']) ?? ''}/${textOf(port['hostIP']) ?? ''}/${hostPort}`,
              field: `${field}[${index}].ports[${portIndex}].hostPort`,
            }];
      }),
    ),
  );
}

/** ValidateEnv with the relaxed rule for names: printable ASCII other than '='. */
export function validateEnv(env: unknown, field: string): readonly FieldError[] {
  return listOf(env).flatMap((variable, index) => {
    const at = `${field}[${index}]`;
    const name = textOf(variable['name']) ?? '';
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(`${at}.name`));
    else if (!/^[ -<>-~]+$/.test(name)) {
      errors.push(invalid(`${at}.name`, name, "a valid environment variable name must consist only of printable ASCII characters other than '='"));
    }
    if (variable['valueFrom'] === undefined || variable['valueFrom'] === null) return errors;
    const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']
      .filter((key) => valueAt(variable, 'valueFrom', key) !== undefined).length;
    if (sources === 0) {
      errors.push(invalid(`${at}.valueFrom`, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'));
    } else if (textOf(variable['value'])) {
      errors.push(invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty'));
    } else if (sources > 1) {
      errors.push(invalid(`${at}.valueFrom`, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}

/** validateMountPropagation: Bidirectional only in a privileged container. */
function validateMountPropagation(propagation: unknown, container: Fields, field: string): readonly FieldError[] {
  const value = textOf(propagation);
  if (value === undefined) return [];
  if (!['None', 'HostToContainer', 'Bidirectional'].includes(value)) {
    return [notSupported(field, value, ['Bidirectional', 'HostToContainer', 'None'])];
  }
  return value === 'Bidirectional' && valueAt(container, 'securityContext', 'privileged') !== true
    ? [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')]
    : [];
}

/** ValidateVolumeMounts. */
export function validateVolumeMounts(container: Fields, volumes: ReadonlySet<string>, field: string): readonly FieldError[] {
  const paths = new Set<string>();
  const devices = new Set(listOf(container['volumeDevices']).map((device) => textOf(device['name'])));
  return listOf(container['volumeMounts']).flatMap((mount, index) => {
    const at = `${field}[${index}]`;
    const name = textOf(mount['name']) ?? '';
    const path = textOf(mount['mountPath']) ?? '';
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFound(`${at}.name`, name));
    if (path === '') errors.push(required(`${at}.mountPath`));
    if (paths.has(path)) errors.push(invalid(`${at}.mountPath`, path, 'must be unique'));
    paths.add(path);
    if (name !== '' && devices.has(name)) errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'));
    if (textOf(mount['subPath']) && textOf(mount['subPathExpr'])) {
      errors.push(invalid(`${at}.subPathExpr`, mount['subPathExpr'], 'subPathExpr and subPath are mutually exclusive'));
    }
    return [...errors, ...validateMountPropagation(mount['mountPropagation'], container, `${field}.mountPropagation`)];
  });
}

const handlerKinds = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** validateHandler: one handler, no more; an HTTP path and a usable port. */
function validateHandler(handler: Fields, field: string): readonly FieldError[] {
  const given = handlerKinds.filter((kind) => isFields(handler[kind]));
  const first = given[0];
  if (first === undefined) return [required(field, 'must specify a handler type')];
  const errors: FieldError[] = given.slice(1).map((kind) => forbidden(`${field}.${kind}`, 'may not specify more than 1 handler type'));
  const body = fieldsOf(handler[first]);
  if (first === 'exec' && (!Array.isArray(body['command']) || body['command'].length === 0)) {
    errors.push(required(`${field}.exec.command`));
  }
  if (first === 'httpGet' || first === 'tcpSocket') {
    const port = body['port'];
    const messages = typeof port === 'string' ? isValidPortName(port) : isValidPortNum(numberOf(port));
    errors.push(...messages.map((message) => invalid(`${field}.${first}.port`, port ?? 0, message)));
  }
  return errors;
}

/** validateLivenessProbe, validateReadinessProbe, validateStartupProbe. */
export function validateProbes(container: Fields, field: string): readonly FieldError[] {
  return (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((kind) => {
    const probe = container[kind];
    if (!isFields(probe)) return [];
    const at = `${field}.${kind}`;
    const errors: FieldError[] = [...validateHandler(probe, at)];
    for (const key of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']) {
      const value = numberOf(probe[key]);
      if (value < 0) errors.push(invalid(`${at}.${key}`, value, 'must be greater than or equal to 0'));
    }
    const grace = probe['terminationGracePeriodSeconds'];
    if (kind === 'readinessProbe') {
      if (grace !== undefined) errors.push(invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
    } else {
      if (grace !== undefined && numberOf(grace) <= 0) {
        errors.push(invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
      }
      if (probe['successThreshold'] !== 1) errors.push(invalid(`${at}.successThreshold`, probe['successThreshold'] ?? 0, 'must be 1'));
    }
    return errors;
  });
}

/** validateLifecycle, without stop signals. */
export function validateLifecycle(container: Fields, field: string): readonly FieldError[] {
  return (['postStart', 'preStop'] as const).flatMap((hook) => {
    const handler = valueAt(container, 'lifecycle', hook);
    return isFields(handler) ? validateHandler(handler, `${field}.lifecycle.${hook}`) : [];
  });
}

/** validateContainerRestartPolicy (gate ContainerRestartRules, on since 1.35). */
export function validateRestart(container: Fields, field: string): readonly FieldError[] {
  const policy = textOf(container['restartPolicy']);
  const rules = listOf(container['restartPolicyRules']);
  const errors: FieldError[] = [];
  if (policy === undefined) {
    return rules.length > 0 ? [required(`${field}.restartPolicy`, 'must specify restartPolicy when restart rules are used')] : [];
  }
  if (!['Always', 'OnFailure', 'Never'].includes(policy)) {
    errors.push(notSupported(`${field}.restartPolicy`, policy, ['Always', 'Never', 'OnFailure']));
  }
  if (rules.length > 20) errors.push(tooLong(`${field}.restartPolicyRules`, 20));
  for (const [index, rule] of rules.entries()) {
    const at = `${field}.restartPolicyRules[${index}]`;
    const action = textOf(rule['action']) ?? '';
    if (!['Restart', 'RestartAllContainers'].includes(action)) errors.push(notSupported(`${at}.action`, action, ['Restart']));
    if (!isFields(rule['exitCodes'])) errors.push(required(`${at}.exitCodes`, 'must be specified'));
    else if (!['In', 'NotIn'].includes(textOf(rule['exitCodes']['operator']) ?? '')) {
      errors.push(notSupported(`${at}.exitCodes.operator`, rule['exitCodes']['operator'] ?? '', ['In', 'NotIn']));
    }
  }
  return errors;
}

/** The rules before ContainerRestartRules: only a sidecar may have a policy of its own, and only Always. */
export function validateRestartWithoutRules(container: Fields, field: string, isInit: boolean): readonly FieldError[] {
  const policy = textOf(container['restartPolicy']);
  if (policy === undefined || (isInit && policy === 'Always')) return [];
  return isInit
    ? [notSupported(`${field}.restartPolicy`, policy, ['Always'])]
    : [forbidden(`${field}.restartPolicy`, 'may not be set for non-init containers')];
}
