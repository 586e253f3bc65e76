/** The problems of a report with what mends them. Fixes hold only for the very text that was read. */
import { useMemo } from 'react';
import { fixesFor, fixText } from '../../manifest/fixes';
import type { ToldProblem } from './editorProblems';
import type { Report } from './report';

/** Problems for which fixes are looked up. */
const MOST_FIXED = 20;
const NONE: readonly ToldProblem[] = [];

/** `text` is null while the report is of an earlier one. */
export function useToldProblems(report: Report | null, text: string | null): readonly ToldProblem[] {
  return useMemo(() => {
    if (!report) return NONE;
    const source = text === null ? null : fixText(text);
    // Of an empty editor nothing is told: its placeholder says what to do.
    const told = text === null || text.trim() === '' ? report.problems.filter(({ code }) => code !== 'empty') : report.problems;
    return told.map((problem, index) => ({ ...problem, fixes: source && index < MOST_FIXED ? fixesFor(source, problem) : [] }));
  }, [report, text]);
}
