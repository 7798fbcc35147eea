package dev.entail.core.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one failure type of Entail. The {@link #code()} is stable and meant for programs; the message is meant for people
 * and says what went wrong, where, and how to mend it. Neither ever contains the value of a secret.
 *
 * <p>Codes of the framework are listed in {@link ErrorCode}; a guard of an application may reject with a code of its own.
 */
public class EntailException extends RuntimeException {
    /** Under which a failure of a database says in its details which SQLSTATE it has, a text. */
    public static final String SQL_STATE = "sqlState";

    /** Under which a failure of a database says in its details which error number it has, an integer. */
    public static final String VENDOR_CODE = "vendorCode";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Map<String, Object> details;
    private transient volatile Map<String, Object> circumstances = Map.of();

    /** A failure with a framework code and a message for people. */
    public EntailException(ErrorCode code, String message) {
        this(code.name(), message, Map.of());
    }

    /** A failure with a framework code that wraps what caused it. */
    public EntailException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code.name(), message, Map.of(), cause);
    }

    /**
     * A failure with any code.
     *
     * @param code stable identifier, upper snake case
     * @param message what, where, how to mend it
     * @param details facts for programs, such as the name of the field; values must be scalars or lists of scalars
     * @param cause what led to it, or null
     */
    public EntailException(String code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A failure with any code, details for programs, and no cause yet. */
    public EntailException(String code, String message, Map<String, ?> details) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** The stable code, for example {@code PAYLOAD_MISSING}. */
    public final String code() {
        return code;
    }

    /** Facts about the failure for programs; never null, often empty. */
    public final Map<String, Object> details() {
        Map<String, Object> noted = circumstances;
        if (noted.isEmpty()) {
            return details;
        }
        Map<String, Object> all = new LinkedHashMap<>(noted);
        all.putAll(details);
        return Collections.unmodifiableMap(all);
    }

    /**
     * Adds to the details under which circumstances the failure happened, for whoever lets it through and knows more. What
     * was noted before is forgotten; facts that the failure was made with stay.
     */
    public final void note(Map<String, ?> facts) {
        circumstances = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * Whether this failure, or one that it carries with it, has {@code wanted} as its code or as the SQLSTATE of the
     * database (ERR-08, ERR-09): causes, further failures of JDBC and suppressed ones.
     */
    public final boolean hasCode(String wanted) {
        return ErrorChain.find(this, wanted) != null;
    }

    /** Whether this failure, or one that it carries with it, has {@code wanted} as the error number of the database. */
    public final boolean hasCode(int wanted) {
        return ErrorChain.find(this, wanted) != null;
    }

    /** What went wrong, where, and how to mend it; never null. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    @Override
    public String toString() {
        return code + ": " + getMessage();
    }
}
