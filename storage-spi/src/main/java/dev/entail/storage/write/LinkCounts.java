package dev.entail.storage.write;

import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.OwnTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.SqlTemplate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sets a value of all records to the number of links that lead from each, with one statement. Stateless. */
public final class LinkCounts {
    private final Schema schema;
    private final Dialect dialect;

    /** For records that are stored like this. */
    public LinkCounts(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /**
     * The statement, which has no parameters and changes a row for each record.
     *
     * @param record an entity or relation
     * @param value a counter of it
     * @param navigation leads to what is counted
     * @return empty unless all rows of both tables are meant: not where links have no direction or live in the row of a record,
     *     where only some are counted, or where a table holds records of several kinds
     */
    public Optional<SqlTemplate> fill(String record, ValueModel value, Navigation navigation) {
        StoredRecord holder = schema.record(record);
        LinkPlacement links = schema.link(navigation.relation());
        boolean wholeTables = links instanceof OwnTable
                && !navigation.relation().isSymmetric()
                && isAllOfItsTable(holder)
                && isAllOfItsTable(schema.record(navigation.relation().name()));
        return wholeTables ? Optional.of(fill(holder, value, navigation, links)) : Optional.empty();
    }

    private boolean isAllOfItsTable(StoredRecord record) {
        RecordModel model = record.model();
        return !record.isHosted()
                && record.root().equals(record.name())
                && model.isConcrete()
                && !model.isTyped()
                && model.membership() instanceof Match.All;
    }

    private SqlTemplate fill(StoredRecord holder, ValueModel value, Navigation navigation, LinkPlacement links) {
        Column counter = Objects.requireNonNull(holder.values().get(value.name()), value.name());
        String text = "UPDATE " + quote(holder.table()) + " SET " + dialect.quote(counter.name())
                + " = (SELECT COUNT(*) FROM " + quote(links.table()) + " l WHERE l."
                + dialect.quote(links.end(navigation.from()).name()) + " = " + quote(holder.table()) + "."
                + dialect.quote(holder.id().name()) + ")";
        return new SqlTemplate(text, List.of());
    }

    private String quote(Table table) {
        return dialect.quote(table.name());
    }
}
