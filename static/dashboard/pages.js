// What the server-rendered pages do in the browser: follow the engine, show rates, fill fields by a press, and show that an order is on its way.

import "./shell.js";
import { followEngine } from "./live-table.js";
import { showBusy } from "./busy-form.js";
import { fillByPick } from "./pick.js";
import { colourNetworks } from "./network-chips.js";
import { followRates } from "./rates-table.js";

followEngine(document);
showBusy(document);
followRates(document);
fillByPick(document);
colourNetworks(document);
