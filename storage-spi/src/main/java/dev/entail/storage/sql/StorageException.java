package dev.entail.storage.sql;

import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.schema.ConstraintInfo;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database refused something. Names what the model calls it, never the values of other users. */
public final class StorageException extends EntailException {
    private static final long serialVersionUID = 1L;

    private final transient DatabaseError error;
    private final transient @Nullable ConstraintInfo constraint;

    StorageException(
            String code, String message, DatabaseError error, @Nullable ConstraintInfo constraint, Throwable cause) {
        super(code, message, details(error, constraint), cause);
        this.error = error;
        this.constraint = constraint;
    }

    /** What the database said. */
    public DatabaseError error() {
        return error;
    }

    /** The constraint of the model that was violated, if the database tells which. */
    public Optional<ConstraintInfo> constraint() {
        return Optional.ofNullable(constraint);
    }

    /** Whether the same transaction may succeed when it is run again. */
    public boolean isRetryable() {
        return error.errorClass().retryable() && !code().equals(ErrorCode.COMMIT_OUTCOME_UNKNOWN.name());
    }

    private static Map<String, Object> details(DatabaseError error, @Nullable ConstraintInfo constraint) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("class", error.errorClass().name());
        if (error.sqlState() != null) {
            details.put(SQL_STATE, error.sqlState());
        }
        details.put(VENDOR_CODE, error.vendorCode());
        if (error.errorClass() == ErrorClass.UNIQUE) {
            details.put(ConstraintViolation.KIND, ConstraintViolation.Kind.UNIQUE.text());
        } else if (error.errorClass() == ErrorClass.NOT_NULL) {
            details.put(ConstraintViolation.KIND, ConstraintViolation.Kind.NON_NULL.text());
        }
        if (constraint != null) {
            details.put("record", constraint.record());
            details.put("attributes", constraint.attributes());
            if (!constraint.name().isEmpty()) {
                details.put("constraint", constraint.name());
            }
        }
        return details;
    }
}
