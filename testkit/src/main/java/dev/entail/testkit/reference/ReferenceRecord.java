package dev.entail.testkit.reference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as the reference holds it. Immutable.
 *
 * @param id its identity
 * @param values its facts that are not null; what is derived is computed whenever it is asked for
 * @param source the first end, if it is a link
 * @param target the second end, if it is a link
 */
public record ReferenceRecord(
        ReferenceId id,
        Map<String, Object> values,
        @Nullable ReferenceId source,
        @Nullable ReferenceId target) {
    /** With a copy of the values. */
    public ReferenceRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Name of the entity or relation that it was created as. */
    public String record() {
        return id.record();
    }

    /** Whether it is a link. */
    public boolean isLink() {
        return source != null;
    }

    /** The same record with other values. */
    ReferenceRecord with(Map<String, Object> newValues) {
        return new ReferenceRecord(id, newValues, source, target);
    }

    /** Whether it is a link with this end. */
    boolean touches(ReferenceId end) {
        return end.equals(source) || end.equals(target);
    }
}
