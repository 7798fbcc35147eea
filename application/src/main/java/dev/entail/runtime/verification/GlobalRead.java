package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.RealTime;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import dev.entail.storage.EntityStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A global value that a function makes of what it reads, computed again. */
record GlobalRead(EntityStore store, ValueModel global, Computation.Immediate reader) {
    /**
     * What should be stored, by name; nothing is known of what follows the time and has not been computed.
     *
     * @param now the time of a computation that does not depend on it
     */
    Map<String, @Nullable Object> compute(Instant now) {
        Instant time = now;
        if (reader instanceof RealTime) {
            if (!(stored(RealTime.computedName(global.name())) instanceof Instant computed)) {
                return Map.of();
            }
            time = computed;
        }
        return reader.values(Model.GLOBALS + "." + global.name(), global.property(), time, read());
    }

    /** What it is computed from. */
    Row read() {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        reader.globals().forEach(name -> read.put(GlobalValue.PREFIX + name, stored(name)));
        reader.sets()
                .forEach((name, set) -> read.put(
                        name,
                        store.transactions().reading(jdbc -> store.queries().list(set.unbounded(), jdbc))));
        return new Row(Model.GLOBALS_ID, read);
    }

    private @Nullable Object stored(String name) {
        ValueModel value = Objects.requireNonNull(store.model().globals().get(name), name);
        return store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(value, jdbc)))
                .orElse(null);
    }
}
