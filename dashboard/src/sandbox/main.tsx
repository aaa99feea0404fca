import '../styles.css';
import './sandbox.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { Toaster } from '@/components/ui/toaster';
import { startI18n, texts } from '@/lib/i18n';
import { announceNonce } from '@/lib/nonce';

import { App } from './app';

announceNonce();
await startI18n();
await texts('sandbox')();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
      <Toaster />
    </StrictMode>,
  );
}
