import { type CreateTableBuilder, type SchemaModule, sql } from "kysely";

/** A table while it is being written down. */
export type Table = CreateTableBuilder<string, string>;

/** A table of rows with an id of their own. */
export function ownTable(schema: SchemaModule, name: string): Table {
  return schema.createTable(name).addColumn<string>("id", "text", (column) => column.primaryKey().notNull());
}

/** A table of rows that belong to one engagement. */
export function ofEngagement(schema: SchemaModule, name: string): Table {
  return ownTable(schema, name)
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addForeignKeyConstraint(`${name}_engagement_id_fk`, ["engagement_id"], "engagement", ["id"]);
}

export const text = (table: Table, ...names: string[]): Table =>
  names.reduce((all, name) => all.addColumn(name, "text", (column) => column.notNull()), table);

export const textOrNull = (table: Table, ...names: string[]): Table =>
  names.reduce((all, name) => all.addColumn(name, "text"), table);

export const instantOrNull = (table: Table, ...names: string[]): Table =>
  names.reduce((all, name) => all.addColumn(name, "bigint"), table);

export const bit = (table: Table, name: string): Table =>
  table.addColumn(name, "integer", (column) => column.notNull().check(sql`${sql.ref(name)} in (0, 1)`));

export const version = (table: Table): Table =>
  table.addColumn("version", "integer", (column) => column.notNull().defaultTo(1));

export const instant = (table: Table, name: string): Table =>
  table.addColumn(name, "bigint", (column) => column.notNull());

/** A column that refers to a row of another table. */
export const refers = (table: Table, name: string, column: string, to: string, isNeeded = true): Table =>
  table
    .addColumn(column, "text", (build) => (isNeeded ? build.notNull() : build))
    .addForeignKeyConstraint(`${name}_${column}_fk`, [column], to, ["id"]);

export async function index(schema: SchemaModule, table: string, ...columns: string[]): Promise<void> {
  for (const column of columns) {
    await schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
  }
}
