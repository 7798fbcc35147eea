package dev.entail.storage.schema;

import dev.entail.core.definition.Relation;
import dev.entail.core.model.Navigation.End;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the links of a relation live (STO-021). */
public sealed interface LinkPlacement {
    /** The relation. */
    Relation relation();

    /** The table that holds the links. */
    Table table();

    /** The column with the id of the link. */
    Column id();

    /** The column with the record at one end. */
    Column end(End end);

    /** Columns of the values of the link, by name of the value. */
    Map<String, Column> values();

    /** The column that says as which relation of a union a link was created, or null where there is none. */
    @Nullable
    Column type();

    /** The same place for a view or another member of the family. */
    LinkPlacement as(Relation member);

    /** A table of its own, one row a link. */
    record OwnTable(
            Relation relation,
            Table table,
            Column id,
            Column source,
            Column target,
            Map<String, Column> values,
            @Nullable Column type)
            implements LinkPlacement {
        public OwnTable {
            values = Map.copyOf(values);
        }

        @Override
        public Column end(End end) {
            return end == End.SOURCE ? source : target;
        }

        @Override
        public OwnTable as(Relation member) {
            return new OwnTable(member, table, id, source, target, values, type);
        }
    }

    /**
     * Columns in the row of the record at one end. That record has one such link at most, so the link has its id.
     *
     * @param hostRecord name of the family whose rows hold the links
     * @param hostEnd the end at which the host stands
     * @param hostKey the primary key of the host
     * @param other the column that refers to the record at the other end; null where the row has no link
     */
    record InHost(
            Relation relation,
            Table table,
            String hostRecord,
            End hostEnd,
            Column hostKey,
            Column other,
            Map<String, Column> values,
            @Nullable Column type)
            implements LinkPlacement {
        public InHost {
            values = Map.copyOf(values);
        }

        @Override
        public Column id() {
            return hostKey;
        }

        @Override
        public Column end(End end) {
            return end == hostEnd ? hostKey : other;
        }

        @Override
        public InHost as(Relation member) {
            return new InHost(member, table, hostRecord, hostEnd, hostKey, other, values, type);
        }
    }
}
