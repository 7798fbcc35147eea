package dev.entail.runtime.verification;

import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Stepping;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import dev.entail.storage.EntityStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A custom global value, computed again. */
record GlobalCustom(EntityStore store, ValueModel global, Custom custom) {
    /** The value, and under their own names the states that the function gives along with it. */
    Map<ValueModel, @Nullable Object> compute() {
        Step.Value result = custom.evaluate(Model.GLOBALS + "." + global.name(), global.property(), read());
        Map<ValueModel, @Nullable Object> all = new LinkedHashMap<>();
        all.put(global, result.value());
        result.states()
                .forEach((state, value) -> all.put(
                        Objects.requireNonNull(
                                store.model().globals().get(Stepping.stateName(global.name(), state)), state),
                        value));
        return all;
    }

    /** What it is computed from. */
    Row read() {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        custom.globals().forEach(name -> read.put(GlobalValue.PREFIX + name, stored(name)));
        custom.sets()
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
