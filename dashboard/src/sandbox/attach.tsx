import { Contact, FileText, Image, MapPin, Mic, Music, Paperclip, Sticker, Upload, Video } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/lib/toast';

import { SAMPLES, sendFile, sendSample, type Sample } from './send-file';

const LIMIT = 16 * 1024 * 1024;
const SIGNS: Record<Sample, typeof Image> = { photo: Image, video: Video, voice: Mic, audio: Music, document: FileText, sticker: Sticker, location: MapPin, contact: Contact };

/** A file of one's own, or one that is made on the spot. */
export function Attach({ phone }: { phone: string }) {
  const { t } = useTranslation('sandbox');
  const input = useRef<HTMLInputElement>(null);
  const own = (files: FileList | null) => {
    for (const file of files ?? []) {
      if (file.size > LIMIT) toast.show({ tone: 'danger', title: t('tooLarge') });
      else void sendFile(phone, file, { name: file.name });
    }
    if (input.current) input.current.value = '';
  };
  const sample = (name: Sample) =>
    sendSample(phone, name, t('samplePaper', { returnObjects: true }), t('samplePlace')).catch((error: unknown) => toast.problem(error));
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={(event) => own(event.target.files)} />
      <Menu
        align="start"
        side="top"
        trigger={
          <button type="button" aria-label={t('attach')} className="grid size-9 shrink-0 place-items-center rounded-full text-ink-2 hover:text-ink">
            <Paperclip className="size-4.5" />
          </button>
        }
      >
        <MenuItem onSelect={() => input.current?.click()}>
          <Upload /> {t('attachOwn')}
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>{t('samples')}</MenuLabel>
        {SAMPLES.map((name) => {
          const Sign = SIGNS[name];
          return (
            <MenuItem key={name} onSelect={() => void sample(name)}>
              <Sign /> {t(`sample.${name}`)}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
