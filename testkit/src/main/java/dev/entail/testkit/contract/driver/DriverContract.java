package dev.entail.testkit.contract.driver;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The whole driver contract. The test of a driver is one class without a body:
 *
 * <pre>{@code
 * @OnDatabase(DatabaseProduct.POSTGRES)
 * final class PostgresContractTest extends DriverContract {}
 * }</pre>
 *
 * <p>A driver of another product names its {@link dev.entail.testkit.database.DatabaseSource} instead:
 * {@code @OnDatabase(sources = MySource.class)}. Nothing can be overridden: what a database lacks is said in the {@link
 * dev.entail.storage.spi.TransactionCapability} and the {@link dev.entail.storage.spi.Dialect}, and tested there.
 */
public abstract class DriverContract {
    /** For subclasses. */
    protected DriverContract() {}

    @Nested
    @DisplayName("columns")
    final class Columns extends ColumnContract {}

    @Nested
    @DisplayName("values refused")
    final class Refusals extends RefusalContract {}

    @Nested
    @DisplayName("comparison")
    final class Comparisons extends ComparisonContract {}

    @Nested
    @DisplayName("arithmetic")
    final class Arithmetics extends ArithmeticContract {}

    @Nested
    @DisplayName("dialect")
    final class Dialects extends DialectContract {}

    @Nested
    @DisplayName("names")
    final class Identifiers extends IdentifierContract {}

    @Nested
    @DisplayName("constraint errors")
    final class ConstraintErrors extends ConstraintErrorContract {}

    @Nested
    @DisplayName("other errors")
    final class OtherErrors extends ErrorContract {}

    @Nested
    @DisplayName("conflicts")
    final class Conflicts extends ConflictContract {}

    @Nested
    @DisplayName("capability")
    final class Capabilities extends CapabilityContract {}

    @Nested
    @DisplayName("transactions")
    final class Boundaries extends BoundaryContract {}

    @Nested
    @DisplayName("the only writer")
    final class OnlyWriters extends OnlyWriterContract {}

    @Nested
    @DisplayName("time limits")
    final class TimeLimits extends TimeLimitContract {}

    @Nested
    @DisplayName("locks")
    final class Locks extends LockContract {}

    @Nested
    @DisplayName("sequences")
    final class SequencesOfIds extends SequenceContract {}

    @Nested
    @DisplayName("life cycle")
    final class LifeCycle extends LifeCycleContract {}
}
