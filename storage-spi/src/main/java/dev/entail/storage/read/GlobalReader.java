package dev.entail.storage.read;

import dev.entail.core.computation.Computed;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads global values. What a computed one follows from is read with one statement, so that it is of one moment. Thread-safe.
 */
final class GlobalReader {
    private final Schema schema;
    private final Dialect dialect;
    private final ValueCodec codec = new ValueCodec();

    GlobalReader(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /** The value; null if it was set to null or never set. */
    @Nullable
    Object read(ValueModel global, Jdbc jdbc) {
        Set<ValueModel> stored = new LinkedHashSet<>();
        collect(global, stored);
        return value(global, stored(List.copyOf(stored), jdbc));
    }

    private void collect(ValueModel global, Set<ValueModel> stored) {
        if (global.computation() instanceof Computed computed) {
            computed.inputs().forEach(input -> collect(known(input), stored));
        } else {
            stored.add(global);
        }
    }

    private Map<String, @Nullable Object> stored(List<ValueModel> globals, Jdbc jdbc) {
        GlobalsTable table = schema.globals();
        Column key = table.table().key();
        List<Column> columns = globals.stream().map(table::column).distinct().toList();
        SqlTemplate select = new SqlTemplate(
                "SELECT " + dialect.quote(key.name()) + ", "
                        + columns.stream()
                                .map(column -> dialect.quote(column.name()))
                                .collect(Collectors.joining(", "))
                        + " FROM " + dialect.quote(table.table().name()) + " WHERE " + dialect.quote(key.name())
                        + " IN ("
                        + String.join(", ", Collections.nCopies(globals.size(), dialect.placeholder(key.type())))
                        + ")",
                Collections.nCopies(globals.size(), key.type()));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        jdbc.query(select, globals.stream().map(ValueModel::name).toList(), cells -> {
            ValueModel global = known((String) Objects.requireNonNull(cells.get(1, ColumnType.KEY_TEXT)));
            Column column = table.column(global);
            Object cell = cells.get(columns.indexOf(column) + 2, column.type());
            values.put(global.name(), codec.decode(global.property(), cell));
            return global;
        });
        return values;
    }

    private @Nullable Object value(ValueModel global, Map<String, @Nullable Object> stored) {
        if (!(global.computation() instanceof Computed computed)) {
            return stored.get(global.name());
        }
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        computed.inputs().forEach(input -> inputs.put(input, value(known(input), stored)));
        return computed.compute(
                Model.GLOBALS + "." + global.name(), global.property(), new Row(Model.GLOBALS_ID, inputs));
    }

    private ValueModel known(String name) {
        return Objects.requireNonNull(schema.model().globals().get(name), name);
    }
}
