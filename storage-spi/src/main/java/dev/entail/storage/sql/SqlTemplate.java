package dev.entail.storage.sql;

import dev.entail.storage.spi.ColumnType;
import java.util.List;

/**
 * A statement whose text depends on the shape of the work alone, never on values.
 *
 * @param text SQL with a placeholder for each parameter
 * @param parameters types of the parameters, in order
 */
public record SqlTemplate(String text, List<ColumnType> parameters) {
    public SqlTemplate {
        parameters = List.copyOf(parameters);
    }
}
