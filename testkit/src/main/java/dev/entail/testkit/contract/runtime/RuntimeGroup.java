package dev.entail.testkit.contract.runtime;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.testkit.jdbc.FaultInjector;
import dev.entail.testkit.jdbc.StatementLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of the runtime contract share: fresh databases, and the invariant after every test. */
abstract class RuntimeGroup {
    private final Map<Entail, CountingDatabase> opened = new LinkedHashMap<>();
    private final Map<Entail, FaultInjector> faults = new LinkedHashMap<>();
    private final Logger warnings = Logger.getLogger(SideEffects.class.getName());
    private TestDatabase test;

    @BeforeEach
    final void begin(TestDatabase testDatabase) {
        this.test = testDatabase;
        // Side effects that are meant to fail need not be read about.
        warnings.setUseParentHandlers(false);
    }

    @AfterEach
    final void invariant() {
        faults.values().forEach(FaultInjector::disarm);
        opened.keySet().forEach(DerivedValues::assertTrue);
        opened.keySet().forEach(Entail::close);
        opened.clear();
        faults.clear();
    }

    final TestDatabase test() {
        return test;
    }

    /** Opens a model on an empty database of its own, and makes effects tell of views. */
    final Entail open(Model model, RecordDefinition... observed) {
        CountingDatabase database = test.fresh().open();
        Entail entail = Entail.with(model).observing(observed).open(database);
        opened.put(entail, database);
        return entail;
    }

    /** Opens a model on an empty database of its own, in a particular manner. */
    final Entail open(Model model, UnaryOperator<EntailBuilder> how) {
        CountingDatabase database = test.fresh().open();
        Entail entail = how.apply(Entail.with(model)).open(database);
        opened.put(entail, database);
        return entail;
    }

    /** The same on a database that can be told to fail; see {@link #faults}. */
    final Entail openFaulty(Model model, UnaryOperator<EntailBuilder> how) {
        CountingDatabase database = test.fresh().open();
        FaultInjectingDatabase faulty = new FaultInjectingDatabase(database);
        Entail entail = how.apply(Entail.with(model)).open(faulty);
        opened.put(entail, database);
        faults.put(entail, faulty.faults());
        return entail;
    }

    /** How to make the database of a model fail that was opened with {@link #openFaulty}. */
    final FaultInjector faults(Entail entail) {
        return Objects.requireNonNull(faults.get(entail));
    }

    /** Opens a model on a database. */
    final Entail open(Model model, TestDatabase on) {
        return open(model, on, builder -> builder);
    }

    /** Opens a model on a database, in a particular manner. */
    final Entail open(Model model, TestDatabase on, UnaryOperator<EntailBuilder> how) {
        CountingDatabase database = on.open();
        Entail entail = how.apply(Entail.with(model)).open(database);
        opened.put(entail, database);
        return entail;
    }

    /** What a block makes the framework warn of. */
    final List<LogRecord> warnings(Runnable block) {
        List<LogRecord> heard = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                heard.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        warnings.addHandler(handler);
        try {
            block.run();
        } finally {
            warnings.removeHandler(handler);
        }
        return heard;
    }

    /** What is executed on the database of an open model. */
    final StatementLog log(Entail entail) {
        return database(entail).log();
    }

    /** The database of an open model. */
    final CountingDatabase database(Entail entail) {
        return Objects.requireNonNull(opened.get(entail));
    }

    /** Closes a model before the end of the test. */
    final void close(Entail entail) {
        DerivedValues.assertTrue(entail);
        opened.remove(entail);
        entail.close();
    }

    /** The coded failure of an action that must fail. */
    static EntailException failureOf(ThrowingCallable action) {
        return Assertions.catchThrowableOfType(EntailException.class, action);
    }
}
