package dev.entail.storage.sql;

import dev.entail.storage.spi.ColumnType;
import java.util.Collections;
import java.util.List;

/**
 * A statement whose text depends on the shape of the work alone, never on values.
 *
 * @param text SQL with a placeholder for each parameter
 * @param parameters types of the parameters, in order
 * @param row what an insert repeats for each further row; empty for a statement that cannot do several at once
 */
public record SqlTemplate(String text, List<ColumnType> parameters, String row) {
    public SqlTemplate {
        parameters = List.copyOf(parameters);
    }

    /** A statement that does one thing at a time. */
    public SqlTemplate(String text, List<ColumnType> parameters) {
        this(text, parameters, "");
    }

    /** Whether it is an insert that can take several rows at once. */
    public boolean insertsSeveral() {
        return !row.isEmpty();
    }

    /** The statements that do it so many times, with the parameters of all in order: one if it can do several at once. */
    public List<String> times(int number) {
        return row.isEmpty() ? Collections.nCopies(number, text) : List.of(text + (", " + row).repeat(number - 1));
    }
}
