// The npm package "oauth4webapi" as a client.
import { serve } from '../lib/conversation.mjs';
import * as password from './password.mjs';

await serve({ ...password });
