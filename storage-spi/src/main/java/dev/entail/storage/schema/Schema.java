package dev.entail.storage.schema;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClass;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where everything of a model lives in one database. Computed once, when the model is opened. Immutable. */
public final class Schema {
    private final Model model;
    private final List<Table> tables;
    private final Map<String, StoredRecord> roots;
    private final Map<String, StoredRecord> records;
    private final Map<String, LinkPlacement> rootLinks;
    private final Map<String, LinkPlacement> links;
    private final GlobalsTable globals;
    private final Map<String, ConstraintInfo> constraints;
    private final Map<String, Table.Index> uniqueIndexes;

    Schema(
            Model model,
            List<Table> tables,
            Map<String, StoredRecord> roots,
            Map<String, StoredRecord> records,
            Map<String, LinkPlacement> rootLinks,
            Map<String, LinkPlacement> links,
            GlobalsTable globals,
            Map<String, ConstraintInfo> constraints,
            Map<String, Table.Index> uniqueIndexes) {
        this.model = model;
        this.tables = List.copyOf(tables);
        this.roots = Map.copyOf(roots);
        this.records = Map.copyOf(records);
        this.rootLinks = Map.copyOf(rootLinks);
        this.links = Map.copyOf(links);
        this.globals = globals;
        this.constraints = Map.copyOf(constraints);
        this.uniqueIndexes = Map.copyOf(uniqueIndexes);
    }

    /** Decides where everything lives. */
    public static Schema of(Model model, Dialect dialect) {
        return new SchemaCompiler(model, dialect).compile();
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** All tables, in an order in which they can be created. */
    public List<Table> tables() {
        return tables;
    }

    /**
     * Where the records of an entity, relation, view or union live.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have it
     */
    public StoredRecord record(String name) {
        StoredRecord record = records.get(name);
        return record != null ? record : unknown(name);
    }

    /** Where a family lives, with the attributes of all its members; see {@link Model#roots()}. */
    public StoredRecord root(String name) {
        return Objects.requireNonNull(roots.get(name), name);
    }

    private StoredRecord unknown(String name) {
        throw new EntailException(
                ErrorCode.UNKNOWN_NAME, "No table holds '" + model.record(name).name() + "'");
    }

    /** Where the links of a relation live. */
    public LinkPlacement link(Relation relation) {
        return Objects.requireNonNull(links.get(relation.name()), relation.name());
    }

    /** Where the family of a relation, or of a view or union of relations, lives. */
    public LinkPlacement rootLink(String name) {
        return Objects.requireNonNull(rootLinks.get(model.record(name).root()), name);
    }

    /** What there is and where it is stored, for people and tools. */
    public Catalog catalog(Dialect dialect) {
        return new CatalogCompiler(this, dialect).compile(constraints);
    }

    /** Where global values live. */
    public GlobalsTable globals() {
        return globals;
    }

    /** The index that enforces a key, {@link Constraint.Unique} or {@link Constraint.Identity}. */
    public Table.Index index(Constraint constraint) {
        return Objects.requireNonNull(uniqueIndexes.get(constraint.name()), constraint.name());
    }

    /** Whether a table has the slots of hot columns. */
    public boolean isSlots(@Nullable String table) {
        return tables.stream()
                .map(Table::slots)
                .anyMatch(slots -> slots != null && slots.name().equals(table));
    }

    /** What a violated constraint means, as far as the database tells which one it was; found by its exact name (STO-642). */
    public Optional<ConstraintInfo> constraint(DatabaseError error) {
        ConstraintInfo found = error.constraint() == null ? null : constraints.get(error.constraint());
        if (found == null && error.table() != null) {
            found = constraints.get(key(error.table(), error.columns()));
        }
        if (found == null && error.constraint() != null && error.errorClass() == ErrorClass.UNIQUE) {
            found = primaryKey(error.table());
        }
        return Optional.ofNullable(found).filter(info -> isOf(info.kind(), error.errorClass()));
    }

    /** Every other unique index has a name of ours, so a violated one that is unknown is a primary key. */
    private ConstraintInfo primaryKey(@Nullable String table) {
        return tables.stream()
                .filter(each -> each.name().equals(table))
                .map(each -> constraints.get(key(each.name(), List.of(each.key().name()))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> new ConstraintInfo(
                        ConstraintInfo.Kind.UNIQUE,
                        "",
                        ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(),
                        "",
                        List.of("id"),
                        ""));
    }

    /** A column of a key may be violated in another way, for example by being null. */
    private static boolean isOf(ConstraintInfo.Kind kind, ErrorClass errorClass) {
        return switch (kind) {
            case UNIQUE -> errorClass == ErrorClass.UNIQUE;
            case REFERENCE -> errorClass == ErrorClass.FOREIGN_KEY;
        };
    }

    static String key(String table, List<String> columns) {
        return table + columns;
    }
}
