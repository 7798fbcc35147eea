package dev.entail.builtins.payload;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a payload. Written out only when something is wrong there.
 *
 * @param parent the object around it, or null for the payload itself
 * @param name of the field
 * @param index position in the list that the field holds, or -1
 */
record FieldPath(@Nullable FieldPath parent, String name, int index) {
    private static final int NAME_LENGTH = 100;

    static FieldPath of(@Nullable FieldPath parent, String name) {
        return new FieldPath(parent, name, -1);
    }

    FieldPath item(int position) {
        return new FieldPath(parent, name, position);
    }

    /** Names with dots between them. */
    String names() {
        // Names may come from outside and be long.
        String own = name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "..." : name;
        return parent == null ? own : parent.names() + "." + own;
    }

    private String positions() {
        String own = (parent == null ? "" : parent.positions() + ".") + name;
        return index < 0 ? own : own + "[" + index + "]";
    }

    private boolean isInList() {
        return index >= 0 || (parent != null && parent.isInList());
    }

    /**
     * A refusal of what stands here.
     *
     * @param type what distinguishes the situation (PAY, table of 4.3), to follow the name of the field
     * @param message what is wrong, to follow the name of the field
     * @param more further details
     */
    EntailException refusal(ErrorCode code, String type, String message, Map<String, Object> more) {
        String field = names();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("field", field);
        details.put("type", field + " " + type);
        details.put("checkType", "payload");
        String where = "";
        if (isInList()) {
            details.put("at", positions());
            where = " (" + positions() + ")";
        }
        details.putAll(more);
        return new EntailException(code.name(), "'" + field + "' " + message + where, details);
    }

    /** A refusal without further details. */
    EntailException refusal(ErrorCode code, String type, String message) {
        return refusal(code, type, message, Map.of());
    }
}
