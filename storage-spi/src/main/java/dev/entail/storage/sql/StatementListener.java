package dev.entail.storage.sql;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Hears of every statement after it was sent, on the thread that sent it. What it throws is logged and otherwise ignored. Replace
 * it when opening a model; the default one is {@link #logging()}.
 */
@FunctionalInterface
public interface StatementListener {
    /** Called after each statement, also if it failed. */
    void executed(StatementExecution execution);

    /** One that does nothing. */
    static StatementListener none() {
        return execution -> {};
    }

    /** One that logs at level DEBUG of the logger {@code dev.entail.sql}, with the purpose in front (DSP-12). */
    static StatementListener logging() {
        Logger logger = System.getLogger("dev.entail.sql");
        return execution -> logger.log(
                Level.DEBUG,
                () -> "[" + execution.purpose() + "] " + execution.sql()
                        + (execution.times() == 1 ? "" : " x " + execution.times()) + " "
                        + execution.took().toNanos() / 1000 + " us" + (execution.failed() ? " FAILED" : ""));
    }
}
