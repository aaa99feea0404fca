import { createFileRoute } from '@tanstack/react-router';

import { ContactsPage } from '@/features/contacts/contacts-page';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/contacts/')({
  // `new` opens the form, for whoever comes from the palette.
  validateSearch: (search: Record<string, unknown>): { new?: true } => (search.new ? { new: true } : {}),
  loader: texts('contacts'),
  component: ContactsPage,
});
