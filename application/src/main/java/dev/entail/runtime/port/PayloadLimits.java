package dev.entail.runtime.port;

import dev.entail.core.error.EntailException;

/**
 * How much a call may carry (W-34). Looked at before anything else, and before a transaction is begun; a call with more is
 * refused with {@code PAYLOAD_TOO_LARGE}. Numbers of more than 1000 digits are refused as well.
 *
 * @param depth how deeply objects and lists are nested at most; the payload itself is the first level; at most 1000
 * @param values how many values, objects and lists there are at most, in payload and context together; at most 1,000,000
 * @param textLength length of one text or name at most, in {@code char}s; also of correlation id
 * @param totalTextLength length of all texts and names together at most
 * @param listLength how many items one list has at most
 */
public record PayloadLimits(int depth, int values, int textLength, int totalTextLength, int listLength) {
    static final int MOST_DEPTH = 1000;
    static final int MOST_VALUES = 1_000_000;

    /** 100 levels, 100,000 values, texts of 1,000,000 characters and of 10,000,000 together, lists of 10,000 items. */
    public static final PayloadLimits DEFAULT = new PayloadLimits(100, 100_000, 1_000_000, 10_000_000, 10_000);

    public PayloadLimits {
        requireBetween("depth", depth, MOST_DEPTH);
        requireBetween("values", values, MOST_VALUES);
        requireBetween("textLength", textLength, Integer.MAX_VALUE);
        requireBetween("totalTextLength", totalTextLength, Integer.MAX_VALUE);
        requireBetween("listLength", listLength, Integer.MAX_VALUE);
    }

    private static void requireBetween(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is between 1 and " + most + ", not " + value);
        }
    }

    /** The same with another depth. */
    public PayloadLimits withDepth(int levels) {
        return new PayloadLimits(levels, values, textLength, totalTextLength, listLength);
    }

    /** The same with another number of values. */
    public PayloadLimits withValues(int number) {
        return new PayloadLimits(depth, number, textLength, totalTextLength, listLength);
    }

    /** The same with other lengths of texts: of one, and of all together. */
    public PayloadLimits withTextLength(int one, int all) {
        return new PayloadLimits(depth, values, one, all, listLength);
    }

    /** The same with another length of lists. */
    public PayloadLimits withListLength(int items) {
        return new PayloadLimits(depth, values, textLength, totalTextLength, items);
    }

    /**
     * Makes sure that a call is not too large.
     *
     * @throws EntailException {@code PAYLOAD_TOO_LARGE}; the details {@code limit}, {@code bound} and {@code field} say what
     *     is too large, how large it may be, and where; what is wrong in the context has no {@code field} but {@code context}
     */
    public void check(DispatchCall call) {
        CallSize size = new CallSize(this);
        size.payload(call.payload());
        size.context(call.context());
        if (call.correlationId() != null) {
            size.correlationId(call.correlationId());
        }
    }
}
