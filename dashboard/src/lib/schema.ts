import { z } from 'zod';

// Faster checks would be compiled at run time, which the page's policy forbids, and even trying is reported as a violation.
z.config({ jitless: true });

export { z };
