package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Cursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a query apart into its shape, which decides the SQL, and its operands, which do not (STO-922). In a shape every
 * operand is a {@link Slot}; the limit and the offset of a page are the positions of the numbers among the operands.
 */
final class QueryShape {
    /** Up to this size, lists of values are filled up to a power of two, so that few statement texts are needed. */
    static final int PADDED = 1024;

    private final List<@Nullable Object> operands = new ArrayList<>();
    private final boolean constant;

    private QueryShape(boolean constant) {
        this.constant = constant;
        operands.add(null);
    }

    /** A condition of the model, or the shape of one of a query: what is no slot in it becomes a constant. */
    static Match constant(Match match) {
        return new QueryShape(true).match(match);
    }

    /**
     * A query in two parts.
     *
     * @param shape the query with slots instead of operands
     * @param operands the operands; position 0 is not used, because a page takes it for nothing
     */
    record Shaped(Query shape, List<@Nullable Object> operands) {}

    static Shaped of(Query query) {
        QueryShape shape = new QueryShape(false);
        Query shaped = new Query(
                query.record(),
                shape.parts(query.selection()),
                shape.match(query.match()),
                query.order(),
                shape.page(query.page(), query.record(), query.match(), query.order()));
        return new Shaped(shaped, shape.operands);
    }

    private List<Selection> parts(List<Selection> parts) {
        return parts.stream().map(this::part).toList();
    }

    private Selection part(Selection part) {
        return switch (part) {
            case Selection.Value value -> value;
            case Selection.Link link -> new Selection.Link(parts(link.parts()));
            case Selection.Related related ->
                new Selection.Related(
                        related.name(),
                        parts(related.parts()),
                        match(related.match()),
                        related.order(),
                        page(related.page(), related.name(), related.match(), related.order()),
                        recursion(related.recursion()));
        };
    }

    private Selection.@Nullable Recursion recursion(Selection.@Nullable Recursion recursion) {
        return recursion == null
                ? null
                : new Selection.Recursion(recursion.depth(), recursion.strict(), match(recursion.until()));
    }

    private Page page(Page page, String name, Match match, List<Order> order) {
        if (page.isAll()) {
            return page;
        }
        Long limit = page.limit();
        return new Page(
                limit == null ? null : (long) add(limit),
                page.offset() == 0 ? 0 : add(page.offset()),
                page.after() == null && !page.keyset()
                        ? null
                        : cursor(page.after(), Fingerprint.of(name, match, order)),
                page.keyset(),
                page.unbounded());
    }

    /** In a shape, a cursor tells where among the operands the name of the query stands; without keys it starts nowhere. */
    private Cursor cursor(@Nullable Cursor after, String fingerprint) {
        List<@Nullable Object> keys = new ArrayList<>();
        if (after != null) {
            Fingerprint.require(fingerprint, after);
            after.keys().forEach(key -> keys.add(key == null ? null : new Slot(add(key), Slot.SINGLE)));
        }
        return Cursor.at(String.valueOf(add(fingerprint)), keys);
    }

    private Match match(Match match) {
        return switch (match) {
            case Match.All all -> all;
            case Match.And and -> new Match.And(matches(and.parts()));
            case Match.Or or -> new Match.Or(matches(or.parts()));
            case Match.Not not -> new Match.Not(match(not.part()));
            case Match.Exists exists -> new Match.Exists(exists.path(), match(exists.inner()));
            case Match.Comparison comparison -> comparison(comparison);
        };
    }

    private List<Match> matches(List<Match> parts) {
        return parts.stream().map(this::match).toList();
    }

    private Match comparison(Match.Comparison comparison) {
        Object operand = comparison.operand();
        if (operand == null) {
            return comparison;
        }
        Object slot = switch (comparison.operator()) {
            case IN, NOT_IN -> list(comparison, operand);
            case BETWEEN -> bounds(comparison, operand);
            case EQ, NE, GT, GE, LT, LE, LIKE, ILIKE, CONTAINS, IS_NULL, IS_NOT_NULL -> single(operand);
        };
        return new Match.Comparison(comparison.path(), comparison.operator(), slot);
    }

    private Object single(Object operand) {
        return operand instanceof Match.Field || operand instanceof Slot ? operand : slot(operand, Slot.SINGLE);
    }

    private Slot slot(Object operand, int size) {
        return constant ? new Slot(0, size, operand) : new Slot(add(operand), size);
    }

    private Object list(Match.Comparison comparison, Object operand) {
        if (operand instanceof Slot) {
            return operand;
        }
        if (!(operand instanceof Collection<?> items)) {
            throw invalid(comparison, "takes a list of values");
        }
        if (items.stream().anyMatch(java.util.Objects::isNull)) {
            throw invalid(comparison, "takes values that are not null; Match.in and Match.notIn take nulls as well");
        }
        int size = items.size();
        int places = size <= 1 || size > PADDED ? size : Integer.highestOneBit(size * 2 - 1);
        return slot(List.copyOf(items), places);
    }

    private Object bounds(Match.Comparison comparison, Object operand) {
        if (!(operand instanceof List<?> bounds)
                || bounds.size() != 2
                || bounds.get(0) == null
                || bounds.get(1) == null) {
            throw invalid(comparison, "takes two bounds that are not null; use ge or le for one bound");
        }
        return List.of(single(bounds.get(0)), single(bounds.get(1)));
    }

    private int add(Object operand) {
        operands.add(operand);
        return operands.size() - 1;
    }

    private static EntailException invalid(Match.Comparison comparison, String why) {
        return new EntailException(
                ErrorCode.QUERY_INVALID,
                "Operator " + comparison.operator() + " on '" + comparison.path() + "' " + why);
    }
}
