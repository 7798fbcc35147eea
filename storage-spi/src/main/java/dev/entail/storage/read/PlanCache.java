package dev.entail.storage.read;

import dev.entail.core.query.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The plans of the shapes of query that were asked for last. Thread-safe. */
final class PlanCache {
    private static final int CAPACITY = 512;
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<Query, Plan> plans = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Query, Plan> eldest) {
            return size() > CAPACITY;
        }
    };

    /** The plan of a shape, made now if there is none. */
    Plan get(Query shape, Function<Query, Plan> compile) {
        synchronized (plans) {
            Plan known = plans.get(shape);
            if (known != null) {
                return known;
            }
        }
        Plan made = compile.apply(shape);
        synchronized (plans) {
            Plan other = plans.putIfAbsent(shape, made);
            return other == null ? made : other;
        }
    }
}
