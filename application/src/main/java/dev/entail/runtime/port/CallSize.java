package dev.entail.runtime.port;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a call carries and stops at the first limit. For one call. */
final class CallSize {
    /** Bits of a number of a thousand digits: with more, arithmetic takes its time. */
    private static final int NUMBER_BITS = 3322;

    private static final int SHOWN = 100;

    private final PayloadLimits limits;
    private String part = "payload";
    private String top = "";
    private int values;
    private long text;

    CallSize(PayloadLimits limits) {
        this.limits = limits;
    }

    void payload(Map<?, ?> payload) {
        part = "payload";
        fields(payload);
    }

    void context(Map<?, ?> context) {
        part = "context";
        fields(context);
    }

    void correlationId(String id) {
        part = "correlation id";
        top = "";
        text(id);
    }

    private void fields(Map<?, ?> fields) {
        top = "";
        fields.forEach((name, value) -> {
            top = shown(name);
            name(name);
            value(value, 2);
        });
    }

    /** Names that are no texts are for others to refuse; here they only count. */
    private void name(@Nullable Object name) {
        if (name instanceof String key) {
            text(key);
        }
    }

    private void value(@Nullable Object value, int level) {
        if (++values > limits.values()) {
            throw tooLarge("values", limits.values(), "has more than " + limits.values() + " values");
        }
        switch (value) {
            case CharSequence characters -> text(characters);
            case BigInteger number -> number(number);
            case BigDecimal number -> number(number.unscaledValue());
            case List<?> list -> {
                requireDepth(level);
                if (list.size() > limits.listLength()) {
                    throw tooLarge(
                            "listLength",
                            limits.listLength(),
                            "has a list of " + list.size() + " items; there may be " + limits.listLength());
                }
                list.forEach(item -> value(item, level + 1));
            }
            case Map<?, ?> object -> {
                requireDepth(level);
                object.forEach((name, item) -> {
                    name(name);
                    value(item, level + 1);
                });
            }
            case null, default -> {}
        }
    }

    private void requireDepth(int level) {
        if (level > limits.depth()) {
            throw tooLarge("depth", limits.depth(), "is nested more than " + limits.depth() + " levels deep");
        }
    }

    private void text(CharSequence characters) {
        if (characters.length() > limits.textLength()) {
            throw tooLarge(
                    "textLength",
                    limits.textLength(),
                    "has a text of " + characters.length() + " characters; there may be " + limits.textLength());
        }
        text += characters.length();
        if (text > limits.totalTextLength()) {
            throw tooLarge(
                    "totalTextLength",
                    limits.totalTextLength(),
                    "has texts of more than " + limits.totalTextLength() + " characters together");
        }
    }

    private void number(BigInteger number) {
        if (number.bitLength() > NUMBER_BITS) {
            throw tooLarge("digits", 1000, "has a number of more than 1000 digits");
        }
    }

    private EntailException tooLarge(String limit, int bound, String message) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (part.equals("payload")) {
            details.put("field", top);
            details.put("type", top + " too large");
        } else {
            details.put("context", top);
        }
        details.put("checkType", "payload");
        details.put("limit", limit);
        details.put("bound", bound);
        String where = top.isEmpty() ? "The " + part : "'" + top + "' of the " + part;
        return new EntailException(
                ErrorCode.PAYLOAD_TOO_LARGE.name(),
                where + " " + message + "; send less, or open the model with other limits",
                details);
    }

    private static String shown(@Nullable Object name) {
        String text = name instanceof String key ? key : "";
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
