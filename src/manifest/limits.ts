/**
 * How much of a text is read at once. goyaml has its own guards (10,000 levels, a ratio of aliases); ours are lower,
 * because the result is walked and drawn in a page.
 */

/** Characters of one paste on this path; larger dumps need the streaming reader. */
export const maxTextLength = 5_000_000;
/** Levels of maps and lists inside each other. */
export const maxDepth = 100;
/** Nodes of one document after each alias is written out. */
export const maxNodes = 1_000_000;
/** Problems of one kind that are listed for one text. */
export const maxProblemsOfAKind = 100;
