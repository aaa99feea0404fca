import { createFileRoute } from '@tanstack/react-router';

import { ContactPage } from '@/features/contacts/contact-page';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/contacts/$id')({ loader: texts('contacts'), component: Contact });

function Contact() {
  const { id } = Route.useParams();
  return <ContactPage id={id} />;
}
