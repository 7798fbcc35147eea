package dev.entail.runtime.trail;

import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.EntityStore;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.trail.TrailEntry;
import dev.entail.storage.trail.TrailStore;
import dev.entail.storage.trail.TrailStore.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notes which event changed which derived value last, in the transaction that does so, if that is asked for: it is one round trip
 * more for each dispatch. Thread-safe.
 */
public final class Trail {
    private static final String RECORD = "";

    private final Model model;
    private final TrailStore store;
    private final boolean on;

    /**
     * A trail.
     *
     * @param on whether anything is noted
     */
    public Trail(EntityStore store, boolean on) {
        this.model = store.model();
        this.store = new TrailStore(store.dialect());
        this.on = on;
    }

    /** Whether changes are noted. */
    public boolean isOn() {
        return on;
    }

    /** Notes what was brought about. */
    public void note(Jdbc jdbc, List<Effect> effects, TrailEntry by) {
        if (!on) {
            return;
        }
        List<Place> changed = new ArrayList<>();
        Set<Place> gone = new LinkedHashSet<>();
        for (Effect effect : effects) {
            switch (effect.mutation()) {
                case MutationEvent.Created created -> {
                    if (hasDerivedValues(created.record())) {
                        changed.add(new Place(created.record(), created.id(), RECORD));
                    }
                }
                case MutationEvent.Updated updated ->
                    updated.changes().keySet().stream()
                            .filter(value -> isDerived(updated.record(), value))
                            .forEach(value -> changed.add(new Place(updated.record(), updated.id(), value)));
                case MutationEvent.Deleted deleted -> {
                    if (hasDerivedValues(deleted.record())) {
                        gone.add(new Place(deleted.record(), deleted.id(), RECORD));
                    }
                }
            }
        }
        changed.removeIf(place -> gone.contains(new Place(place.record(), place.id(), RECORD)));
        store.note(jdbc, changed, by);
        store.forget(jdbc, List.copyOf(gone));
    }

    /** What changed a value last: its own change, or else the creation of its record. */
    public Optional<TrailEntry> last(Jdbc jdbc, String record, RecordId id, String value) {
        return store.last(jdbc, new Place(record, id, value)).or(() -> store.last(jdbc, new Place(record, id, RECORD)));
    }

    private boolean hasDerivedValues(String record) {
        return values(record).values().stream().anyMatch(ValueModel::isDerived);
    }

    private boolean isDerived(String record, String value) {
        ValueModel known = values(record).get(value);
        return known != null && known.isDerived();
    }

    /** Views and unions are told of as well, but values are noted under the name of what is stored. */
    private Map<String, ValueModel> values(String record) {
        if (record.equals(Model.GLOBALS)) {
            return model.globals();
        }
        return model.record(record).isConcrete() ? model.record(record).values() : Map.of();
    }
}
