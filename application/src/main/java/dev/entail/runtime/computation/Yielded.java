package dev.entail.runtime.computation;

import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All records of an entity or relation as a function yields them, compared with the stored ones key by key. Values that are not
 * mentioned are null, or what their default made of them; relations that are not mentioned are not looked at.
 */
public final class Yielded {
    private final RecordModel record;
    private final CustomRecords computation;
    private final boolean isLink;
    private final boolean isPlaced;

    /** Records that the model says are all yielded by one computation. */
    public Yielded(RecordModel record) {
        this.record = record;
        this.computation = record.yieldedBy().orElseThrow();
        this.isLink = record.relation().isPresent();
        this.isPlaced = !isLink && computation.key().isEmpty();
    }

    /**
     * Brings the stored records to what the function yields.
     *
     * @param marker the global value that stands for them
     */
    Results results(ValueModel marker) {
        return (rows, context) -> {
            compare(rows.get(0), context.session()::query).apply(context);
            context.session().deriveGlobal(marker, true);
        };
    }

    /**
     * What is to be done to the stored records.
     *
     * @param read what the function gets
     * @param asking answers queries
     * @throws EntailException {@code YIELD_INVALID} if what the function yields does not fit, {@code CALLBACK_FAILED} if it throws
     */
    public Difference compare(Row read, Function<Query, List<Row>> asking) {
        Map<List<@Nullable Object>, Wanted> wanted = wanted(read);
        Set<String> related = new LinkedHashSet<>();
        wanted.values().forEach(each -> related.addAll(each.related().keySet()));
        List<RecordId> surplus = new ArrayList<>();
        Map<RecordId, Map<String, Difference.Change>> changed = new LinkedHashMap<>();
        for (Row stored : asking.apply(everything(related))) {
            Wanted same = wanted.remove(storedKey(stored));
            if (same == null) {
                surplus.add(stored.id());
            } else {
                Map<String, Difference.Change> changes = changes(same, stored);
                if (!changes.isEmpty()) {
                    changed.put(stored.id(), changes);
                }
            }
        }
        Map<List<@Nullable Object>, Object> missing = new LinkedHashMap<>();
        wanted.forEach((key, each) -> missing.put(key, each.result()));
        return new Difference(record, isPlaced, surplus, changed, missing);
    }

    private Map<List<@Nullable Object>, Wanted> wanted(Row read) {
        Collection<?> results = Callbacks.call(
                () -> "yields all records of " + record.name(),
                () -> computation.function().apply(read));
        if (results == null) {
            throw invalid("gave null; give an empty list for no records");
        }
        Map<List<@Nullable Object>, Wanted> wanted = new LinkedHashMap<>();
        for (Object result : results) {
            Wanted each = wanted(result);
            List<@Nullable Object> key = key(each, wanted.size());
            if (wanted.put(key, each) != null) {
                throw invalid("gave two records with the key " + computation.key()
                        + "; make the key tell them apart, or" + " yield one of them");
            }
        }
        return wanted;
    }

    private Wanted wanted(@Nullable Object result) {
        Draft draft = switch (result) {
            case Draft each when !isLink -> each;
            case Link link when isLink -> link.values();
            case null, default ->
                throw invalid(
                        "gave a " + (result == null ? "null" : result.getClass().getSimpleName()) + "; it must give a "
                                + (isLink ? "Link" : "Draft") + " for each record");
        };
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Set<RecordId>> related = new LinkedHashMap<>();
        draft.values().forEach((name, value) -> {
            ValueModel declared = record.values().get(name);
            Navigation navigation = record.navigations().get(name);
            if (declared != null && !declared.isDerived()) {
                values.put(name, declared.property().normalize(value, record.name() + "." + name));
            } else if (navigation != null && !navigation.isEnd()) {
                related.put(name, references(name, value));
            } else {
                throw invalid(
                        "gave a value for '" + name + "', which is nothing that it can yield of " + record.name());
            }
        });
        return new Wanted(Objects.requireNonNull(result), values, related);
    }

