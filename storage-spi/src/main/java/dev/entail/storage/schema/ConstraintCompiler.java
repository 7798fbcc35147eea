package dev.entail.storage.schema;

import dev.entail.core.definition.Constraint;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.Table.ForeignKey;
import dev.entail.storage.schema.Table.Index;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which indexes and references enforce what the model demands, and what each of them means when it is violated. */
final class ConstraintCompiler {
    /** Part of the names of indexes that enforce what users declare. */
    private static final String DECLARED = "constraint";

    private final PhysicalNames names;
    private final Dialect dialect;
    private final Map<String, ConstraintInfo> meanings = new LinkedHashMap<>();
    private final Map<String, Index> declared = new LinkedHashMap<>();

    ConstraintCompiler(PhysicalNames names, Dialect dialect) {
        this.names = names;
        this.dialect = dialect;
    }

    /** What a violation means, by physical name, and by table and columns for databases that tell no more. */
    Map<String, ConstraintInfo> meanings() {
        return meanings;
    }

    /** The indexes behind declared keys, by name of the constraint. */
    Map<String, Index> declared() {
        return declared;
    }

    /** Whether a value is part of a key, and so must be short enough to be indexed on every database. */
    static boolean isKey(RecordModel record, ValueModel value) {
        return value.discriminator()
                || record.constraints().stream()
                        .anyMatch(constraint -> !(constraint instanceof Constraint.Required)
                                && constraint.attributes().contains(value.name()));
    }

    /** Whether a value is part of the identity of a record, and so is never null. */
    static boolean isIdentity(RecordModel record, ValueModel value) {
        return record.identity()
                .map(identity -> identity.attributes().contains(value.name()))
                .orElse(false);
    }

    void primaryKey(Table table, String record, String key) {
        meanings.put(Schema.key(table.name(), List.of(key)), unique("", record, List.of("id")));
    }

    /** What is added to a record that does not exist finds no row to belong to. */
    void slots(Table table, String record) {
        Table.Slots slots = table.slots();
        if (slots != null) {
            meanings.put(
                    slots.reference(),
                    new ConstraintInfo(
                            ConstraintInfo.Kind.REFERENCE,
                            "",
                            ErrorCode.REFERENCE_NOT_FOUND.name(),
                            record,
                            List.of("id"),
                            record));
        }
    }

    /**
     * An index that finds the records that refer to another one, in the order of their ids. Its name does not tell whether the
     * ids are in it, so that a database from before they were is as good.
     */
    void list(TableParts parts, String column) {
        List<String> columns = dialect.indexesHoldKey() ? List.of(column) : List.of(column, parts.key.name());
        parts.indexes.add(new Index(names.of(parts.name, column, "index"), columns, false));
    }

    void index(TableParts parts, String record, List<String> columns, List<String> attributes, boolean unique) {
        List<String> nameParts = new ArrayList<>();
        nameParts.add(parts.name);
        nameParts.addAll(columns);
        nameParts.add(unique ? "unique" : "index");
        String name = names.of(nameParts.toArray(String[]::new));
        parts.indexes.add(new Index(name, columns, unique));
        if (unique) {
            ConstraintInfo info = unique("", record, attributes);
            meanings.put(name, info);
            meanings.put(Schema.key(parts.name, columns), info);
        }
    }

    void reference(
            TableParts parts,
            String record,
            Column column,
            String otherTable,
            String other,
            String attribute,
            boolean required) {
        String name = names.of(parts.name, column.name(), "reference");
        parts.foreignKeys.add(new ForeignKey(name, column.name(), otherTable, required));
        meanings.put(
                name,
                new ConstraintInfo(
                        ConstraintInfo.Kind.REFERENCE,
                        "",
                        ErrorCode.REFERENCE_NOT_FOUND.name(),
                        record,
                        List.of(attribute),
                        other));
    }

    /**
     * Indexes for what the user declares to be keys; the columns must be laid out already. Members of a union share a table,
     * so there a key counts for the rows of its member alone.
     */
    void declare(RecordModel record, Map<String, Column> attributes, TableParts parts) {
        for (Constraint constraint : record.constraints()) {
            switch (constraint) {
                case Constraint.Unique unique -> declare(record, unique, unique.where(), attributes, parts);
                case Constraint.Identity identity -> declare(record, identity, Match.all(), attributes, parts);
                case Constraint.Required required -> {}
            }
        }
    }

    private void declare(
            RecordModel record, Constraint key, Match where, Map<String, Column> attributes, TableParts parts) {
        List<String> columns =
                key.attributes().stream().map(name -> column(attributes, name)).toList();
        String name = names.of(parts.name, DECLARED, key.name());
        Table.Condition condition = condition(record, where, attributes, parts, key, columns);
        Index index = new Index(name, columns, true, condition);
        ConstraintInfo info = new ConstraintInfo(
                ConstraintInfo.Kind.UNIQUE, key.name(), key.code(), record.name(), key.attributes(), "");
        parts.indexes.add(index);
        declared.put(key.name(), index);
        meanings.put(name, info);
        if (condition == null) {
            // A database that tells only columns tells the name of an index with a condition.
            meanings.putIfAbsent(Schema.key(parts.name, columns), info);
        }
    }

    private Table.@Nullable Condition condition(
            RecordModel record,
            Match where,
            Map<String, Column> attributes,
            TableParts parts,
            Constraint key,
            List<String> columns) {
        boolean member = record.isTyped();
        if (where instanceof Match.All && !member) {
            return null;
        }
        Match ofMember = Match.eq(Model.TYPE, record.name());
        Match all = !member ? where : where instanceof Match.All ? ofMember : Match.and(ofMember, where);
        RowCondition sql = new RowCondition(record, attributes, dialect);
        List<String> generated = columns.stream()
                .map(column -> names.of(parts.name, DECLARED, key.name(), column))
                .toList();
        return new Table.Condition(sql.of(all), sql.columns(), generated);
    }

    private static String column(Map<String, Column> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name).name();
    }

    private static ConstraintInfo unique(String name, String record, List<String> attributes) {
        return new ConstraintInfo(
                ConstraintInfo.Kind.UNIQUE, name, ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(), record, attributes, "");
    }
}
