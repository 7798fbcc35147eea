package dev.entail.storage.sql;

import dev.entail.core.error.ErrorCode;
import dev.entail.storage.schema.ConstraintInfo;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.ErrorClassifier;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns database errors into coded ones in the words of the model. */
public final class SqlErrors {
    private final ErrorClassifier classifier;
    private final Schema schema;

    /** Errors of one database under one model. */
    public SqlErrors(ErrorClassifier classifier, Schema schema) {
        this.classifier = classifier;
        this.schema = schema;
    }

    /** The coded form of {@code cause}, which it keeps as its cause. */
    public StorageException translate(SQLException cause) {
        DatabaseError error = collided(classifier.classify(cause));
        ConstraintInfo constraint = schema.constraint(error).orElse(null);
        String code = constraint == null ? code(error).name() : constraint.code();
        return new StorageException(code, message(error, constraint), error, constraint, cause);
    }

    /** Two transactions that create the same slot of a hot value at once do not conflict when one is run again. */
    private DatabaseError collided(DatabaseError error) {
        return error.errorClass() == ErrorClass.UNIQUE && schema.isSlots(error.table())
                ? new DatabaseError(
                        ErrorClass.SERIALIZATION, null, error.table(), List.of(), error.sqlState(), error.vendorCode())
                : error;
    }

    /** The coded form of a failed commit: if the connection was lost, nobody knows whether the commit took effect. */
    public StorageException translateCommit(SQLException cause) {
        DatabaseError error = classifier.classify(cause);
        if (error.errorClass() != ErrorClass.CONNECTION_LOST) {
            return translate(cause);
        }
        return new StorageException(
                ErrorCode.COMMIT_OUTCOME_UNKNOWN.name(),
                "The connection was lost during the commit, which may or may not have taken effect; look before you try"
                        + " again",
                error,
                null,
                cause);
    }

    private static ErrorCode code(DatabaseError error) {
        return switch (error.errorClass()) {
            case UNIQUE -> ErrorCode.UNIQUE_CONSTRAINT_VIOLATION;
            case NOT_NULL -> ErrorCode.NON_NULL_CONSTRAINT_VIOLATION;
            case FOREIGN_KEY -> ErrorCode.REFERENCE_NOT_FOUND;
            case SERIALIZATION, DEADLOCK, LOCK_TIMEOUT, BUSY -> ErrorCode.CONCURRENCY_CONFLICT;
            case NO_CONNECTION -> ErrorCode.NO_CONNECTION;
            case CONNECTION_LOST -> ErrorCode.CONNECTION_LOST;
            case READ_ONLY -> ErrorCode.DATABASE_READ_ONLY;
            case TOO_LONG -> ErrorCode.VALUE_TOO_LONG;
            case OUT_OF_RANGE -> ErrorCode.VALUE_OUT_OF_RANGE;
            case BAD_VALUE -> ErrorCode.VALUE_MISMATCH;
            case CHECK, CANCELLED, ALREADY_EXISTS, OTHER -> ErrorCode.DATABASE_ERROR;
        };
    }

    private static String message(DatabaseError error, @Nullable ConstraintInfo constraint) {
        String where = constraint == null
                ? ""
                : " (" + constraint.record() + " " + constraint.attributes()
                        + (constraint.name().isEmpty() ? "" : ", constraint " + constraint.name()) + ")";
        return switch (error.errorClass()) {
            case UNIQUE ->
                "A record with the same key exists already" + where + "; use the existing one or another key";
            case NOT_NULL -> "A value that must be present is missing" + where + "; give it";
            case FOREIGN_KEY ->
                constraint == null
                        ? "A record that is referred to does not exist, or is still referred to"
                        : "The " + constraint.refersTo() + " that " + constraint.record() + " refers to as "
                                + constraint.attributes() + " does not exist, or is still referred to";
            case SERIALIZATION -> "The transaction conflicts with one that ran at the same time; run it again";
            case DEADLOCK -> "Two transactions waited for each other; run this one again";
            case LOCK_TIMEOUT -> "A row stayed locked by another transaction for too long; run it again";
            case BUSY -> "The database is busy with another writer; run it again";
            case NO_CONNECTION ->
                "The pool had no connection to give: all are in use, or it is closed; use a larger pool, shorter"
                        + " transactions, or look for who keeps connections";
            case CONNECTION_LOST ->
                "The connection to the database was lost; the transaction left nothing behind"
                        + " unless its commit was already under way";
            case READ_ONLY -> "The database or the transaction is read-only";
            case TOO_LONG -> "A value is longer than its column can hold; shorten it";
            case OUT_OF_RANGE -> "A number or timestamp is outside the range of its column";
            case BAD_VALUE -> "A value does not fit the type of its column";
            case CHECK, CANCELLED, ALREADY_EXISTS, OTHER ->
                "The database refused a statement (" + error.errorClass() + ", SQLSTATE " + error.sqlState()
                        + ", vendor code " + error.vendorCode() + ")";
        };
    }
}
