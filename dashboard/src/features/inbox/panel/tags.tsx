import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { tagList } from '@/api/directory';
import type { Conversation } from '@/api/types';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuChoice, MenuLabel } from '@/components/ui/menu';

export function Tags({ conversation, onChange }: { conversation: Conversation; onChange(tagIds: string[]): void }) {
  const { t } = useTranslation('inbox');
  const all = useQuery(tagList());
  const chosen = conversation.tags.map((tag) => tag.id);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {conversation.tags.map((tag) => (
        <span key={tag.id} className="group/tag flex items-center rounded pl-1.5 text-xs leading-5.5" style={{ backgroundColor: `color-mix(in oklch, ${tag.color} 20%, transparent)` }}>
          {tag.name}
          <button type="button" aria-label={`${t('discard')}: ${tag.name}`} className="grid size-5 place-items-center rounded text-ink-3 hover:text-ink" onClick={() => onChange(chosen.filter((other) => other !== tag.id))}>
            <X className="size-3" />
          </button>
        </span>
      ))}
      <Menu
        align="start"
        trigger={
          <Button variant="ghost" size="sm" className="-ml-1 px-1.5">
            <Plus />
            {t('panel.addTag')}
          </Button>
        }
      >
        {all.data?.length === 0 && <MenuLabel>{t('panel.noTags')}</MenuLabel>}
        {all.data?.map(({ id, name, color }) => (
          <MenuChoice key={id} chosen={chosen.includes(id)} onChoose={() => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])}>
            <Coloured color={color}>{name}</Coloured>
          </MenuChoice>
        ))}
      </Menu>
    </div>
  );
}
