// The npm package "oauth4webapi" as a client.
import { serve } from '../lib/conversation.mjs';
import * as code from './code.mjs';
import * as device from './device.mjs';
import * as machine from './machine.mjs';
import * as password from './password.mjs';

await serve({ ...code, ...device, ...machine, ...password });
