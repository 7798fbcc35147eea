package dev.entail.storage.schema;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a model has and where it is stored, for people and tools (STO-075..079). Read-only; physical names are as they stand
 * in the database, without quotes.
 *
 * @param model name of the model
 * @param records entities, relations, views and unions, in the order of declaration
 * @param tables all tables of records and of global values
 * @param constraints everything that refuses rows, and what it means in the model
 */
public record Catalog(
        String model, List<RecordEntry> records, List<TableEntry> tables, List<ConstraintEntry> constraints) {
    public Catalog {
        records = List.copyOf(records);
        tables = List.copyOf(tables);
        constraints = List.copyOf(constraints);
    }

    /** What a record is. */
    public enum Kind {
        /** An entity. */
        ENTITY,
        /** A relation. */
        RELATION,
        /** Some records of another definition. */
        VIEW,
        /** Some links of a relation, with names of their own at the ends. */
        RELATION_VIEW,
        /** The records of several definitions. */
        UNION,
        /** The links of several relations. */
        RELATION_UNION
    }

    /**
     * An entity, relation, view or union.
     *
     * @param name its name
     * @param kind what it is
     * @param table the table that holds its records
     * @param storedAs names of the entities or relations that its records are
     * @param condition which rows of the table belong to it, as {@code Match} prints it; empty if a row needs no more than
     *     to be there
     * @param attributes values and relation attributes
     */
    public record RecordEntry(
            String name,
            Kind kind,
            String table,
            List<String> storedAs,
            String condition,
            List<AttributeEntry> attributes) {
        public RecordEntry {
            storedAs = List.copyOf(storedAs);
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A value or a relation attribute.
     *
     * @param name its name
     * @param type type of a value, or what a relation attribute leads to: {@code Post} or {@code list of Post}
     * @param relation name of the relation; empty for a value
     * @param derived whether only the framework writes it
     * @param column where it is stored in the row of the record; empty if it is not
     */
    public record AttributeEntry(String name, String type, String relation, boolean derived, String column) {}

    /**
     * A table.
     *
     * @param name physical name
     * @param columns all columns, the primary key first
     * @param indexes physical names of the indexes, without that of the primary key
     */
    public record TableEntry(String name, List<ColumnEntry> columns, List<String> indexes) {
        public TableEntry {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * A column.
     *
     * @param name physical name
     * @param type type as the database knows it
     * @param owners what it holds, as {@code Record.attribute}
     */
    public record ColumnEntry(String name, String type, List<String> owners) {
        public ColumnEntry {
            owners = List.copyOf(owners);
        }
    }

    /**
     * Something that refuses rows.
     *
     * @param physicalName its name in the database
     * @param meaning what it means in the model
     */
    public record ConstraintEntry(String physicalName, ConstraintInfo meaning) {}

    /** All of it as text, a line each. */
    public String describe() {
        StringBuilder text = new StringBuilder("Model " + model + "\n");
        for (RecordEntry each : records) {
            text.append("\n" + each.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + each.name()
                    + " in table " + each.table()
                    + (each.storedAs().equals(List.of(each.name())) ? "" : ", stored as " + each.storedAs())
                    + (each.condition().isEmpty() ? "" : ", where " + each.condition()) + "\n");
            each.attributes()
                    .forEach(attribute -> text.append("  " + attribute.name() + ": " + attribute.type()
                            + (attribute.relation().isEmpty() ? "" : " by " + attribute.relation())
                            + (attribute.derived() ? ", derived" : "")
                            + (attribute.column().isEmpty() ? "" : ", column " + attribute.column()) + "\n"));
        }
        for (TableEntry each : tables) {
            text.append("\ntable " + each.name() + "\n");
            each.columns()
                    .forEach(column -> text.append("  " + column.name() + " " + column.type()
                            + column.owners().stream().collect(Collectors.joining(", ", " holds ", "")) + "\n"));
            each.indexes().forEach(index -> text.append("  index " + index + "\n"));
        }
        return text.toString();
    }
}
