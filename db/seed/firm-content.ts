import type { Role } from "~/domain/permissions";
import type { TemplateBody } from "~/domain/template";
import { FRESH_BUILD, SERVICE_RESCUE, SHORT_STABILISATION } from "./template-content";

export const FIRM = { name: "Harbour & Lane", timeZone: "Europe/London", currency: "GBP" };

export const DEMO_PASSWORD = "phaseline-demo";

interface Colleague {
  name: string;
  role: Exclude<Role, "client">;
  email: string;
}

/** The firm's own people. Only those with a demo address have a password. */
export const COLLEAGUES = {
  ruth: { name: "Ruth Ellery", role: "admin", email: "admin@demo.phaseline.test" },
  adaeze: { name: "Adaeze Kalu", role: "manager", email: "manager@demo.phaseline.test" },
  elin: { name: "Elin Marsh", role: "manager", email: "elin@harbour-lane.example" },
  priya: { name: "Priya Nair", role: "lead", email: "lead@demo.phaseline.test" },
  tomas: { name: "Tomás Reyes", role: "lead", email: "tomas@harbour-lane.example" },
  mei: { name: "Mei Lin", role: "lead", email: "mei@harbour-lane.example" },
  jonas: { name: "Jonas Krüger", role: "lead", email: "jonas@harbour-lane.example" },
  sam: { name: "Sam Whitlock", role: "member", email: "member@demo.phaseline.test" },
  hana: { name: "Hana Yilmaz", role: "member", email: "hana@harbour-lane.example" },
  callum: { name: "Callum Reid", role: "member", email: "callum@harbour-lane.example" },
} as const satisfies Record<string, Colleague>;

export type PersonKey = keyof typeof COLLEAGUES;

interface Client {
  name: string;
  /** Where their code and pages live; a reserved domain. */
  domain: string;
  /** The first one signs. */
  contacts: readonly { name: string; email: string }[];
}

export const CLIENTS = {
  northwind: {
    name: "Northwind Freight",
    domain: "northwind-freight.example",
    contacts: [
      { name: "Dana Whitfield", email: "client@demo.phaseline.test" },
      { name: "Owen Pritchard", email: "owen.pritchard@northwind-freight.example" },
    ],
  },
  alder: {
    name: "Alder Health",
    domain: "alder-health.example",
    contacts: [{ name: "Marcus Adeyemi", email: "client2@demo.phaseline.test" }],
  },
  oakmere: {
    name: "Oakmere Bank",
    domain: "oakmere-bank.example",
    contacts: [{ name: "Fiona Galbraith", email: "fiona.galbraith@oakmere-bank.example" }],
  },
  petrel: {
    name: "Petrel Energy",
    domain: "petrel-energy.example",
    contacts: [{ name: "Luca Bianchi", email: "luca.bianchi@petrel-energy.example" }],
  },
  lumen: {
    name: "Lumen Parcel",
    domain: "lumen-parcel.example",
    contacts: [{ name: "Grace Okafor", email: "grace.okafor@lumen-parcel.example" }],
  },
  foxglove: {
    name: "Foxglove Housing",
    domain: "foxglove-housing.example",
    contacts: [{ name: "Nia Bevan", email: "nia.bevan@foxglove-housing.example" }],
  },
  kestrel: {
    name: "Kestrel Arts Fund",
    domain: "kestrel-arts.example",
    contacts: [{ name: "Julian Frost", email: "julian.frost@kestrel-arts.example" }],
  },
  brightwater: {
    name: "Brightwater Ferries",
    domain: "brightwater-ferries.example",
    contacts: [{ name: "Kirsty MacLeod", email: "kirsty.macleod@brightwater-ferries.example" }],
  },
  thornbury: {
    name: "Thornbury Outdoor",
    domain: "thornbury-outdoor.example",
    contacts: [{ name: "Aled Rhys", email: "aled.rhys@thornbury-outdoor.example" }],
  },
  meridian: {
    name: "Meridian Mutual",
    domain: "meridian-mutual.example",
    contacts: [{ name: "Farah Siddiqui", email: "farah.siddiqui@meridian-mutual.example" }],
  },
  pellworth: {
    name: "Pellworth Books",
    domain: "pellworth-books.example",
    contacts: [{ name: "Edith Crane", email: "edith.crane@pellworth-books.example" }],
  },
  calder: {
    name: "Calder Valley Water",
    domain: "calder-water.example",
    contacts: [{ name: "Robert Sykes", email: "robert.sykes@calder-water.example" }],
  },
  halden: {
    name: "Halden Seafoods",
    domain: "halden-seafoods.example",
    contacts: [{ name: "Ingrid Solberg", email: "ingrid.solberg@halden-seafoods.example" }],
  },
  bellweather: {
    name: "Bellweather Learning",
    domain: "bellweather.example",
    contacts: [{ name: "Tunde Bakare", email: "tunde.bakare@bellweather.example" }],
  },
  wren: {
    name: "Wren & Castle",
    domain: "wren-castle.example",
    contacts: [] as { name: string; email: string }[],
  },
} as const satisfies Record<string, Client>;

export type CompanyKey = keyof typeof CLIENTS;

/** The templates that the firm made from the built-in one. */
export const OWN_TEMPLATES = {
  rescue: { name: "Service rescue", body: SERVICE_RESCUE },
  fresh: { name: "Fresh build", body: FRESH_BUILD },
  short: { name: "Short stabilisation", body: SHORT_STABILISATION },
} as const satisfies Record<string, { name: string; body: TemplateBody }>;

export type TemplateKey = keyof typeof OWN_TEMPLATES | "backend";
