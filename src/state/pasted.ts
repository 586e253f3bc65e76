/** A pasted cluster as the panels that draw it see it: columns, and ways to ask for the rest. */
import type { ReactNode } from 'react';
import type { ClusterColumns } from '../manifest/streamCluster';
import type { ViewedRow } from '../manifest/streamQuery';

export interface PastedCluster {
  readonly columns: ClusterColumns;
  /** What was read: the name of the file. */
  readonly title: string;
  readonly rowsAt: (rows: readonly number[]) => Promise<readonly ViewedRow[]>;
  /** The row of the pod that is looked at. */
  readonly selected: number | null;
  readonly onOpen: (row: number) => void;
  /** Shows the same as a table. */
  readonly onTable: () => void;
  /** Ways to other views of the paste, at the right of the title. */
  readonly controls: ReactNode;
  /** What can be done with the whole cluster, under the picture. */
  readonly actions: ReactNode;
}
