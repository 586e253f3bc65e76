import { expect, test } from 'vitest';
import { alignTabs } from './tabWriter';

test('a column is as wide as its longest cell and two spaces', () => {
  expect(alignTabs(['Name:\tweb', 'Namespace:\tdefault'])).toBe('Name:       web\nNamespace:  default');
});

test('a line without a tab ends the column: what follows is measured anew', () => {
  expect(alignTabs(['Namespace:\tdefault', 'Containers:', '  a:\tb'])).toBe('Namespace:  default\nContainers:\n  a:  b');
});

test('what stands behind the last tab of a line widens nothing', () => {
  expect(alignTabs(['a\tlong long\tx', 'b\ty'])).toBe('a  long long  x\nb  y');
  expect(alignTabs(['a\tb', 'c\tlonger\td', 'e\tf'])).toBe('a  b\nc  longer  d\ne  f');
});

test('an empty cell keeps its column', () => {
  expect(alignTabs(['Labels:\ta=b', '\tc=d'])).toBe('Labels:  a=b\n         c=d');
});

test('an entry of several lines is several lines', () => {
  expect(alignTabs(['a:\n  Type\tStatus', '  Ready \tTrue '])).toBe('a:\n  Type    Status\n  Ready   True ');
});
