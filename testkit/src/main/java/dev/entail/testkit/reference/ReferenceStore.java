package dev.entail.testkit.reference;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in maps. Writes are done inside {@link #begin()} and {@link #end}; drafts, links and matches name records by
 * {@link ReferenceId}. Not thread-safe.
 */
public final class ReferenceStore {
    private final Model model;
    private final Map<ReferenceId, ReferenceRecord> records = new LinkedHashMap<>();
    private final Map<String, Optional<Object>> globals = new LinkedHashMap<>();
    private final Invariants invariants;
    private final ReferenceWrites writes;
    private final Entailed.Names names;
    private final Numbers numbers;
    private long lastNumber;
    private @Nullable ReferenceView view;
    private Map<ReferenceId, ReferenceRecord> saved = Map.of();
    private Map<String, Optional<Object>> savedGlobals = Map.of();
    private final List<ReferenceEvent> events = new ArrayList<>();
    private final Set<String> codes = new TreeSet<>();
    private boolean doomed;

    /** An empty store, in which nothing was ever numbered. */
    public ReferenceStore(Model model) {
        this(model, (sequence, scope) -> OptionalLong.empty());
    }

    /** An empty store that goes on counting where sequences stand. */
    public ReferenceStore(Model model, BiFunction<Sequence, SequenceScope, OptionalLong> counters) {
        this.model = model;
        this.names = new Entailed.Names(model);
        this.numbers = new Numbers(counters);
        model.globals().values().stream()
                .filter(global -> !global.isDerived())
                .forEach(global -> globals.put(global.name(), initial(global.property())));
        this.invariants = new Invariants(model);
        this.writes = new ReferenceWrites(this);
    }

    /**
     * A store that holds these records already.
     *
     * @param globals the global values that are set by hand; a missing one is null
     */
    public static ReferenceStore holding(
            Model model, Collection<ReferenceRecord> records, Map<String, ? extends @Nullable Object> globals) {
        ReferenceStore store = new ReferenceStore(model);
        records.forEach(record -> store.records.put(record.id(), record));
        store.globals.replaceAll((name, initial) -> Optional.ofNullable(globals.get(name)));
        store.lastNumber =
                records.stream().mapToLong(record -> record.id().number()).max().orElse(0);
        return store;
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** What is stored, as things stand. */
    public ReferenceView view() {
        ReferenceView current = view;
        if (current == null) {
            current = new ReferenceView(model, new LinkedHashMap<>(records), Map.copyOf(globals), names);
            view = current;
        }
        return current;
    }

    /** Starts a transaction. */
    public void begin() {
        saved = new LinkedHashMap<>(records);
        savedGlobals = Map.copyOf(globals);
        numbers.begin();
        events.clear();
        codes.clear();
        doomed = false;
    }

    /** How the transaction must end; its writes stay until {@link #rollback()}. */
    public ReferenceOutcome end() {
        Set<String> broken = invariants.broken(view());
        return new ReferenceOutcome(doomed || !broken.isEmpty(), codes, events);
    }

    /**
     * Takes over in which order a store has numbered the records that were created since {@link #begin()}, if it has given them
     * the same numbers.
     */
    public void renumber(String record, String value, Map<ReferenceId, Long> stored) {
        RecordModel known = model.record(record);
        List<ReferenceRecord> fresh = records.values().stream()
                .filter(each -> each.record().equals(record) && !saved.containsKey(each.id()))
                .toList();
        ValueModel number = Objects.requireNonNull(known.values().get(value));
        numbers.swapped(known, number, fresh, stored).forEach(each -> records.put(each.id(), each));
        view = null;
    }

    /** Takes back what was written since {@link #begin()}. */
    public void rollback() {
        records.clear();
        records.putAll(saved);
        globals.putAll(savedGlobals);
        numbers.rollback();
        view = null;
    }

    private static Optional<Object> initial(Property<?> property) {
        Function<Row, ?> byDefault = property.defaultValue();
        return Optional.ofNullable(byDefault == null ? null : byDefault.apply(new Row(Model.GLOBALS_ID, Map.of())));
    }

    /** Sets a global value; answers whether it was another one. */
    public boolean setGlobal(String name, @Nullable Object value) {
        view = null;
        return !Optional.ofNullable(value).equals(globals.put(name, Optional.ofNullable(value)));
    }

    /** Creates a record under the name of an entity or of a view. */
    public ReferenceId create(String record, Draft draft) {
        String concrete = model.record(record).creates().orElse(null);
        if (concrete == null) {
            refuse(ErrorCode.WRITE_INVALID);
            return nobody(record);
        }
        return checked(writes.isSound(concrete, draft), nobody(concrete), () -> writes.create(concrete, draft));
    }

    /** Links two records. */
    public ReferenceId link(String relation, ReferenceId source, ReferenceId target, Draft values) {
        Relation own = (Relation) model.record(relation).definition();
        return checked(
                writes.isSound(relation, values),
                nobody(relation),
                () -> writes.links().link(own, source, target, values.values()));
    }

    /** Unlinks two records; answers whether they were linked. */
    public boolean unlink(String relation, ReferenceId source, ReferenceId target) {
        Relation own = (Relation) model.record(relation).definition();
        return checked(true, false, () -> writes.links().unlink(own, source, target));
    }

    /** Changes a record seen under a name; answers whether there is such a member. */
    public boolean update(String record, ReferenceId id, Draft changes) {
        return checked(writes.isSound(record, changes), false, () -> {
            ReferenceRecord known = view().record(id);
            if (known == null || !view().isMember(record, known)) {
                return false;
            }
            writes.update(known, changes);
            return true;
        });
    }

    /** Changes all members that satisfy a condition; answers how many. */
    public long updateAll(String record, Match match, Draft changes) {
        return checked(writes.isSound(record, changes), 0L, () -> {
            List<ReferenceRecord> victims = victims(record, match);
            victims.forEach(victim -> writes.update(victim, changes));
            return (long) victims.size();
        });
    }

    /** Deletes a member; answers whether there was one. */
    public boolean delete(String record, ReferenceId id) {
        return checked(true, false, () -> {
            ReferenceRecord known = view().record(id);
            if (known == null || !view().isMember(record, known)) {
                return false;
            }
            writes.links().deleteByName(known);
            return true;
        });
    }

    /** Deletes all members that satisfy a condition; answers how many there were. */
    public long deleteAll(String record, Match match) {
        return checked(true, 0L, () -> {
            List<ReferenceRecord> victims = victims(record, match);
            victims.stream()
                    .filter(victim -> records.containsKey(victim.id()))
                    .forEach(victim -> writes.links().deleteByName(victim));
            return (long) victims.size();
        });
    }

    private List<ReferenceRecord> victims(String record, Match match) {
        ReferenceView before = view();
        return before.members(record).stream()
                .filter(victim -> before.matches(record, victim, match))
                .toList();
    }

    /** Does nothing but note the refusal if the input is not sound; otherwise looks afterwards for what is broken. */
    private <T> T checked(boolean sound, T otherwise, java.util.function.Supplier<T> write) {
        if (!sound) {
            // Of several faults any may be told; a related record may be refused for what it lacks.
            codes.addAll(invariants.requiredCodes());
            return otherwise;
        }
        T result = write.get();
        codes.addAll(invariants.broken(view()));
        return result;
    }

    void refuse(ErrorCode code) {
        refuse(code.name());
    }

    /** The transaction cannot be committed any more. */
    void refuse(String code) {
        doomed = true;
        codes.add(code);
    }

    ReferenceId nextId(String record) {
        return new ReferenceId(record, ++lastNumber);
    }

    private static ReferenceId nobody(String record) {
        return new ReferenceId(record, 0);
    }

    void insert(ReferenceRecord record) {
        ReferenceRecord numbered = numbers.numbered(this, record);
        records.put(record.id(), numbered);
        view = null;
        events.add(new ReferenceEvent.Created(numbered));
    }

    void replace(ReferenceRecord record, ReferenceEvent.Updated event) {
        records.put(record.id(), record);
        view = null;
        events.add(event);
    }

    void remove(ReferenceRecord record) {
        records.remove(record.id());
        view = null;
        events.add(new ReferenceEvent.Deleted(record));
    }

    @Nullable
    ReferenceRecord get(ReferenceId id) {
        return records.get(id);
    }

    /** The links that have this end. */
    List<ReferenceRecord> linksOf(ReferenceId end) {
        return records.values().stream().filter(link -> link.touches(end)).toList();
    }

    /** The links of a relation. */
    List<ReferenceRecord> linksIn(String relation) {
        return records.values().stream()
                .filter(link -> link.record().equals(relation))
                .toList();
    }
}
