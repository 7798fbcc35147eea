package dev.entail.storage.spi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Something that not every database can do (STO-620, STO-621). A driver claims what its database can; the driver contract
 * proves each claim, and that what is not claimed is refused or made up for as said here.
 */
public enum Capability {
    /**
     * Work can be committed or rolled back as a whole, at READ COMMITTED. Without it no transaction begins, and so
     * nothing can be written.
     */
    TRANSACTIONS,
    /** Transactions can ask for SERIALIZABLE. Without it such a transaction is refused before it begins. */
    SERIALIZABLE(TRANSACTIONS),
    /**
     * The database itself keeps the promise of SERIALIZABLE, whoever else is connected. Without it the storage layer runs
     * such transactions while nobody else writes, which keeps the promise within one process.
     */
    SERIALIZABLE_BY_DATABASE(SERIALIZABLE),
    /** A part of a transaction can be undone. Without it {@code attempt} is refused before its work runs. */
    SAVEPOINTS(TRANSACTIONS),
    /**
     * A transaction can go on after a statement that failed, as if that statement had never been sent. Without it the
     * database refuses every further statement until the rollback, or until the way back to a savepoint.
     */
    FAILED_STATEMENTS_FORGIVEN(TRANSACTIONS),
    /**
     * The database refuses writes in a read-only transaction. Without it only the storage layer refuses them, before
     * anything is sent.
     */
    READ_ONLY_TRANSACTIONS(TRANSACTIONS),
    /**
     * A SELECT can lock its rows until the end of the transaction. Without it a transaction that writes locks the whole
     * database when it begins.
     */
    ROW_LOCKS(TRANSACTIONS),
    /**
     * As many transactions write at once as there are connections. Without it there is one writer, and the storage layer
     * lets the others of its process wait from their first statement on, about in the order in which they came.
     */
    CONCURRENT_WRITERS(ROW_LOCKS),
    /**
     * Any number of processes may work on the database at once, with the same guarantees as the threads of one. Without
     * it the guarantees hold among the threads of one process; the notes say what others may meet.
     */
    MANY_PROCESSES(CONCURRENT_WRITERS),
    /**
     * Statements that change the schema are part of the transaction. Without it they commit what was done before them,
     * so the storage layer sends them outside transactions.
     */
    TRANSACTIONAL_DDL(TRANSACTIONS),
    /**
     * A statement that runs for longer than it may is ended and the connection survives. Without it a transaction with a
     * timeout is refused before it begins.
     */
    STATEMENT_TIMEOUTS,
    /**
     * An UPDATE can return columns of the rows it changed, see {@link Dialect#updateReturning}. Without it the storage
     * layer reads them with a second statement.
     */
    UPDATE_RETURNING,
    /** An index can have a condition ({@code CREATE INDEX ... WHERE ...}). Without it such a statement is an error. */
    PARTIAL_INDEXES;

    private final Set<Capability> implied;

    Capability(Capability... implied) {
        this.implied = Set.of(implied);
    }

    /** What whoever claims this must also claim, at one or more removes; without this itself. */
    public Set<Capability> implied() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        for (Capability next : implied) {
            all.add(next);
            all.addAll(next.implied());
        }
        return all;
    }

    /** The name for people, for example {@code row locks}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The capability that a level of isolation takes. */
    public static Capability of(IsolationLevel level) {
        return switch (level) {
            case READ_COMMITTED -> TRANSACTIONS;
            case SERIALIZABLE -> SERIALIZABLE;
        };
    }
}
