package dev.entail.storage.json;

import dev.entail.core.definition.Property;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of properties as columns hold them, and back: lists and JSON values are canonical text, all others stay as is. */
public final class ValueCodec {
    private static final String EMPTY = "{}";

    private final JsonCodec json = new JsonCodec();

    /** What the column holds for a normalized value. */
    public @Nullable Object encode(Property<?> property, @Nullable Object value) {
        if (value == null || !isText(property)) {
            return value;
        }
        return value instanceof Map<?, ?> map && map.isEmpty() ? EMPTY : json.write(jsonReady(value));
    }

    /** The value behind what the column holds. */
    public @Nullable Object decode(Property<?> property, @Nullable Object stored) {
        if (stored == null || !isText(property)) {
            return stored;
        }
        Object value = json.read((String) stored);
        if (!property.isList() || value == null) {
            return value;
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (List<?>) value) {
            items.add(
                    property.type() == ValueType.NUMBER && item instanceof Number n ? (Object) n.doubleValue() : item);
        }
        return property.normalize(items, property.name());
    }

    private static boolean isText(Property<?> property) {
        return property.isList() || property.type() == ValueType.JSON;
    }

    private static Object jsonReady(Object value) {
        return ValueType.JSON.normalize(value, "value");
    }
}
