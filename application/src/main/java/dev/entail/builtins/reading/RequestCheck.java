package dev.entail.builtins.reading;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.ReadRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks whether a request stays within a policy, and within reason. */
final class RequestCheck {
    /** How many columns, sort keys and comparisons a request may have. */
    static final int MOST_PARTS = 100;

    /** How deep its conditions may be nested. */
    static final int DEEPEST = 20;

    /** How many values one comparison may list. */
    static final int MOST_OPERANDS = 1_000;

    private final String record;
    private final DataPolicy policy;
    private final Set<String> visible = new HashSet<>();
    private int parts;

    RequestCheck(String record, DataPolicy policy) {
        this.record = record;
        this.policy = policy;
        visible.add("id");
        visible.addAll(policy.filters());
        if (policy.columns() != null) {
            visible.addAll(policy.columns());
        }
    }

    void check(ReadRequest request) {
        parts = request.columns().size() + request.order().size();
        requireReason(parts <= MOST_PARTS, "more than " + MOST_PARTS + " columns and sort keys");
        walk(request.match(), "", 1);
        for (Order key : request.order()) {
            requireVisible(key.path());
        }
        if (request.page().keyset() || request.page().after() != null) {
            // A cursor holds what records are sorted by.
            policy.order().forEach(key -> requireVisible(key.path()));
        }
        if (policy.limit() != null) {
            boolean turns = request.page().offset() > 0 || request.page().after() != null;
            if (turns || (!request.order().isEmpty() && policy.order().isEmpty())) {
                throw refused(
                        turns ? "offset or after" : "orderBy",
                        "Of " + record + " only the first " + policy.limit()
                                + " may be read; ask without an order, an offset and a cursor of your own");
            }
        }
    }

    private void walk(Match match, String prefix, int depth) {
        requireReason(depth <= DEEPEST, "conditions nested more than " + DEEPEST + " deep");
        requireReason(++parts <= MOST_PARTS, "more than " + MOST_PARTS + " conditions");
        switch (match) {
            case Match.All all -> {}
            case Match.And and -> and.parts().forEach(part -> walk(part, prefix, depth + 1));
            case Match.Or or -> or.parts().forEach(part -> walk(part, prefix, depth + 1));
            case Match.Not not -> walk(not.part(), prefix, depth + 1);
            case Match.Exists exists -> {
                String path = prefix + exists.path();
                requireReachable(path);
                walk(exists.inner(), path + ".", depth + 1);
            }
            case Match.Comparison comparison -> {
                requireVisible(prefix + comparison.path());
                fields(comparison.operand()).forEach(this::requireVisible);
            }
        }
    }

    /** The other values that a comparison looks at. */
    private List<String> fields(@Nullable Object operand) {
        List<String> paths = new ArrayList<>();
        if (operand instanceof Match.Field field) {
            paths.add(field.path());
        }
        if (operand instanceof Collection<?> items) {
            requireReason(items.size() <= MOST_OPERANDS, "more than " + MOST_OPERANDS + " values in one comparison");
            items.forEach(item -> paths.addAll(fields(item)));
        }
        return paths;
    }

    /** A column, or the id of something whose columns are read. A star names nothing: it would open relations, too. */
    private void requireVisible(String path) {
        boolean seen = policy.columns() == null
                || visible.contains(path)
                || leadsToColumn(path)
                || (path.endsWith(".id") && leadsToColumn(path.substring(0, path.length() - 3)));
        if (!seen) {
            throw refused(path, "'" + path + "' of " + record + " may not be looked at; what may be is " + known());
        }
    }

    /** Whether there are records of a list is told by its columns, so it may be asked. */
    private void requireReachable(String path) {
        if (policy.columns() != null && !visible.contains(path) && !leadsToColumn(path)) {
            throw refused(path, "'" + path + "' of " + record + " may not be looked at; what may be is " + known());
        }
    }

    private boolean leadsToColumn(String path) {
        return visible.stream().anyMatch(column -> column.startsWith(path + "."));
    }

    private List<String> known() {
        return visible.stream().sorted().toList();
    }

    private EntailException refused(String path, String message) {
        return new EntailException(ErrorCode.READ_NOT_ALLOWED.name(), message, Map.of("record", record, "path", path));
    }

    private void requireReason(boolean holds, String what) {
        if (!holds) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE, "The request to read " + record + " has " + what + "; ask for less");
        }
    }
}
