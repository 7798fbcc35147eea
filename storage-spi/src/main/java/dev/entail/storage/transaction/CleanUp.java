package dev.entail.storage.transaction;

import java.sql.SQLException;

/** Something to do after a failure that must not hide the failure. */
@FunctionalInterface
interface CleanUp {
    /** Cleans up. */
    void run() throws SQLException;

    /** Runs {@code cleanUp}; if that fails too, it is attached to {@code first}, which stays the one reported. */
    static void after(Throwable first, CleanUp cleanUp) {
        try {
            cleanUp.run();
        } catch (SQLException | RuntimeException e) {
            first.addSuppressed(e);
        }
    }
}
