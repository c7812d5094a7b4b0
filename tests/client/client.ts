// A program of somebody who uses the API: its types are made from /api/openapi.json, so that it
// compiles only as long as the description says what it needs, and it asks a real service.
//
//     node client.js ADDRESS TOKEN

import createClient from "openapi-fetch";

import type { components, paths } from "./api.js";

type Row = components["schemas"]["UnitCostsRow"];

declare const process: { argv: string[]; exitCode?: number };

function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(`not so: ${what}`);
  }
}

const [, , baseUrl = "", token = ""] = process.argv;
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

/** A figure may be missing: the type says so, and a program has to ask. */
function kroner(row: Row): number | undefined {
  // @ts-expect-error a figure may be null
  row.expenditure.length;
  // @ts-expect-error decimals are texts
  const wrong: number | null = row.expenditure;
  void wrong;
  return row.expenditure === null ? undefined : Number(row.expenditure);
}

const costs = await api.GET("/api/v1/reports/unit-costs", {
  params: { query: { area: "851", from: 2023 } },
});
check(costs.data !== undefined, "unit costs are answered");
const rows = costs.data?.rows ?? [];
check(rows.length > 0, "there are rows");
check(rows.every((row) => row.year >= 2023), "a year is a number");
check(rows.some((row) => (kroner(row) ?? 0) > 0), "an expenditure can be read");
for (const change of costs.data?.totals ?? []) {
  const measure: "expenditure" | "full_year_persons" | "unit_cost" = change.measure;
  check(measure.length > 0, "a measure is one of three");
}

const rises = await api.GET("/api/v1/reports/tariff-increases", {
  params: { query: { threshold: "5", basis: "nominal" } },
});
check((rises.data?.rows ?? []).every((row) => row.service !== ""), "a service has a name");

const refused = await api.GET("/api/v1/reports/unit-costs", {
  params: { query: { area: "Atlantis" } },
});
check(refused.response.status === 422, "an area that there is not is refused");
const problem: components["schemas"]["Problem"] | undefined = refused.error;
check(problem?.status === 422, "the refusal is as described");

const any = await api.GET("/api/v1/reports/{name}", { params: { path: { name: "offers" } } });
check(any.response.ok, "any report is asked by its name");
// @ts-expect-error no such report
void (() => api.GET("/api/v1/reports/{name}", { params: { path: { name: "recipes" } } }));
// @ts-expect-error no such filter of this report
void (() => api.GET("/api/v1/reports/unit-costs", { params: { query: { threshold: "5" } } }));

console.log(`a client reads ${rows.length} rows of unit costs and ${rises.data?.rows.length} increases`);
