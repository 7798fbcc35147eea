package dev.entail.storage.atomic;

import dev.entail.core.definition.Property;
import dev.entail.storage.schema.Column;
import dev.entail.storage.spi.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of one row.
 *
 * @param path {@code Record.value}, for errors
 * @param property name and type
 * @param table quoted name
 * @param column where it is stored
 * @param row condition that holds for the row alone, with parameters
 * @param types types of these parameters
 * @param key values of these parameters
 */
record AtomicTarget(
        String path,
        Property<?> property,
        String table,
        Column column,
        String row,
        List<ColumnType> types,
        List<@Nullable Object> key) {}
