package dev.entail.storage.read;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL text in the making, with its parameters in the order of their placeholders. */
final class SqlBuilder {
    private final StringBuilder text = new StringBuilder();
    private final List<ColumnType> types = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    SqlBuilder append(String part) {
        text.append(part);
        return this;
    }

    SqlBuilder append(SqlBuilder part) {
        text.append(part.text);
        types.addAll(part.types);
        values.addAll(part.values);
        return this;
    }

    SqlBuilder parameter(String placeholder, ColumnType type, @Nullable Object value) {
        text.append(placeholder);
        types.add(type);
        values.add(value);
        return this;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    SqlTemplate template() {
        return new SqlTemplate(text.toString(), types);
    }

    List<@Nullable Object> values() {
        return values;
    }
}