    private Set<RecordId> references(String name, @Nullable Object value) {
        Set<RecordId> ids = new LinkedHashSet<>();
        switch (value) {
            case null -> {}
            case RecordId id -> ids.add(id);
            case Collection<?> many -> many.forEach(each -> ids.addAll(references(name, each)));
            default ->
                throw invalid("gave a " + value.getClass().getSimpleName() + " for '" + name
                        + "'; what it yields refers to existing records, by their RecordId");
        }
        return ids;
    }

    private List<@Nullable Object> key(Wanted each, int place) {
        List<@Nullable Object> key = new ArrayList<>();
        if (each.result() instanceof Link link) {
            key.addAll(ends(link.source(), link.target()));
        }
        if (isPlaced) {
            key.add((long) place);
        }
        for (String name : computation.key()) {
            if (each.values().containsKey(name)) {
                key.add(each.values().get(name));
            } else if (each.related().containsKey(name)) {
                key.add(each.related().get(name));
            } else {
                throw invalid("gave a record without '" + name + "', which is part of its key");
            }
        }
        return key;
    }

    private List<@Nullable Object> storedKey(Row stored) {
        List<@Nullable Object> key = new ArrayList<>();
        if (isLink) {
            key.addAll(ends(
                    stored.row(End.SOURCE.attribute()).id(),
                    stored.row(End.TARGET.attribute()).id()));
        }
        if (isPlaced) {
            key.add(stored.get(Projections.INDEX.name()));
        }
        computation.key().forEach(name -> key.add(storedValue(stored, name)));
        return key;
    }

    /** The ends of a link; without direction it is the same from either end. */
    private List<RecordId> ends(RecordId source, RecordId target) {
        Stream<RecordId> ends = Stream.of(source, target);
        return (record.relation().orElseThrow().isSymmetric() ? ends.sorted(Comparator.naturalOrder()) : ends).toList();
    }

    private @Nullable Object storedValue(Row stored, String name) {
        if (!record.navigations().containsKey(name)) {
            return stored.get(name);
        }
        Set<RecordId> ids = new LinkedHashSet<>();
        switch (stored.get(name)) {
            case null -> {}
            case Row one -> ids.add(one.id());
            default -> stored.rows(name).forEach(each -> ids.add(each.id()));
        }
        return ids;
    }

    /** All stored records, with all that can be yielded of them. */
    private Query everything(Set<String> related) {
        List<Selection> parts = new ArrayList<>();
        record.values().values().stream()
                .filter(value -> !value.isDerived())
                .forEach(value -> parts.add(Selection.path(value.name())));
        if (isPlaced) {
            parts.add(Selection.path(Projections.INDEX.name()));
        }
        Set<String> navigations = new LinkedHashSet<>(related);
        computation.key().stream().filter(record.navigations()::containsKey).forEach(navigations::add);
        if (isLink) {
            navigations.addAll(List.of(End.SOURCE.attribute(), End.TARGET.attribute()));
        }
        navigations.forEach(name -> parts.add(Selection.related(name, "id")));
        return Query.of(record.name()).select(parts.toArray(Selection[]::new)).unbounded();
    }

    private Map<String, Difference.Change> changes(Wanted wanted, Row stored) {
        Map<String, Difference.Change> changes = new LinkedHashMap<>();
        for (ValueModel value : record.values().values()) {
            String name = value.name();
            boolean given = wanted.values().containsKey(name);
            if (!value.isDerived() && (given || value.property().defaultValue() == null)) {
                compare(name, stored.get(name), wanted.values().get(name), changes);
            }
        }
        wanted.related().forEach((name, ids) -> compare(name, storedValue(stored, name), ids, changes));
        return changes;
    }

    private static void compare(
            String name, @Nullable Object stored, @Nullable Object expected, Map<String, Difference.Change> changes) {
        if (!Objects.equals(stored, expected)) {
            changes.put(name, new Difference.Change(stored, expected));
        }
    }

    private EntailException invalid(String message) {
        return new EntailException(
                ErrorCode.YIELD_INVALID.name(),
                "The function that yields all records of " + record.name() + " " + message,
                Collections.singletonMap("record", record.name()));
    }

    /**
     * A record that is to be there.
     *
     * @param result as the function gave it
     * @param values what it gives for values
     * @param related the records that it gives for relation attributes
     */
    private record Wanted(Object result, Map<String, @Nullable Object> values, Map<String, Set<RecordId>> related) {}
}
