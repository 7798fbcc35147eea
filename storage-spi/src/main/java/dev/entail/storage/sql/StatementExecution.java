package dev.entail.storage.sql;

import java.time.Duration;

/**
 * A statement that was sent to the database. Values are not told, since some are secret.
 *
 * @param purpose what it was for
 * @param sql its text, with a placeholder for each value
 * @param times how often it was executed in one round trip; more than once in a batch
 * @param answers whether it gives rows, as a query does
 * @param took how long the database and the way there took; of statements that went in one round trip each has the time of all
 * @param failed whether the database refused it
 */
public record StatementExecution(
        Purpose purpose, String sql, int times, boolean answers, Duration took, boolean failed) {}
