package dev.entail.core.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A failure and everything that it carries with it (ERR-08). */
public final class ErrorChain {
    private ErrorChain() {}

    /**
     * The failure itself, then what led to it, then further failures that it lists, as those of JDBC do, then what was
     * suppressed; depth first, each once, even if they lead back to each other. Empty for null.
     */
    public static List<Throwable> of(@Nullable Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> open = new ArrayList<>();
        if (failure != null) {
            open.add(failure);
        }
        while (!open.isEmpty()) {
            Throwable current = open.removeLast();
            if (seen.add(current)) {
                chain.add(current);
                open.addAll(within(current).reversed());
            }
        }
        return chain;
    }

    private static List<Throwable> within(Throwable failure) {
        List<Throwable> within = new ArrayList<>();
        if (failure.getCause() != null) {
            within.add(failure.getCause());
        }
        if (failure instanceof Iterable<?> listed) {
            for (Object item : listed) {
                if (item instanceof Throwable other) {
                    within.add(other);
                }
            }
        }
        within.addAll(Arrays.asList(failure.getSuppressed()));
        return within;
    }

    /** The first coded failure in a chain that carries a code, or the SQLSTATE of the same letters; null if there is none. */
    public static @Nullable EntailException find(@Nullable Throwable failure, String code) {
        for (Throwable each : of(failure)) {
            if (each instanceof EntailException coded
                    && (coded.code().equals(code) || code.equals(coded.details().get(EntailException.SQL_STATE)))) {
                return coded;
            }
        }
        return null;
    }

    /** The first coded failure in a chain that carries an error number of a database; null if there is none. */
    public static @Nullable EntailException find(@Nullable Throwable failure, int vendorCode) {
        for (Throwable each : of(failure)) {
            if (each instanceof EntailException coded
                    && coded.details().get(EntailException.VENDOR_CODE) instanceof Integer number
                    && number == vendorCode) {
                return coded;
            }
        }
        return null;
    }
}
