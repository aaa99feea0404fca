import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cn } from '@/lib/utils';

import { Skeleton } from './states';
import { Button } from './ui/button';

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell(row: Row): ReactNode;
  /** Numbers stand right, in figures of one width. */
  numeric?: boolean;
  /** Hidden below this width; the first column always stays. */
  from?: 'sm' | 'md' | 'lg' | 'xl';
  className?: string;
}

const FROM = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' };

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  keyOf(row: Row): string;
  onRow?(row: Row): void;
  /** Shown when there are no rows. */
  empty: ReactNode;
  /** Of an infinite query: appends the next page. */
  more?: { available: boolean; busy: boolean; load(): void };
}

/** Rows of one kind. While `rows` is undefined, its skeleton has the same height as the real rows. */
export function DataTable<Row>({ label, columns, rows, keyOf, onRow, empty, more }: Props<Row>) {
  const { t } = useTranslation();
  if (rows?.length === 0) return <>{empty}</>;
  return (
    <>
      <table aria-label={label} aria-busy={!rows} className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr className="shadow-[inset_0_-1px_var(--line)]">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cn('h-9 px-2 text-left text-xs font-medium text-ink-3 first:pl-0 last:pr-0', column.numeric && 'text-right', column.from && FROM[column.from], column.className)}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            ? rows.map((row) => (
                <tr
                  key={keyOf(row)}
                  className={cn('border-b', onRow && 'cursor-pointer hover:bg-hover focus-visible:bg-hover')}
                  tabIndex={onRow ? 0 : undefined}
                  onClick={onRow && (() => onRow(row))}
                  onKeyDown={
                    onRow &&
                    ((event) => {
                      if (event.key === 'Enter' && event.target === event.currentTarget) onRow(row);
                    })
                  }
                >
                  {columns.map((column) => (
                    <td
                      key={column.id}
                      className={cn('h-11 px-2 first:pl-0 last:pr-0', column.numeric && 'tnum text-right', column.from && FROM[column.from], column.className)}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))
            : Array.from({ length: 8 }, (_, row) => (
                <tr key={row} className="border-b">
                  {columns.map((column, index) => (
                    <td key={column.id} className={cn('h-11 px-2 first:pl-0', column.from && FROM[column.from])}>
                      <Skeleton className={index === 0 ? 'h-3 w-40' : 'h-3 w-16'} />
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {more?.available && (
        <div className="flex justify-center py-4">
          <Button variant="ghost" busy={more.busy} onClick={more.load}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
