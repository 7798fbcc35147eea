package com.example.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import com.example.faulty.FaultyDriver.Flaw;
import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.OnDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@DisplayName("The driver contract finds out a driver that")
public final class ContractBitesTest {
    @Test
    @DisplayName("is honest: nothing")
    void honest() {
        assertThat(failures(Honest.class, "Capabilities", "Sequences", "Conflicts"))
                .isEmpty();
    }

    @Test
    @DisplayName("STO-622 claims transactions and commits each statement")
    void noTransactions() {
        assertThat(failures(NoTransactions.class, "Capabilities"))
                .contains("commitAndRollback", "abandonedTransaction", "savepoints");
        assertThat(failures(NoTransactions.class, "Boundaries")).contains("boundary", "manyOnFewConnections");
    }

    @Test
    @DisplayName("STO-622 claims savepoints and does not go back to them")
    void noSavepoints() {
        assertThat(failures(NoSavepoints.class, "Capabilities")).containsExactly("savepoints");
        assertThat(failures(NoSavepoints.class, "Boundaries")).containsExactly("attempts");
    }

    @Test
    @DisplayName("STO-621 loses the milliseconds of a timestamp")
    void losesMilliseconds() {
        assertThat(failures(LosesMilliseconds.class, "Columns")).contains("edgeValues");
    }

    @Test
    @DisplayName("STO-510 gives a number twice")
    void repeatsNumbers() {
        assertThat(failures(RepeatsNumbers.class, "Sequences")).contains("blocks", "twoPools", "threads");
    }

    @Test
    @DisplayName("STO-641 takes every error for a conflict")
    void callsEverythingAConflict() {
        assertThat(failures(CallsEverythingAConflict.class, "ConstraintErrors"))
                .contains("uniqueIndex", "notNull", "missingParent", "childExists", "check");
        assertThat(failures(CallsEverythingAConflict.class, "OtherErrors"))
                .contains("alreadyExists", "other", "badValue", "statementTimeout");
    }

    @Test
    @DisplayName("STO-622 claims more than the database can, or less")
    void claims() {
        assertThat(failures(ClaimsReadOnly.class, "Capabilities")).containsExactly("readOnlyTransactions");
        assertThat(failures(ClaimsSerializable.class, "Conflicts")).containsExactly("writeSkew");
        assertThat(failures(ClaimsDdl.class, "Capabilities")).containsExactly("transactionalDdl");
        assertThat(failures(HidesReturning.class, "Capabilities")).containsExactly("updateReturning");
    }

    /** Runs groups of the contract and tells which tests fail. */
    private static Set<String> failures(Class<?> contract, String... groups) {
        List<? extends org.junit.platform.engine.DiscoverySelector> selectors = Arrays.stream(groups)
                .map(group -> selectNestedClass(List.of(contract), group(group)))
                .toList();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        Set<String> failed = new TreeSet<>();
        Set<String> run = new TreeSet<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getSource().orElse(null) instanceof MethodSource method) {
                    run.add(method.getMethodName());
                    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                        failed.add(method.getMethodName());
                    }
                } else {
                    result.getThrowable().ifPresent(error -> failed.add(test.getDisplayName() + ": " + error));
                }
            }
        });
        assertThat(run).as("tests that were run").isNotEmpty();
        return failed;
    }

    private static Class<?> group(String name) {
        String wanted = name.equals("Sequences") ? "SequencesOfIds" : name;
        return Arrays.stream(DriverContract.class.getDeclaredClasses())
                .filter(each -> each.getSimpleName().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** No flaw. */
    @OnDatabase(sources = FaultySource.class)
    static final class Honest extends DriverContract {}

    @OnDatabase(sources = NoTransactionsSource.class)
    static final class NoTransactions extends DriverContract {}

    @OnDatabase(sources = NoSavepointsSource.class)
    static final class NoSavepoints extends DriverContract {}

    @OnDatabase(sources = LosesMillisecondsSource.class)
    static final class LosesMilliseconds extends DriverContract {}

    @OnDatabase(sources = RepeatsNumbersSource.class)
    static final class RepeatsNumbers extends DriverContract {}

    @OnDatabase(sources = CallsEverythingAConflictSource.class)
    static final class CallsEverythingAConflict extends DriverContract {}

    @OnDatabase(sources = ClaimsReadOnlySource.class)
    static final class ClaimsReadOnly extends DriverContract {}

    @OnDatabase(sources = ClaimsSerializableSource.class)
    static final class ClaimsSerializable extends DriverContract {}

    @OnDatabase(sources = ClaimsDdlSource.class)
    static final class ClaimsDdl extends DriverContract {}

    @OnDatabase(sources = HidesReturningSource.class)
    static final class HidesReturning extends DriverContract {}

    /** Public, as every source. */
    public static final class NoTransactionsSource extends FaultySource {
        /** For the extension. */
        public NoTransactionsSource() {
            super(Flaw.NO_TRANSACTIONS);
        }
    }

    /** Public, as every source. */
    public static final class NoSavepointsSource extends FaultySource {
        /** For the extension. */
        public NoSavepointsSource() {
            super(Flaw.NO_SAVEPOINTS);
        }
    }

    /** Public, as every source. */
    public static final class LosesMillisecondsSource extends FaultySource {
        /** For the extension. */
        public LosesMillisecondsSource() {
            super(Flaw.LOSES_MILLISECONDS);
        }
    }

    /** Public, as every source. */
    public static final class RepeatsNumbersSource extends FaultySource {
        /** For the extension. */
        public RepeatsNumbersSource() {
            super(Flaw.REPEATS_NUMBERS);
        }
    }

    /** Public, as every source. */
    public static final class CallsEverythingAConflictSource extends FaultySource {
        /** For the extension. */
        public CallsEverythingAConflictSource() {
            super(Flaw.CALLS_EVERYTHING_A_CONFLICT);
        }
    }

    /** Public, as every source. */
    public static final class ClaimsReadOnlySource extends FaultySource {
        /** For the extension. */
        public ClaimsReadOnlySource() {
            super(Flaw.CLAIMS_READ_ONLY);
        }
    }

    /** Public, as every source. */
    public static final class ClaimsSerializableSource extends FaultySource {
        /** For the extension. */
        public ClaimsSerializableSource() {
            super(Flaw.CLAIMS_SERIALIZABLE);
        }
    }

    /** Public, as every source. */
    public static final class ClaimsDdlSource extends FaultySource {
        /** For the extension. */
        public ClaimsDdlSource() {
            super(Flaw.CLAIMS_DDL);
        }
    }

    /** Public, as every source. */
    public static final class HidesReturningSource extends FaultySource {
        /** For the extension. */
        public HidesReturningSource() {
            super(Flaw.HIDES_RETURNING);
        }
    }
}
