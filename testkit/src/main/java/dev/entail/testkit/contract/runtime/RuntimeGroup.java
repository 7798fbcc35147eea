package dev.entail.testkit.contract.runtime;

import dev.entail.Entail;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.StatementLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of the runtime contract share: fresh databases, and the invariant after every test. */
abstract class RuntimeGroup {
    private final Map<Entail, CountingDatabase> opened = new LinkedHashMap<>();
    private TestDatabase test;

    @BeforeEach
    final void begin(TestDatabase testDatabase) {
        this.test = testDatabase;
    }

    @AfterEach
    final void invariant() {
        opened.keySet().forEach(DerivedValues::assertTrue);
        opened.keySet().forEach(Entail::close);
        opened.clear();
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

    /** Opens a model on a database. */
    final Entail open(Model model, TestDatabase on) {
        CountingDatabase database = on.open();
        Entail entail = Entail.with(model).open(database);
        opened.put(entail, database);
        return entail;
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
