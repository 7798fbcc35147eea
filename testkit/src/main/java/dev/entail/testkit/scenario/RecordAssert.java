package dev.entail.testkit.scenario;

import dev.entail.Entail;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a record is expected to be. Every method reads it as it is now, and throws an {@link AssertionError} if it is not so. */
public final class RecordAssert {
    private final Entail entail;
    private final RecordDefinition record;
    private final RecordId id;

    RecordAssert(Entail entail, RecordDefinition record, RecordId id) {
        this.entail = entail;
        this.record = record;
        this.id = id;
    }

    /** It has this value. */
    public <T> RecordAssert has(Property<T> property, @Nullable T expected) {
        return has(property.name(), expected);
    }

    /** It has this value, also at the end of a path over single relations; numbers are compared by what they are worth. */
    public RecordAssert has(String path, @Nullable Object expected) {
        Comparison.requireEqual(this + "." + path, value(path), expected);
        return this;
    }

    private @Nullable Object value(String path) {
        Row at = row(Selection.path(path));
        String[] segments = path.split("\\.", -1);
        for (int i = 0; i + 1 < segments.length; i++) {
            Row next = at.rowOrNull(segments[i]);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at.get(segments[segments.length - 1]);
    }

    private Row row(Selection part) {
        return entail.query(record)
                .select(part)
                .byId(id)
                .orElseThrow(() -> new AssertionError(this + " should be there, but is not"));
    }

    /** It is related to exactly these records under an attribute that leads to many. */
    public RecordAssert isRelatedTo(String attribute, RecordId... expected) {
        Set<RecordId> actual = new LinkedHashSet<>();
        row(Selection.related(attribute).unbounded()).rows(attribute).forEach(related -> actual.add(related.id()));
        if (!actual.equals(Set.copyOf(List.of(expected)))) {
            throw new AssertionError(
                    this + "." + attribute + " should be " + Arrays.toString(expected) + ", but is " + actual);
        }
        return this;
    }

    /** It exists; of a view, it is in it. */
    public RecordAssert exists() {
        if (!isThere()) {
            throw new AssertionError(this + " should be there, but is not");
        }
        return this;
    }

    /** It does not exist; of a view, it is not in it. */
    public void doesNotExist() {
        if (isThere()) {
            throw new AssertionError(this + " should not be there, but is");
        }
    }

    private boolean isThere() {
        return entail.query(record).byId(id).isPresent();
    }

    @Override
    public String toString() {
        return record.name() + " " + id;
    }
}
