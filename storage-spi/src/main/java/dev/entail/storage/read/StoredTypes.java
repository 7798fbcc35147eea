package dev.entail.storage.read;

import dev.entail.core.definition.Property;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;

/** How values of the model are stored. */
record StoredTypes(Schema schema) {
    ColumnType of(String record, Property<?> property) {
        return Scope.type(schema.record(record), property);
    }
}
