/** A report of many documents comes from its worker in parts: what a message holds is unpacked in one go. */
import type { Report, ReportedDocument, ReportedPod } from './report';

export interface ReportPart {
  readonly documents: Report['documents'];
  /** The pods of these documents: with them, because they are parts of the same objects. */
  readonly pods: Report['pods'];
  /** What stands once in a report; in its last part. */
  readonly rest: Pick<Report, 'problems' | 'explanation'> | null;
}

/** Lines and documents of one part. */
const LINES = 1000;
const DOCUMENTS = 20;

/** The documents in runs that are not too long. */
function runsOf(documents: readonly ReportedDocument[]): ReportedDocument[][] {
  const runs: ReportedDocument[][] = [[]];
  let lines = 0;
  for (const document of documents) {
    const run = runs.at(-1) ?? [];
    const own = document.endLine - document.startLine + 1;
    if (run.length > 0 && (lines + own > LINES || run.length >= DOCUMENTS)) {
      runs.push([document]);
      lines = own;
    } else {
      run.push(document);
      lines += own;
    }
  }
  return runs;
}

export function partsOf({ documents, pods, problems, explanation }: Report): readonly ReportPart[] {
  const byDocument = new Map<number, ReportedPod[]>();
  for (const pod of pods) byDocument.set(pod.document, [...(byDocument.get(pod.document) ?? []), pod]);
  return runsOf(documents).map((run, index, all) => ({
    documents: run,
    pods: run.flatMap((document) => byDocument.get(document.index) ?? []),
    rest: index === all.length - 1 ? { problems, explanation } : null,
  }));
}

/** The report, once its last part is there. */
export function joined(parts: readonly ReportPart[]): Report | null {
  const rest = parts.at(-1)?.rest;
  return rest ? { documents: parts.flatMap(({ documents }) => documents), pods: parts.flatMap(({ pods }) => pods), ...rest } : null;
}
