package dev.entail.testkit.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes statements, batches and commits fail at random, before they reach the database. The thread that made the storm is
 * spared, so that a test can set up and look at what the others have done.
 */
public final class FaultStorm implements JdbcInterceptor {
    private final RandomGenerator random;
    private final int oneIn;
    private final Supplier<? extends SQLException> error;
    private final Thread spared = Thread.currentThread();
    private final AtomicInteger faults = new AtomicInteger();

    /**
     * A storm.
     *
     * @param random decides; used by one thread at a time
     * @param oneIn one of how many calls fails, at least 1
     * @param error what a call fails with
     */
    public FaultStorm(RandomGenerator random, int oneIn, Supplier<? extends SQLException> error) {
        this.random = random;
        this.oneIn = oneIn;
        this.error = error;
    }

    /** How many calls have failed. */
    public int faults() {
        return faults.get();
    }

    @Override
    public @Nullable Object around(JdbcCall call, Action action) throws SQLException {
        boolean exposed = call.kind().isExecution() || call.kind() == JdbcCall.Kind.COMMIT;
        if (exposed && Thread.currentThread() != spared && strikes()) {
            faults.incrementAndGet();
            throw error.get();
        }
        return action.proceed();
    }

    private synchronized boolean strikes() {
        return random.nextInt(oneIn) == 0;
    }
}
