import { ChevronDown, ChevronUp, Ellipsis, GripVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Department } from '@/api/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { cn } from '@/lib/utils';

interface Props {
  department: Department;
  /** The number in the menu. */
  place: number;
  last: boolean;
  dragged: boolean;
  onDragStart(): void;
  onDragOver(): void;
  onDragEnd(): void;
  onMove(by: -1 | 1): void;
  onEdit(): void;
  onDeactivate(): void;
}

/** A department in the order of the menu. It is dragged by its handle, or moved by the arrow keys on it. */
export function DepartmentRow({ department, place, last, dragged, onDragStart, onDragOver, onDragEnd, onMove, onEdit, onDeactivate }: Props) {
  const { t } = useTranslation('departments');
  const common = useTranslation().t;
  const { name, emoji, color, isRoot, isOpenNow, counts, description, keywords } = department;
  return (
    <li
      className={cn('group flex items-center gap-2 border-b py-2 transition-colors hover:bg-hover', dragged && 'bg-accent-soft opacity-70')}
      onDragOver={(event) => {
        event.preventDefault();
        onDragOver();
      }}
      onDrop={(event) => event.preventDefault()}
    >
      <button
        type="button"
        draggable
        aria-label={t('reorder', { name, place })}
        aria-describedby="reorder-help"
        className="grid h-9 w-6 shrink-0 cursor-grab place-items-center rounded text-ink-3 active:cursor-grabbing max-sm:hidden"
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', name);
          onDragStart();
        }}
        onDragEnd={onDragEnd}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          onMove(event.key === 'ArrowUp' ? -1 : 1);
        }}
      >
        <GripVertical className="size-4" />
      </button>
      <span className="tnum w-5 shrink-0 text-right text-sm text-ink-3">{place}</span>
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-lg text-base" style={{ backgroundColor: `color-mix(in oklch, ${color} 18%, transparent)` }}>
        {emoji ?? <span className="size-2.5 rounded-full" style={{ backgroundColor: color }} />}
      </span>
      <button type="button" className="min-w-0 flex-1 rounded text-left" onClick={onEdit}>
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {isRoot && <Badge tone="accent">{t('rootBadge')}</Badge>}
          {!isOpenNow && <Badge>{t('closed')}</Badge>}
        </span>
        <span className="block truncate text-xs text-ink-3">{description ?? (keywords.length > 0 ? keywords.join(', ') : t('noKeywords'))}</span>
      </button>
      <dl className="tnum flex shrink-0 gap-2 text-right text-sm max-md:hidden">
        {(['online', 'queued', 'assigned'] as const).map((kind) => (
          <div key={kind} className="w-24 whitespace-nowrap">
            <dd className={cn('font-medium', kind === 'queued' && counts.queued > 0 && counts.online === 0 && 'text-warn')}>
              {kind === 'online' ? `${counts.online}/${counts.members}` : counts[kind]}
            </dd>
            <dt className="text-xs text-ink-3">{t(`count.${kind}`)}</dt>
          </div>
        ))}
      </dl>
      <Menu
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`${common('actions')}: ${name}`}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onSelect={onEdit}>{common('edit')}</MenuItem>
        <MenuItem disabled={place === 1} onSelect={() => onMove(-1)}>
          <ChevronUp />
          {t('up')}
        </MenuItem>
        <MenuItem disabled={last} onSelect={() => onMove(1)}>
          <ChevronDown />
          {t('down')}
        </MenuItem>
        <MenuItem danger disabled={isRoot} onSelect={onDeactivate}>
          {t('deactivate')}
        </MenuItem>
      </Menu>
    </li>
  );
}
