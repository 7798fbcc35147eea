package dev.entail.testkit.scenario;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.Writes;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.storage.write.IdGenerator;
import dev.entail.testkit.invariant.DerivedValues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model on an empty database in memory, with a clock that stands still and ids that count from 1: given these records, when this
 * is dispatched, then that follows. Closing it checks that every derived value is what its computation says.
 *
 * <pre>{@code
 * try (Scenario scenario = Scenario.of(model)) {
 *     RecordId ann = scenario.given(USER, Draft.of("name", "Ann"));
 *     RecordId post = scenario.given(POST, Draft.of("title", "Hello"));
 *     scenario.when(LIKE_POST, call -> call.by(ann).payload("post", post)).isAccepted().created(LIKE, 1);
 *     scenario.then(POST, post).has(LIKE_COUNT, 1L);
 * }
 * }</pre>
 *
 * <p>Needs {@code driver-h2} on the class path, or a {@linkplain #on place} of its own. Not thread-safe.
 */
public final class Scenario implements AutoCloseable {
    /** What the clock shows at first: noon of the first day of 2026, UTC. */
    public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final Entail entail;
    private final TestClock clock;

    private Scenario(Entail entail, TestClock clock) {
        this.entail = entail;
        this.clock = clock;
    }

    /** A model on a database of its own in memory. */
    public static Scenario of(Model model) {
        return on(model, builder -> builder.open("jdbc:h2:mem:"));
    }

    /**
     * A model, opened in a particular manner or place.
     *
     * @param open opens the model on an empty database; the clock and the ids are set already
     */
    public static Scenario on(Model model, Function<EntailBuilder, Entail> open) {
        TestClock clock = TestClock.at(START);
        EntailBuilder builder = Entail.with(model)
                .replace(InstantSource.class, clock)
                .replace(IdGenerator.class, TestIds.countingFrom(1));
        return new Scenario(Objects.requireNonNull(open.apply(builder), "opened"), clock);
    }

    /** The open model, for everything that is not here. */
    public Entail entail() {
        return entail;
    }

    /** The clock of the model. */
    public TestClock clock() {
        return clock;
    }

    /** Given a record. */
    public RecordId given(RecordDefinition record, Draft draft) {
        return entail.create(record, draft);
    }

    /** Given what some writes make, in one transaction. */
    public Scenario given(Consumer<Writes> writes) {
        entail.inTransaction(transaction -> {
            writes.accept(transaction);
            return true;
        });
        return this;
    }

    /** When a call is dispatched. */
    public DispatchAssert when(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return when(source, call.apply(InteractionCall.empty()).toDispatchCall());
    }

    /** When a call is dispatched that exists already. */
    public DispatchAssert when(EventSource<?> source, DispatchCall call) {
        return new DispatchAssert(source.name(), entail.dispatch(source, call));
    }

    /** Then a record is such. */
    public RecordAssert then(RecordDefinition record, RecordId id) {
        return new RecordAssert(entail, record, id);
    }

    /**
     * Then a value of the whole model is such.
     *
     * @throws AssertionError if it is not
     */
    public <T> Scenario thenGlobal(Property<T> global, @Nullable T expected) {
        Comparison.requireEqual("@" + global.name(), entail.global(global), expected);
        return this;
    }

    /**
     * Then there are so many records of an entity, relation, view or union.
     *
     * @throws AssertionError if there are more or fewer
     */
    public Scenario thenCount(RecordDefinition record, long expected) {
        Comparison.requireEqual(
                "number of " + record.name(), entail.query(record).count(), expected);
        return this;
    }

    /**
     * Closes the model.
     *
     * @throws AssertionError if a derived value is not what its computation says
     */
    @Override
    public void close() {
        try (entail) {
            DerivedValues.assertTrue(entail);
        }
    }
}
