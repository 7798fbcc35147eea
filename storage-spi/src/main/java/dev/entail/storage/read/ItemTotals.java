package dev.entail.storage.read;

import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import dev.entail.storage.read.SqlBuilder.Statement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.Jdbc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has the database add up what is related to many records, without reading it. Stateless. */
final class ItemTotals {
    private final Schema schema;
    private final ListCompiler lists;

    ItemTotals(Schema schema, ListCompiler lists) {
        this.schema = schema;
        this.lists = lists;
    }

    Map<RecordId, Number> of(Navigation navigation, @Nullable String input, List<Long> parents, Jdbc jdbc) {
        ColumnType type = type(navigation, input);
        Map<RecordId, Number> totals = new HashMap<>();
        for (int from = 0; from < parents.size(); from += ListCompiler.PARENTS) {
            List<Long> chunk = parents.subList(from, Math.min(parents.size(), from + ListCompiler.PARENTS));
            Statement statement = lists.totals(navigation, input, ListLoader.padded(chunk.size()));
            Inputs inputs = new Inputs(List.of(), chunk, Long.MAX_VALUE);
            jdbc.query(statement.template(), statement.values(inputs), cells -> {
                Number total = (Number) cells.get(2, type);
                if (total != null) {
                    totals.put(RecordId.of((Long) Objects.requireNonNull(cells.get(1, ColumnType.ID))), total);
                }
                return 1;
            });
        }
        return totals;
    }

    /** How a total is read: sums of integers may exceed 64 bits on the way, so they come as decimals. */
    private ColumnType type(Navigation navigation, @Nullable String input) {
        if (input == null) {
            return ColumnType.INTEGER;
        }
        RecordModel holder = schema.model()
                .record(ItemScope.isOfLink(input) ? navigation.relation().name() : navigation.targetRecord());
        ValueType type = Objects.requireNonNull(holder.values().get(ItemScope.nameIn(input)), input)
                .property()
                .type();
        return switch (type) {
            case BOOLEAN -> ColumnType.INTEGER;
            case NUMBER -> ColumnType.NUMBER;
            default -> ColumnType.DECIMAL;
        };
    }
}
