import { EmojiPicker } from 'frimousse';
import { useTranslation } from 'react-i18next';

import { currentLanguage } from '@/lib/i18n';

/** The names of the emoji come from this server (`public/emoji`), as the page's policy allows no other. */
export default function Emoji({ onPick }: { onPick(emoji: string): void }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  return (
    <EmojiPicker.Root
      locale={currentLanguage() === 'en' ? 'en' : 'pt'}
      emojibaseUrl="/emoji"
      columns={9}
      className="flex h-80 w-76 flex-col"
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <EmojiPicker.Search autoFocus placeholder={t('emojiSearch')} className="m-2 h-8 rounded-md bg-sunken px-2.5 text-sm outline-none placeholder:text-ink-3" />
      <EmojiPicker.Viewport className="min-h-0 flex-1 overflow-y-auto outline-none">
        <EmojiPicker.Loading className="grid h-full place-items-center text-sm text-ink-3">{common('loading')}</EmojiPicker.Loading>
        <EmojiPicker.Empty className="grid h-full place-items-center text-sm text-ink-3">{t('empty.search')}</EmojiPicker.Empty>
        <EmojiPicker.List
          className="select-none px-1.5 pb-2"
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="bg-raised px-1.5 pb-1 pt-2 text-xs font-medium text-ink-3 first-letter:uppercase">
                {category.label}
              </div>
            ),
            // Rows and columns are counted from one for those who hear them; the library counts from nought.
            Row: ({ children, ...props }) => (
              <div {...props} aria-rowindex={Number(props['aria-rowindex']) + 1}>
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button {...props} aria-colindex={Number(props['aria-colindex']) + 1} type="button" className="grid size-8 place-items-center rounded-md text-xl leading-none data-[active]:bg-hover">
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
